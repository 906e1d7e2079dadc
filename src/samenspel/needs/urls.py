"""Addresses of needs."""

from django.urls import path

from samenspel.needs.views import ask, phone, questions

app_name = "needs"
urlpatterns = [
    path("hulp-vragen/", ask.start, name="ask"),
    path("hulp-vragen/bewaard/", ask.saved, name="ask_saved"),
    path("hulp-vragen/klaar/", ask.done, name="ask_done"),
    path("hulp-vragen/verder/<str:token>/", ask.resume, name="ask_resume"),
    path("hulp-vragen/<slug:step>/", ask.step, name="ask_step"),
    path("invoer/", phone.by_phone, name="by_phone"),
    path("vragen/", questions.questions, name="questions"),
    path("vragen/volg/", questions.follow, name="follow"),
    path("vragen/<uuid:question_id>/", questions.question, name="question"),
    path(
        "vragen/<uuid:question_id>/buurt/",
        questions.question_neighbourhood,
        name="question_neighbourhood",
    ),
    path("vragen/<uuid:question_id>/ik-kan/", questions.question_take, name="question_take"),
    path(
        "vragen/<uuid:question_id>/intrekken/",
        questions.question_withdraw,
        name="question_withdraw",
    ),
    path("vragen/<uuid:question_id>/woorden/", questions.question_note, name="question_note"),
]
