"""The work of today: what waits, who must be called, who is silent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.core.spoken_outcomes import announcing
from samenspel.matching.forms.decisions import WorklistForm
from samenspel.matching.reads import work_list
from samenspel.matching.services import follow_up
from samenspel.matching.types import ProposalId
from samenspel.people.requests import ActorRequest


@require_safe
def worklist(request: ActorRequest) -> HttpResponse:
    """Show the work list, narrowed by the filter."""
    page = work_list.worklist_page(request.actor, WorklistForm.wanted(request.GET), at=now())
    form = WorklistForm(request.GET, places=page.places)
    keys = (
        ("J K", _("next, previous")),
        ("Enter", _("open")),
        ("B", _("called, write it down")),
        ("W", _("wait until a day")),
        ("/", _("search")),
    )
    return render_page(
        request, "matching/worklist.html", {"page": page, "form": form, "keys": keys}
    )


@require_POST
def contacted(request: ActorRequest, proposal_id: ProposalId) -> HttpResponse:
    """Write down that the coordinator spoke with someone about a match."""
    with announcing(request, _("Written down: you spoke with them today.")):
        follow_up.record_contact(actor=request.actor, proposal_id=proposal_id, at=now())
    if request.POST.get("back") == "match":
        return redirect("matching:follow_up", proposal_id=proposal_id)
    return redirect("matching:worklist")
