"""After both yeses: intake, contact, it goes well, it ends."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing, refusals_in
from samenspel.people.typed_requests import ActorRequest
from samenspel.placements import services
from samenspel.placements.forms import EndForm, IntakeForm
from samenspel.placements.reads.follow_up import follow_up_page
from samenspel.placements.types import PlacementId


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: ActorRequest, placement_id: PlacementId) -> HttpResponse:
    """Show a match; a POST writes the intake down."""
    page = follow_up_page(request.actor, placement_id, at=now())
    if request.method == "POST":
        form = IntakeForm(request.POST)
        if form.is_valid() and _recorded(request, placement_id, form):
            return redirect("placements:follow_up", placement_id=placement_id)
    else:
        form = IntakeForm(initial=IntakeForm.initial_from(page.terms, page.first_meeting_on))
    return render_page(
        request, "placements/follow_up.html", {"page": page, "form": form, "end": EndForm()}
    )


def _recorded(request: ActorRequest, placement_id: PlacementId, form: IntakeForm) -> bool:
    with refusals_in(form):
        services.record_intake(
            actor=request.actor,
            placement_id=placement_id,
            first_meeting_on=form.cleaned_data["first_meeting_on"],
            terms=form.terms(),
            at=now(),
        )
        return True
    return False


@require_POST
def contacted(request: ActorRequest, placement_id: PlacementId) -> HttpResponse:
    """Write down that the coordinator spoke with one of the two."""
    with announcing(request, _("Written down: you spoke with them today.")):
        services.record_contact(actor=request.actor, placement_id=placement_id, at=now())
    if request.POST.get("back") == "match":
        return redirect("placements:follow_up", placement_id=placement_id)
    return redirect("portal:work_list")


@require_POST
def lasting(request: ActorRequest, placement_id: PlacementId) -> HttpResponse:
    """End the trial: it goes well."""
    with announcing(request, _("Written down: it is going well.")):
        services.call_lasting(actor=request.actor, placement_id=placement_id, at=now())
    return redirect("placements:follow_up", placement_id=placement_id)


@require_POST
def end(request: ActorRequest, placement_id: PlacementId) -> HttpResponse:
    """End a match, and look for someone else if wanted."""
    form = EndForm(request.POST)
    seek_again = form.is_valid() and form.cleaned_data["seek_again"]
    with announcing(request, _("The match has ended. Thank them both.")):
        services.end_placement(
            actor=request.actor, placement_id=placement_id, seek_again=seek_again, at=now()
        )
    return redirect("placements:follow_up", placement_id=placement_id)
