"""What is sent by a button: never by a link, and whoever presses it reads what it did."""

from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from tests.access.test_matrix import POST
from tests.access.world import WHO, World, client_of

ALSO_A_PAGE = {"circles:holders", "circles:invite"}
"""Of what is sent, the forms that are a page of their own too."""

SAYS_IT_ITSELF = {"set_language"}
"""Of what is sent, where the next page shows what was done without a word about it."""

FILLED_IN = {
    "circles:invite": {
        "given_name": "Joop", "family_name": "Buurstra", "role": "neighbour",
        "relation": "buurman", "contact": "weekly", "email": "joop@mail.example", "phone": "",
    },
    "matching:helper_by_phone": {"answer": "yes"},
    "matching:helper_words": {"public_note": "Loopt met een stok."},
    "matching:hold": {"until": "2199-01-01"},
    "matching:unsuitable": {"because": "Te ver weg."},
    "volunteering:pause": {"resume": ""},
}  # fmt: skip
"""What to fill in where more is sent than a press of a button."""


def served(world: World, route: str) -> Client:
    """Return the browser of the first person who is served at a route."""
    row = dict(zip(WHO, POST[route].split(), strict=True))
    return client_of(world, next(who for who, what in row.items() if what == "y"))


def test_what_changes_something_is_never_a_link(world: World) -> None:
    """A link is followed by whoever looks ahead, and changes nothing."""
    sent = [route for route in POST if "y" in POST[route] and route not in ALSO_A_PAGE]
    codes = {route: served(world, route).get(world.url(route)).status_code for route in sent}
    others = {route: code for route, code in codes.items() if code != 405}
    assert others == {"set_language": 302}, "it leads back, and chooses nothing"


def test_whoever_presses_a_button_reads_what_it_did(world: World) -> None:
    silent = set()
    said_by = {"answer": "no", "said_by": str(world.cast.joost.pk)}
    filled_in = {**world.data, **FILLED_IN, "matching:answer_by_phone": said_by}
    for route in POST:
        if "y" in POST[route]:
            with transaction.atomic():
                sent = filled_in.get(route, {})
                answer = served(world, route).post(world.url(route), sent)
                told = answer.status_code == 302 and list(get_messages(answer.wsgi_request))
                transaction.set_rollback(True)
            if not told:
                silent.add(route)
    assert silent == SAYS_IT_ITSELF
