"""Asking for help, step by step, for visitors and for people who are signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.core.client_address import client_address
from samenspel.core.clock import now
from samenspel.core.errors import DomainError
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import add_refusal
from samenspel.needs.ask_wizard import BY_SLUG, CHECK, STAGES, Stage, Wizard, send
from samenspel.needs.services import drafts
from samenspel.needs.services.asking import AlreadySentError
from samenspel.needs.views.answer_summary import overview
from samenspel.people import reads as people_reads
from samenspel.people.typed_requests import VisitorRequest
from samenspel.ui.part_values import Step

DRAFT = "needs.draft"
SENT = "needs.sent"
"""Keys in the session: the token of what is being asked, and of what was sent last."""
PIECE = 12  # after this many letters a long address may continue on the next line


@login_not_required
@require_safe
def start(request: VisitorRequest) -> HttpResponse:
    """Go to the first step that still asks for something; ``?opnieuw`` starts again."""
    if "opnieuw" in request.GET:
        request.session.pop(DRAFT, None)
    return redirect("needs:ask_step", _open_wizard(request).first_open().slug)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: VisitorRequest, step: str) -> HttpResponse:
    """Show a step; on POST keep what came in, then go on, stop for now, or send."""
    stage = BY_SLUG.get(step)
    if stage is None:
        raise Http404
    wizard = _open_wizard(request)
    if request.method != "POST":
        if STAGES.index(stage) > STAGES.index(wizard.first_open()):
            return redirect("needs:ask_step", wizard.first_open().slug)
        return _show(request, wizard, stage, wizard.form(stage))
    return _take(request, wizard, stage)


def _take(request: VisitorRequest, wizard: Wizard, stage: Stage) -> HttpResponse:
    if stage is CHECK and DRAFT not in request.session and SENT in request.session:
        return redirect("needs:ask_done")  # the button was pressed again
    try:
        wizard = _keep(request, wizard, stage)
    except AlreadySentError:
        return _done(request)
    except DomainError as refusal:
        form = wizard.form(stage, request.POST)
        add_refusal(form, refusal)
        return _show(request, wizard, stage, form)
    if "later" in request.POST:
        return redirect("needs:ask_saved")
    return _go_on(request, wizard, stage)


def _go_on(request: VisitorRequest, wizard: Wizard, stage: Stage) -> HttpResponse:
    form, first_open = wizard.form(stage, request.POST), wizard.first_open()
    if stage is CHECK and first_open is not CHECK:  # there is nothing to check yet
        return redirect("needs:ask_step", first_open.slug)
    if not form.is_valid():
        return _show(request, wizard, stage, form)
    if stage is CHECK:
        return _send(request, wizard, form)
    return redirect("needs:ask_step", first_open.slug)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: VisitorRequest) -> HttpResponse:
    """Show the secret address for going on later; a POST lets go of the answers here."""
    if not _open_wizard(request).answers:
        return redirect("needs:ask")
    if request.method == "POST":
        del request.session[DRAFT]
        messages.success(request, _("Your answers can no longer be seen on this device."))
        return redirect("/")
    url = request.build_absolute_uri(reverse("needs:ask_resume", args=[request.session[DRAFT]]))
    pieces = [url[at : at + PIECE] for at in range(0, len(url), PIECE)]
    return render_page(request, "needs/ask_saved.html", {"url": url, "pieces": pieces})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: VisitorRequest, token: str) -> HttpResponse:
    """Offer to go on with what was kept under a secret address; a POST does, once.

    Opening the address alone changes nothing: mail programs open links too.
    """
    at = now()
    draft = drafts.find_draft(token, person=request.actor, at=at)
    has_answers = bool(_open_wizard(request).answers)
    if draft is None or draft.question_id:
        login = f"{reverse('account_login')}?next={quote(request.path)}"
        context = {"is_sent": draft is not None, "has_answers": has_answers, "login": login}
        return render_page(request, "needs/ask_expired.html", context, status=404)
    if request.method != "POST":
        replaces = has_answers and request.session[DRAFT] != token
        context = {"saved_at": draft.saved_at, "replaces": replaces}
        return render_page(request, "needs/ask_resume.html", context)
    request.session[DRAFT] = drafts.take_over(token=token, person=request.actor, at=at)
    return redirect("needs:ask")


@login_not_required
@require_safe
def done(request: VisitorRequest) -> HttpResponse:
    """Say what happens now that the question has been sent."""
    if SENT not in request.session:
        return redirect("needs:ask")
    follow = reverse("needs:follow")
    login = f"{reverse('account_login')}?next={follow}"
    return render_page(
        request, "needs/ask_done.html", {"follow_url": follow if request.actor else login}
    )


def _open_wizard(request: VisitorRequest) -> Wizard:
    token, at = request.session.get(DRAFT), now()
    draft = drafts.find_draft(token, person=request.actor, at=at) if token else None
    answers = draft.answers if draft and not draft.question_id else {}
    return Wizard(answers, request.actor, at)


def _keep(request: VisitorRequest, wizard: Wizard, stage: Stage) -> Wizard:
    answers = {stage.key: wizard.raw(stage, request.POST)}
    request.session[DRAFT] = drafts.save_draft(
        token=request.session.get(DRAFT),
        person=request.actor,
        answers=answers,
        at=wizard.at,
        client=client_address(request),
    )
    return Wizard({**wizard.answers, **answers}, request.actor, wizard.at)


def _send(request: VisitorRequest, wizard: Wizard, form: forms.Form) -> HttpResponse:
    try:
        client = client_address(request)
        send(wizard, form.cleaned_data, token=request.session[DRAFT], client=client)
    except AlreadySentError:
        return _done(request)
    except DomainError as refusal:
        stage = next((s for s in STAGES if refusal.field in wizard.form(s).fields), CHECK)
        if stage is not CHECK:
            form = wizard.checked(stage)
        add_refusal(form, refusal)
        return _show(request, wizard, stage, form)
    return _done(request)


def _done(request: VisitorRequest) -> HttpResponse:
    request.session[SENT] = request.session.pop(DRAFT)
    return redirect("needs:ask_done")


def _show(
    request: VisitorRequest, wizard: Wizard, stage: Stage, form: forms.Form
) -> HttpResponse:
    wizard.look_at_names(stage)
    at = STAGES.index(stage)
    context: dict[str, Any] = {
        "form": form,
        "stage": stage,
        "steps": _bar(wizard, at),
        "title": _("Step %(number)d of %(total)d: %(name)s")
        % {"number": at + 1, "total": len(STAGES), "name": stage.label},
        "subject_name": wizard.subject_name(),
        "back": STAGES[at - 1] if at else None,
        "next": _next(wizard, at),
        "is_kept": bool(wizard.answers),
        "places": people_reads.place_names() if stage.key == "near" else (),
        "overview": overview(wizard) if stage is CHECK else (),
    }
    return render_page(request, f"needs/ask_{stage.key}.html", context)


def _bar(wizard: Wizard, at: int) -> tuple[Step, ...]:
    bar = []
    for number, stage in enumerate(STAGES):
        label = str(stage.label)
        if number == at:
            bar.append(Step(label, "current"))
        elif stage is not CHECK and wizard.is_done(stage):
            bar.append(Step(label, "done", reverse("needs:ask_step", args=[stage.slug])))
        else:
            bar.append(Step(label))
    return tuple(bar)


def _next(wizard: Wizard, at: int) -> Stage | None:
    """Return where the button leads: the first step, apart from this one, still to be done."""
    others = (s for n, s in enumerate(STAGES[:-1]) if n != at and not wizard.is_done(s))
    return None if STAGES[at] is CHECK else next(others, CHECK)
