"""The style guide: every part with made-up data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.ui.icons import ICONS
from samenspel.ui.style_guide_samples import everything


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part. Reads nothing but the samples, so anyone may look."""
    return render(request, "ui/styleguide.html", {**everything(), "icon_names": tuple(ICONS)})
