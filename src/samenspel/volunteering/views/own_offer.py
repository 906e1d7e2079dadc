"""A helper's own offer: see it, change it, pause."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import refusals_in
from samenspel.people import reads as people_reads
from samenspel.people.typed_requests import ActorRequest
from samenspel.volunteering import services
from samenspel.volunteering.forms.offer_changes import PauseForm
from samenspel.volunteering.forms.offers import OfferForm
from samenspel.volunteering.reads import offers
from samenspel.volunteering.types import OfferId


@require_http_methods(["GET", "HEAD", "POST"])
def own_offer(request: ActorRequest) -> HttpResponse:
    """Show and change what the actor offers; someone who offers nothing yet can begin."""
    offer_id = offers.find_own_offer_id(request.actor)
    if offer_id is None:
        return redirect("volunteering:join")
    page = offers.offer_page(request.actor, offer_id, at=now())
    if request.method != "POST":
        return _show(request, offer_id, OfferForm(initial=OfferForm.answers_of(page)))
    form = OfferForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.change_offer(
                actor=request.actor, offer_id=offer_id, offering=form.offering(page), at=now()
            )
            messages.success(request, _("Saved. From now on we go by this."))
            return redirect("volunteering:own_offer")
    return _show(request, offer_id, form)


@require_POST
def pause(request: ActorRequest) -> HttpResponse:
    """Ask nothing of the actor until a day, or again from today."""
    offer_id = offers.find_own_offer_id(request.actor)
    if offer_id is None:
        raise NotFoundError("There is no offer to pause.")
    form = PauseForm(request.POST, today=timezone.localdate(now()))
    ends = "resume" in request.POST
    if not ends and not form.is_valid():
        page = offers.offer_page(request.actor, offer_id, at=now())
        offer_form = OfferForm(initial=OfferForm.answers_of(page))
        return _show(request, offer_id, offer_form, form)
    until = None if ends else form.cleaned_data["until"]
    services.pause(actor=request.actor, offer_id=offer_id, until=until, at=now())
    said = (
        _("Good to have you back.")
        if ends
        else _("Saved. We will not ask you anything for now.")
    )
    messages.success(request, said)
    return redirect("volunteering:own_offer")


def _show(
    request: ActorRequest, offer_id: OfferId, form: OfferForm, pausing: PauseForm | None = None
) -> HttpResponse:
    at = now()
    today = timezone.localdate(at)
    page = offers.offer_page(request.actor, offer_id, at=at)
    context = {
        "page": page,
        "form": form,
        "pause_form": pausing or PauseForm(today=today),
        "is_paused": page.paused_until is not None and page.paused_until >= today,
        "places": people_reads.place_names(),
    }
    return render_page(request, "volunteering/own_offer.html", context)
