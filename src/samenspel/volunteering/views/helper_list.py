"""The people who offer help, for coordinators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.people.typed_requests import ActorRequest
from samenspel.volunteering import services
from samenspel.volunteering.forms.offer_changes import PauseForm, SearchForm, VogForm
from samenspel.volunteering.reads import helper_pages
from samenspel.volunteering.views.offer_words import offer_lines


@require_safe
def helpers(request: ActorRequest) -> HttpResponse:
    """List the helpers of the actor's organisations, by name, with a search."""
    form = SearchForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    page = helper_pages.helper_list_page(
        request.actor, text=given.get("zoek", ""), number=given.get("pagina") or 1, at=now()
    )
    context = {
        "form": form,
        "page": page,
        "previous_url": _page_url(page.text, page.previous),
        "next_url": _page_url(page.text, page.next),
    }
    return render_page(request, "volunteering/helpers.html", context)


def _page_url(text: str, number: int) -> str:
    query = [("zoek", text)] if text else []
    return f"?{urlencode([*query, ('pagina', str(number))])}" if number else ""


@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: ActorRequest, offer_id: UUID) -> HttpResponse:
    """Show one helper; record a VOG that was seen, pause, or end a pause."""
    at = now()
    page = helper_pages.helper_page(request.actor, offer_id, at=at)
    today, asked = timezone.localdate(at), request.POST.get("do", "")
    vog = VogForm(request.POST if asked == "vog" else None, today=today)
    pausing = PauseForm(request.POST if asked == "pause" else None, today=today)
    if (asked == "resume") or (vog.is_valid() or pausing.is_valid()):
        _change(request, offer_id, vog, pausing)
        return redirect("volunteering:helper", offer_id)
    context = {
        "page": page,
        "lines": offer_lines(page.offer),
        "phone_href": "tel:" + page.phone.replace(" ", ""),
        "vog_form": vog,
        "pause_form": pausing,
    }
    return render_page(request, "volunteering/helper.html", context)


def _change(request: ActorRequest, offer_id: UUID, vog: VogForm, pausing: PauseForm) -> None:
    actor, at = request.actor, now()
    if vog.is_bound:
        seen_on = vog.cleaned_data["seen_on"]
        services.record_vog_seen(actor=actor, offer_id=offer_id, seen_on=seen_on, at=at)
        messages.success(request, _("Saved: VOG seen."))
        return
    until = pausing.cleaned_data["until"] if pausing.is_bound else None
    services.pause(actor=actor, offer_id=offer_id, until=until, at=at)
    messages.success(request, _("Saved: paused.") if until else _("Saved: no longer paused."))
