"""Letters to print and calls to make, for people without e-mail."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.core.clock import now
from samenspel.core.page_rendering import render_page
from samenspel.notifications import reads, services
from samenspel.notifications.forms import LettersForm
from samenspel.people.typed_requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: ActorRequest) -> HttpResponse:
    """Show the letters and the calls; a POST records that they were printed or made."""
    page = reads.letters_page(request.actor, now())
    form = LettersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ids: list[UUID] = form.cleaned_data["letters"]
        services.mark_done(actor=request.actor, message_ids=ids, at=now())
        called = form.cleaned_data["called"]
        messages.success(
            request,
            _("Noted: you called.") if called else _("Noted: these letters have been printed."),
        )
        return redirect("notifications:letters")
    context = {
        "page": page,
        "form": form,
        "ids": ",".join(str(letter.id) for letter in page.letters),
    }
    return render_page(request, "notifications/letters.html", context)
