"""The whole round: what is proposed, what stays open, and the proof."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing
from samenspel.matching.reads import round_certificate, round_page
from samenspel.matching.services import rounds
from samenspel.matching.types import RoundId
from samenspel.people.typed_requests import ActorRequest

LOOKS_AGAIN_AFTER = "2"
"""Seconds after which the page of a running round reloads itself, without a script."""


@require_safe
def newest_round(request: ActorRequest) -> HttpResponse:
    """Show the newest round; the page of a running one reloads itself."""
    page = round_page.round_page(request.actor, at=now())
    response = render_page(request, "matching/round.html", {"page": page})
    if page.running:
        response["Refresh"] = LOOKS_AGAIN_AFTER
    return response


@require_POST
def round_start(request: ActorRequest) -> HttpResponse:
    """Ask for a new round; the worker solves it."""
    with announcing(request, _("The new round has been asked for.")):
        rounds.request_round(actor=request.actor, at=now())
    return redirect("matching:round")


@require_safe
def certificate(request: ActorRequest, round_id: RoundId) -> HttpResponse:
    """Hand over the proof of a round as figures."""
    data = round_certificate.certificate_data(request.actor, round_id, at=now())
    name = f"samenspel-ronde-{data['run_at'][:10]}.json"
    return JsonResponse(
        data,
        json_dumps_params={"indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
