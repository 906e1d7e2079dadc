"""All addresses of the product. Dutch, because people see and say them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from samenspel.ui.views import styleguide

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("stijl/", styleguide, name="styleguide"),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("", include("samenspel.access.urls")),
    path("", include("samenspel.circles.urls")),
    path("", include("samenspel.demo.urls")),
    path("", include("samenspel.matching.urls")),
    path("", include("samenspel.needs.urls")),
    path("", include("samenspel.notifications.urls")),
    path("", include("samenspel.own_data.urls")),
    path("", include("samenspel.placements.urls")),
    path("", include("samenspel.volunteering.urls")),
    path("", include("samenspel.portal.urls")),
]

handler500 = "samenspel.core.back_soon.server_error"
