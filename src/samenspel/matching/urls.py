"""Addresses of matching."""

from django.urls import path

from samenspel.matching.views import answering, following, matchtable, rounds, worklist

app_name = "matching"
urlpatterns = [
    path("werklijst/", worklist.worklist, name="worklist"),
    path("koppelen/", rounds.newest_round, name="round"),
    path("koppelen/ronde/", rounds.round_start, name="round_start"),
    path("koppelen/bewijs/<uuid:round_id>.json", rounds.certificate, name="certificate"),
    path("koppelen/afspraak/<uuid:proposal_id>/", following.follow_up, name="follow_up"),
    path("koppelen/afspraak/<uuid:proposal_id>/loopt-goed/", following.lasting, name="lasting"),
    path("koppelen/afspraak/<uuid:proposal_id>/einde/", following.end, name="end"),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/voorleggen/",
        matchtable.introduce,
        name="introduce",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/past-niet/",
        matchtable.unsuitable,
        name="unsuitable",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/antwoord/",
        matchtable.answer_by_phone,
        name="answer_by_phone",
    ),
    path(
        "koppelen/voorstel/<uuid:proposal_id>/antwoord-helper/",
        matchtable.helper_by_phone,
        name="helper_by_phone",
    ),
    path("koppelen/<uuid:proposal_id>/contact/", worklist.contacted, name="contacted"),
    path("koppelen/<uuid:question_id>/", matchtable.match_table, name="match_table"),
    path("koppelen/<uuid:question_id>/vasthouden/", matchtable.hold, name="hold"),
    path("koppelen/<uuid:question_id>/loslaten/", matchtable.release, name="release"),
    path("koppelen/<uuid:question_id>/woorden/", matchtable.helper_words, name="helper_words"),
    path(
        "koppelen/<uuid:question_id>/zelf-kiezen/",
        matchtable.propose_other,
        name="propose_other",
    ),
    path("vraag-voor-u/", answering.invitations, name="invitations"),
    path("vraag-voor-u/<uuid:proposal_id>/", answering.invitation, name="invitation"),
    path("kennismaken/<uuid:proposal_id>/", answering.introduction, name="introduction"),
]
