"""Whoever answers for another, or writes an answer down, reads whose word it is."""

from tests.access.test_in_whose_name import asked
from tests.cast import Cast, Enter

from samenspel.matching.explanations import room_words
from samenspel.matching.solver import NEVER_ASKED_WEEKS

YOURSELF = "U kunt het elke dag veranderen"


def test_a_carer_asks_the_person_and_answers_in_their_name(cast: Cast, enter: Enter) -> None:
    proposal = asked(cast, cast.fatma)
    address = f"/kennismaken/{proposal.pk}/"
    page = enter(cast.fatma).get(address).content.decode()
    assert "Stel Joost deze vragen" in page
    assert "Ja, Joost wil kennismaken" in page
    assert YOURSELF not in page, "the carer cannot change it; the person can"
    own = enter(cast.joost).get(address).content.decode()
    assert YOURSELF in own
    assert "Ja, ik wil kennismaken" in own
    assert "Stel Joost" not in own


def test_a_carer_does_not_read_that_the_helper_may_suit_them(cast: Cast, enter: Enter) -> None:
    asked(cast, cast.fatma)
    home = enter(cast.fatma).get("/mijn/").content.decode()
    assert "Wij vonden iemand die misschien past." in home
    assert "bij u past" not in home


def test_a_coordinator_on_the_telephone_reads_the_questions_out(
    cast: Cast, enter: Enter
) -> None:
    proposal = asked(cast, cast.fatma)
    page = enter(cast.bram).get(f"/koppelen/{proposal.question_id}/").content.decode()
    assert "Lees deze vragen voor" in page
    assert YOURSELF not in page


def test_nobody_is_thanked_for_what_another_said(cast: Cast, enter: Enter) -> None:
    proposal = asked(cast, cast.fatma)
    address = f"/kennismaken/{proposal.pk}/"
    joost, fatma = enter(cast.joost), enter(cast.fatma)
    joost.post(address, {"answer": "no"})
    thanks, told = "Goed dat u het zegt", "Het antwoord was: liever iemand anders"
    own, hers = (each.get(address).content.decode() for each in (joost, fatma))
    assert (thanks in own, told in own) == (True, False)
    assert (thanks in hers, told in hers) == (False, True)


def test_a_newcomer_is_not_said_to_wait_for_a_year() -> None:
    assert "nog nooit" in room_words(NEVER_ASKED_WEEKS, 0)
    assert "nog nooit" not in room_words(NEVER_ASKED_WEEKS - 1, 0)
