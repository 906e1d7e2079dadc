"""Offering help for the first time."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.core.client_address import client_address
from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import refusals_in
from samenspel.limits import services as limits
from samenspel.limits.types import Limit
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.typed_requests import VisitorRequest
from samenspel.vocabulary.helper_promises import limits_beforehand, promises
from samenspel.volunteering import services
from samenspel.volunteering.forms.offers import JoinForm, OfferForm
from samenspel.volunteering.reads import offers


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: VisitorRequest) -> HttpResponse:
    """One page: what, when, how far, what not, and (for visitors) who they are."""
    if request.actor and offers.find_own_offer_id(request.actor):
        return redirect("volunteering:own_offer")
    kind = OfferForm if request.actor else JoinForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _register(request, form)
            return redirect("volunteering:join_done")
    context = {
        "form": form,
        "places": people_reads.place_names(),
        "promises": promises(),
        "limits": limits_beforehand(),
    }
    return render_page(request, "volunteering/join.html", context)


@login_not_required
@require_safe
def join_done(request: VisitorRequest) -> HttpResponse:
    """Say what happens now."""
    return render_page(request, "volunteering/join_done.html")


@transaction.atomic
def _register(request: VisitorRequest, form: OfferForm) -> None:
    at, offering = now(), form.offering()
    person = request.actor
    if isinstance(form, JoinForm):
        limits.use(limit=Limit.NEWCOMERS_BY_CLIENT, who=client_address(request), at=at)
        person = people_services.record_newcomer(
            details=form.person(), at=at, place=offering.place
        )
    assert person is not None
    services.register_offer(person=person, offering=offering, at=at)
