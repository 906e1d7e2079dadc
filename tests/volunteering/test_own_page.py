"""A coordinator who helps as well has no page about themselves among the helpers."""

from django.urls import reverse
from tests.cast import NOON, Cast, Enter, els_offers

from samenspel.volunteering import services


def test_a_coordinator_who_helps_is_a_helper_like_any_other(cast: Cast, enter: Enter) -> None:
    own = services.register_offer(
        person=cast.bram, offering=els_offers(), organisation_id=cast.helpdesk.pk, at=NOON
    )
    client = enter(cast.bram)
    for offer, status in ((cast.offer, 200), (own, 404)):
        page = client.get(reverse("volunteering:helper", args=[offer.pk]))
        assert page.status_code == status
