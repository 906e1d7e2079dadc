"""The screen "who looked"."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samenspel.access import reads
from samenspel.core.http import render_page
from samenspel.people.types import ActorRequest


@require_safe
def who_looked(request: ActorRequest) -> HttpResponse:
    """Show the signed-in person who saw something about them."""
    number = request.GET.get("pagina", "1")
    page = reads.who_looked_page(request.actor, int(number) if number.isdigit() else 1)
    return render_page(request, "access/who_looked.html", {"page": page})
