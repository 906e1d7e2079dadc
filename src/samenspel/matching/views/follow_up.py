"""After both yeses: intake, contact, it goes well, it ends."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing, refusals_in
from samenspel.matching.forms.decisions import EndForm
from samenspel.matching.forms.intake import IntakeForm
from samenspel.matching.reads.follow_up import follow_up_page
from samenspel.matching.services.follow_up import call_lasting, end_match, record_intake
from samenspel.matching.types import ProposalId
from samenspel.people.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Show a match; a POST writes the intake down."""
    page = follow_up_page(request.actor, proposal_id, at=now())
    if request.method == "POST":
        form = IntakeForm(request.POST)
        if form.is_valid() and _recorded(request, proposal_id, form):
            return redirect("matching:follow_up", proposal_id=proposal_id)
    else:
        form = IntakeForm(initial=IntakeForm.initial_from(page.terms, page.first_meeting_on))
    return render_page(
        request, "matching/follow_up.html", {"page": page, "form": form, "end": EndForm()}
    )


def _recorded(request: ActorRequest, proposal_id: ProposalId, form: IntakeForm) -> bool:
    with refusals_in(form):
        record_intake(
            actor=request.actor,
            proposal_id=proposal_id,
            first_meeting_on=form.cleaned_data["first_meeting_on"],
            terms=form.terms(),
            at=now(),
        )
        return True
    return False


@require_POST
def lasting(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """End the trial: it goes well."""
    with announcing(request, _("Written down: it goes well.")):
        call_lasting(actor=request.actor, proposal_id=proposal_id, at=now())
    return redirect("matching:follow_up", proposal_id=proposal_id)


@require_POST
def end(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """End a match, and look for someone else if wanted."""
    form = EndForm(request.POST)
    seek_again = form.is_valid() and form.cleaned_data["seek_again"]
    with announcing(request, _("The match has ended. Thank them both.")):
        end_match(actor=request.actor, proposal_id=proposal_id, seek_again=seek_again, at=now())
    return redirect("matching:follow_up", proposal_id=proposal_id)
