"""Addresses of needs."""

from django.urls import path

from samenspel.needs.views import ask_wizard, phone_entry, question_page

app_name = "needs"
urlpatterns = [
    path("hulp-vragen/", ask_wizard.start, name="ask"),
    path("hulp-vragen/bewaard/", ask_wizard.saved, name="ask_saved"),
    path("hulp-vragen/klaar/", ask_wizard.done, name="ask_done"),
    path("hulp-vragen/verder/<str:token>/", ask_wizard.resume, name="ask_resume"),
    path("hulp-vragen/<slug:step>/", ask_wizard.step, name="ask_step"),
    path("invoer/", phone_entry.by_phone, name="by_phone"),
    path("vragen/", question_page.questions, name="questions"),
    path("vragen/volg/", question_page.follow, name="follow"),
    path("vragen/<uuid:question_id>/", question_page.question, name="question"),
    path(
        "vragen/<uuid:question_id>/buurt/",
        question_page.question_neighbourhood,
        name="question_neighbourhood",
    ),
    path(
        "vragen/<uuid:question_id>/ik-kan/", question_page.question_take, name="question_take"
    ),
    path(
        "vragen/<uuid:question_id>/intrekken/",
        question_page.question_withdraw,
        name="question_withdraw",
    ),
    path(
        "vragen/<uuid:question_id>/woorden/", question_page.question_note, name="question_note"
    ),
]
