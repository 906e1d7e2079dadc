"""The circle as a drawing: nobody covers anybody."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.rendering import part

from samenspel.ui.ecogram import (
    CENTRE_RADIUS,
    LONGEST_NAME,
    Box,
    Ecogram,
    EcoPerson,
    Layout,
    lay_out,
    shorten,
)
from samenspel.ui.style_guide_samples import CROWDED, ECO

CENTRE = Box(-CENTRE_RADIUS, -CENTRE_RADIUS, CENTRE_RADIUS, CENTRE_RADIUS)

people = st.lists(
    st.builds(
        EcoPerson,
        initials=st.text("ABCKLMRS", min_size=1, max_size=2),
        label=st.text("AaeiMmnoğt .", min_size=1, max_size=24).map(
            lambda text: text.strip() or "A"
        ),
        voice=st.sampled_from(("own", "vol", "pro")),
        ring=st.sampled_from((1, 2, 3)),
        strength=st.sampled_from((1, 2, 3)),
        is_open=st.booleans(),
    ),
    max_size=14,
).map(tuple)


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    """Pairs that cover each other, with the middle counted as a person."""
    boxes = [("middle", CENTRE)]
    for spot in layout.spots:
        boxes += [(spot.name, spot.face_box), (spot.name, spot.name_box)]
    return [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if a.overlaps(b)
    ]


@given(people)
def test_nothing_overlaps_and_everything_is_inside(circle: tuple[EcoPerson, ...]) -> None:
    layout = lay_out(circle)
    assert overlapping(layout) == []
    assert len(layout.spots) == len(circle)
    for spot in layout.spots:
        for box in (spot.face_box, spot.name_box):
            assert box.left >= layout.view.left
            assert box.top >= layout.view.top
            assert box.right <= layout.view.right
            assert box.bottom <= layout.view.bottom


@given(people)
def test_the_same_people_stand_in_the_same_spots(circle: tuple[EcoPerson, ...]) -> None:
    lay_out.cache_clear()
    first = lay_out(circle)
    lay_out.cache_clear()
    assert lay_out(circle) == first


@given(people)
def test_someone_close_is_drawn_closer_than_someone_far(circle: tuple[EcoPerson, ...]) -> None:
    layout = lay_out(circle)
    for one, other in itertools.combinations(layout.spots, 2):
        if one.person.ring < other.person.ring:
            assert one.x**2 + one.y**2 < other.x**2 + other.y**2


def test_the_check_would_have_noticed_an_overlap() -> None:
    layout = lay_out(ECO.people)
    twice = Layout(layout.radii, (layout.spots[0], *layout.spots), layout.view)
    assert overlapping(twice)


def test_boxes_that_stand_exactly_apart_do_not_overlap() -> None:
    box = Box(0, 0, 10, 10)
    for x, y in ((10, 0), (-10, 0), (0, 10), (0, -10)):
        beside = Box(x, y, x + 10, y + 10)
        assert not box.overlaps(beside)
        assert box.overlaps(beside, gap=1)
        assert not beside.overlaps(box)


def test_an_everyday_circle_keeps_its_size() -> None:
    view = lay_out(ECO.people).view
    assert view.right - view.left < 480


def test_the_drawing_has_a_title_a_description_and_every_name() -> None:
    html = part("{% ecogram eco %}", eco=CROWDED)
    assert 'aria-labelledby="crowded-t crowded-d"' in html
    assert CROWDED.description in html
    for person in CROWDED.people:
        assert f">{shorten(person.label)}<" in html


def test_coordinates_keep_their_point_in_dutch() -> None:
    assert "," not in part("{% ecogram eco %}", eco=Ecogram("t", "d", "R", ECO.people))


def test_an_empty_circle_is_drawn_too() -> None:
    assert 'class="sp-eco__me"' in part("{% ecogram eco %}", eco=Ecogram("t", "d", "Riet", ()))


@pytest.mark.parametrize("label", ["Lot", "Fatma Testoğlu", "x" * 60])
def test_long_names_are_shortened(label: str) -> None:
    assert len(shorten(label)) <= LONGEST_NAME
