"""Entering a question that came in by phone, for coordinators."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import refusals_in
from samenspel.needs.ask_wizard import weekly_hours
from samenspel.needs.forms.kinds_of_help import task_types_of
from samenspel.needs.forms.phone_entry import PhoneForm
from samenspel.needs.reads import questions
from samenspel.needs.services import asking
from samenspel.needs.services.asking import AlreadySentError, Caller
from samenspel.needs.types import Ask, Frequency, QuestionId, WhoMayKnow
from samenspel.people import reads as people_reads
from samenspel.people.services import PersonDetails
from samenspel.people.typed_requests import ActorRequest
from samenspel.people.types import Channel
from samenspel.vocabulary.gender_wishes import GenderWish

MATCH_TABLE = "/koppelen/{}/"
"""Where a coordinator sees proposals for one question; the room above answers there."""


@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: ActorRequest) -> HttpResponse:
    """One screen; after saving, a new empty one that says where the question is."""
    at = now()
    questions.require_coordinator(request.actor, at=at)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            kept = _keep(request, form.cleaned_data, at)
            return redirect(f"{reverse('needs:by_phone')}?bewaard={kept}")
    context = {
        "form": form,
        "places": people_reads.place_names(),
        "match_url": _match_url(request.GET.get("bewaard", "")),
    }
    return render_page(request, "needs/by_phone.html", context)


def _keep(request: ActorRequest, given: dict[str, Any], at: datetime) -> QuestionId:
    """Return the id of the question; pressed twice, both lead to the same one."""
    try:
        question = asking.ask_by_phone(
            actor=request.actor, people=_people(given), question=_question(given), at=at
        )
    except AlreadySentError:
        kept: QuestionId = given["once"]
        return kept
    return question.id


def _match_url(kept: str) -> str:
    try:
        return MATCH_TABLE.format(UUID(kept))
    except ValueError:
        return ""


def _people(given: dict[str, Any]) -> Caller:
    phone, email = given["phone"], given["email"]
    channel = Channel.PHONE if phone else Channel.EMAIL if email else Channel.LETTER
    caller = PersonDetails(
        given_name=given["given_name"],
        family_name=given["family_name"],
        phone=phone,
        email=email,
        channel=channel,
        languages=tuple(given["languages"]),
    )
    if not given["subject_given_name"]:
        return Caller(caller)
    subject = PersonDetails(
        given_name=given["subject_given_name"],
        family_name=given["subject_family_name"],
        channel=Channel.PHONE,
        languages=tuple(given["languages"]),
    )
    return Caller(caller, subject)


def _question(given: dict[str, Any]) -> Ask:
    frequency = Frequency(given["frequency"])
    return Ask(
        own_words=given["own_words"],
        task_types=task_types_of(given["task_types"]),
        windows=given["windows"],
        place=given["place"],
        hours_per_week=weekly_hours(float(given["hours_per_week"]), frequency),
        frequency=frequency,
        languages=tuple(given["languages"]),
        interests=tuple(given["interests"]),
        boundaries=tuple(given["boundaries"]),
        gender_wish=GenderWish(given["gender_wish"]),
        public_note=given["public_note"],
        urgency=given["urgency"],
        who_may_know=WhoMayKnow(given["who_may_know"]),
        subject_agreed=given["subject_agreed"],
        accepts_bodily_care=given["accepts_bodily_care"],
        relation=given["relation"] if given["subject_given_name"] else "",
        once=given["once"],
    )
