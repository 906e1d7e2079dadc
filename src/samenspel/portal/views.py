"""The doors: front page, home, work list, circles, and pages that explain."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.circles.reads import circle_page
from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.people.typed_requests import ActorRequest
from samenspel.portal.forms import WorklistForm
from samenspel.portal.reads import circle as circle_reads
from samenspel.portal.reads import doors, work_list
from samenspel.portal.retention_table import kept_table


@require_safe
@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    return render_page(request, "portal/front.html", {"page": doors.front_page()})


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Show what waits for this person; coordinators go to their work list."""
    at = now()
    if doors.is_coordinator(request.actor, at):
        return redirect("portal:work_list")
    page = doors.home_page(request.actor, at=at, today=timezone.localdate(at))
    return render_page(request, "portal/home.html", {"page": page})


@require_safe
def coordinators_work(request: ActorRequest) -> HttpResponse:
    """Show the work list, narrowed by the filter."""
    page = work_list.work_list_page(request.actor, WorklistForm.wanted(request.GET), at=now())
    form = WorklistForm(request.GET, places=page.places)
    keys = (
        ("J K", _("next, previous")),
        ("Enter", _("open")),
        ("B", _("called, write it down")),
        ("W", _("wait until a day")),
        ("/", _("search")),
    )
    return render_page(
        request, "portal/work_list.html", {"page": page, "form": form, "keys": keys}
    )


@require_safe
def simple(request: ActorRequest) -> HttpResponse:
    """Show today in large letters, or tomorrow."""
    at = now()
    today = timezone.localdate(at)
    day = today + timedelta(days=1) if request.GET.get("dag") == "morgen" else today
    page = doors.simple_page(request.actor, at=at, day=day, today=today)
    return render_page(request, "portal/simple.html", {"page": page})


@require_safe
def unwell(request: ActorRequest) -> HttpResponse:
    """Show whom to call when one does not feel well."""
    at = now()
    today = timezone.localdate(at)
    page = doors.simple_page(request.actor, at=at, day=today, today=today)
    return render_page(request, "portal/unwell.html", {"page": page})


@require_safe
def circles(request: ActorRequest) -> HttpResponse:
    """Show the circles this person is in."""
    cards = circle_page.circles_of(request.actor, now())
    return render_page(request, "portal/circles.html", {"cards": cards})


@require_safe
def circle(request: ActorRequest, circle_id: UUID) -> HttpResponse:
    """Show one circle, exactly as far as this person may see it."""
    at = now()
    page = circle_reads.circle_page(
        request.actor, circle_id, at=at, today=timezone.localdate(at)
    )
    return render_page(request, "portal/circle.html", {"page": page})


@require_safe
@login_not_required
def how(request: HttpRequest) -> HttpResponse:
    """Explain how it works."""
    return render_page(request, "portal/how.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, how long, and what rights people have."""
    return render_page(request, "portal/privacy.html", {"table": kept_table()})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested and what was not."""
    return render_page(request, "portal/accessibility.html")
