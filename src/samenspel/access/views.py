"""The screen "who looked"."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samenspel.access import reads
from samenspel.core.page_rendering import render_page
from samenspel.people.typed_requests import ActorRequest
from samenspel.ui.part_values import Column, Table
from samenspel.ui.spoken_dates import spoken_datetime


@require_safe
def who_looked(request: ActorRequest) -> HttpResponse:
    """Show the signed-in person who saw something about them."""
    number = request.GET.get("pagina", "1")
    page = reads.who_looked_page(request.actor, int(number) if number.isdecimal() else 1)
    context = {"page": page, "table": _table(page)}
    return render_page(request, "access/who_looked.html", context)


def _table(page: reads.WhoLookedPage) -> Table:
    return Table(
        caption=_("Who looked, newest first"),
        columns=(
            Column(_("Who")),
            Column(_("When")),
            Column(_("What")),
            Column(_("Why it was allowed")),
        ),
        rows=tuple(
            (_who(look), spoken_datetime(look.at), _what(look), _why(look))
            for look in page.looks
        ),
    )


def _who(look: reads.Look) -> str:
    return f"{look.who}, {look.organisation}" if look.organisation else look.who


def _what(look: reads.Look) -> str:
    if not look.categories:
        return look.what
    return f"{look.what}: {', '.join(look.categories)}"


def _why(look: reads.Look) -> str:
    role = look.role[:1].upper() + look.role[1:]
    return _("%(role)s, with your yes") % {"role": role} if look.by_consent else role
