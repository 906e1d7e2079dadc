"""Addresses of matching."""

from django.urls import path

from samenspel.matching.views import answers, match_table, rounds

app_name = "matching"
urlpatterns = [
    path("koppelen/", rounds.newest_round, name="round"),
    path("koppelen/ronde/", rounds.round_start, name="round_start"),
    path("koppelen/bewijs/<uuid:round_id>.json", rounds.certificate, name="certificate"),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/voorleggen/",
        match_table.introduce,
        name="introduce",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/past-niet/",
        match_table.unsuitable,
        name="unsuitable",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/antwoord/",
        match_table.answer_by_phone,
        name="answer_by_phone",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/antwoord-helper/",
        match_table.helper_by_phone,
        name="helper_by_phone",
    ),
    path("koppelen/<uuid:proposal_id>/contact/", match_table.contacted, name="contacted"),
    path("koppelen/<uuid:question_id>/", match_table.match_table, name="match_table"),
    path("koppelen/<uuid:question_id>/vasthouden/", match_table.hold, name="hold"),
    path("koppelen/<uuid:question_id>/loslaten/", match_table.release, name="release"),
    path("koppelen/<uuid:question_id>/woorden/", match_table.helper_words, name="helper_words"),
    path(
        "koppelen/<uuid:question_id>/zelf-kiezen/",
        match_table.propose_other,
        name="propose_other",
    ),
    path("vraag-voor-u/", answers.invitations, name="invitations"),
    path("vraag-voor-u/<uuid:proposal_id>/", answers.invitation, name="invitation"),
    path("kennismaken/<uuid:proposal_id>/", answers.introduction, name="introduction"),
]
