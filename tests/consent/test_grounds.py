"""Only the person themselves says a yes as the person."""

from uuid import uuid4

import pytest

from samenspel.consent.services import Yes
from samenspel.consent.types import Grantee, Ground, Purpose


def test_nobody_else_says_it_as_the_person() -> None:
    person, other = uuid4(), uuid4()
    for said_by, ground in ((other, Ground.SELF), (person, Ground.LEGAL)):
        with pytest.raises(ValueError, match="themselves"):
            Yes(person, Grantee(person_id=other), Purpose.CIRCLE, said_by, ground=ground)
    Yes(person, Grantee(person_id=other), Purpose.CIRCLE, person, ground=Ground.SELF)
