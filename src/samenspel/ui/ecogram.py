"""The ecogram: one person in the middle, others around in three rings.

Pure layout: values in, positions out, the same positions for the same values. Faces and
names never cover each other or the middle. A line never runs behind a third person's face,
unless even a much larger drawing leaves no room for that.
Units are those of the drawing's view box; with up to about eight people it is 440 wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

RING_RADII = (82.0, 138.0, 194.0)
CENTRE_RADIUS = 38.0
FACE_RADIUS = 25.0
FACE_SIDE = 46.0
NAME_HEIGHT = 20.0
GAP = 4.0
LONGEST_NAME = 18

_TURNS = 60
_OFFSETS = (0.0, 16.0, -14.0)  # a crowded ring may be left a little, never for the next one
_FIRST_ANGLE = math.radians(205.0)
_CHAR_WIDTHS = (
    ("iljtfI.,':!|()", 5.2),
    (" r-", 6.2),
    ("mwMW@%", 14.6),
    ("ABCDGHNOQRUVXYZ&", 12.0),
)
_CHAR_WIDTH = 9.8


@dataclass(frozen=True)
class EcoPerson:
    """Someone in the circle.

    ``ring`` 1 (closest) to 3, ``strength`` 1 to 3 is the thickness of the line,
    ``is_open`` marks a seat nobody has taken yet.
    """

    initials: str
    label: str
    voice: Literal["own", "vol", "pro"]
    ring: Literal[1, 2, 3] = 2
    strength: Literal[1, 2, 3] = 2
    is_open: bool = False


@dataclass(frozen=True)
class Ecogram:
    """A circle to draw. ``key`` keeps ids apart when a page has more than one drawing."""

    title: str
    description: str
    centre_label: str
    people: tuple[EcoPerson, ...]
    key: str = "eco"


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two come closer than ``gap`` to each other."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def grown(self, by: float) -> Box:
        """The rectangle with ``by`` added on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Spot:
    """Where a person's face and name stand, relative to the middle."""

    person: EcoPerson
    x: float
    y: float
    name: str
    name_box: Box

    @cached_property
    def face_box(self) -> Box:
        """The square around the face."""
        return Box(self.x, self.y, self.x, self.y).grown(FACE_RADIUS)

    @property
    def face_left(self) -> float:
        """The left side of a square face."""
        return self.x - FACE_SIDE / 2

    @property
    def face_top(self) -> float:
        """The top of a square face."""
        return self.y - FACE_SIDE / 2

    @property
    def initials_y(self) -> float:
        """The base line of the initials."""
        return self.y + 6

    @property
    def name_x(self) -> float:
        """The middle of the name."""
        return (self.name_box.left + self.name_box.right) / 2

    @property
    def name_y(self) -> float:
        """The base line of the name."""
        return self.name_box.bottom - 5


@dataclass(frozen=True)
class Layout:
    """A finished drawing: radii of the rings from the inside out, spots, and the view box."""

    radii: tuple[float, float, float]
    spots: tuple[Spot, ...]
    view: Box


_CENTRE_BOX = Box(0, 0, 0, 0).grown(CENTRE_RADIUS)


def text_width(text: str) -> float:
    """An upper estimate of the width of a name at 17 units, semi-bold."""
    return sum(
        next((width for chars, width in _CHAR_WIDTHS if char in chars), _CHAR_WIDTH)
        for char in text
    )


def shorten(label: str) -> str:
    """A name that fits beside its face; the list beside the drawing has it in full."""
    if len(label) <= LONGEST_NAME:
        return label
    return label[: LONGEST_NAME - 1].rstrip() + "…"


@lru_cache(maxsize=512)
def lay_out(people: tuple[EcoPerson, ...]) -> Layout:
    """Place everyone. The drawing grows until nothing overlaps."""
    for scale, is_strict in _attempts():
        radii = _scaled(scale)
        spots = _try_spots(people, radii, is_strict)
        if spots is not None:
            return Layout(radii, spots, _view(radii, spots))
    msg = f"no room for {len(people)} people"
    raise ValueError(msg)


def _attempts() -> Iterator[tuple[float, bool]]:
    sizes = [1.1**step for step in range(25)]
    yield from ((size, True) for size in sizes[:10])
    yield from ((size, False) for size in sizes)


def _scaled(scale: float) -> tuple[float, float, float]:
    """The inner ring grows most: it is the one that runs out of room first."""
    inner, middle, outer = RING_RADII
    gentle = 1 + (scale - 1) * 0.4
    first = inner * scale
    return (first, first + (middle - inner) * gentle, first + (outer - inner) * gentle)


def _try_spots(
    people: Sequence[EcoPerson], radii: Sequence[float], is_strict: bool
) -> tuple[Spot, ...] | None:
    """Place the people of the inner rings first, each as near as may be to an even share."""
    ideal = _even_angles(people)
    taken: dict[int, Spot] = {}
    for index in sorted(range(len(people)), key=lambda i: (people[i].ring, i)):
        person = people[index]
        spot = next(
            (
                candidate
                for candidate in _candidates(person, ideal[index], radii[person.ring - 1])
                if _fits(candidate, taken.values(), is_strict)
            ),
            None,
        )
        if spot is None:
            return None
        taken[index] = spot
    return tuple(taken[index] for index in range(len(people)))


def _even_angles(people: Sequence[EcoPerson]) -> dict[int, float]:
    """Equal shares of the turn, own people together, then neighbours, then professionals."""
    voices = ("own", "vol", "pro")
    order = sorted(range(len(people)), key=lambda i: (voices.index(people[i].voice), i))
    share = 2 * math.pi / max(len(people), 1)
    return {index: _FIRST_ANGLE + share * at for at, index in enumerate(order)}


def _candidates(person: EcoPerson, ideal: float, radius: float) -> Iterator[Spot]:
    step = 2 * math.pi / _TURNS
    name = shorten(person.label)
    half = text_width(name) / 2
    for turn in range(_TURNS):
        away = (turn + 1) // 2 * (1 if turn % 2 else -1)
        angle = ideal + away * step
        for offset in _OFFSETS:
            x = round((radius + offset) * math.cos(angle), 1)
            y = round((radius + offset) * math.sin(angle), 1)
            for box in _name_boxes(x, y, half):
                yield Spot(person, x, y, name, box)


def _name_boxes(x: float, y: float, half: float) -> Iterator[Box]:
    """Where the name stands: on the outer side of the face first, then on the inner side."""
    below = y + FACE_RADIUS + 2
    above = y - FACE_RADIUS - 2 - NAME_HEIGHT
    for top in (below, above) if y > -60 else (above, below):
        yield Box(x - half, top, x + half, top + NAME_HEIGHT)


def _fits(spot: Spot, others: Iterable[Spot], is_strict: bool) -> bool:
    if spot.face_box.overlaps(_CENTRE_BOX, GAP) or spot.name_box.overlaps(_CENTRE_BOX, GAP):
        return False
    return all(
        not _collide(spot, other) and not (is_strict and _hide(spot, other)) for other in others
    )


def _collide(one: Spot, other: Spot) -> bool:
    return (
        one.face_box.overlaps(other.face_box, GAP)
        or one.face_box.overlaps(other.name_box, GAP)
        or one.name_box.overlaps(other.face_box, GAP)
        or one.name_box.overlaps(other.name_box, GAP)
    )


def _hide(one: Spot, other: Spot) -> bool:
    """Whether the line to one of the two runs behind the face of the other."""
    return _line_crosses(one, other) or _line_crosses(other, one)


def _line_crosses(to: Spot, face: Spot) -> bool:
    """Whether the line from the middle to ``to`` touches the face of ``face``."""
    length = math.hypot(to.x, to.y)
    along = (face.x * to.x + face.y * to.y) / length
    if along <= 0 or along >= length:
        return False
    aside = abs(face.x * to.y - face.y * to.x) / length
    return aside < FACE_RADIUS + GAP


def _view(radii: Sequence[float], spots: Sequence[Spot]) -> Box:
    outer = radii[-1] + 4
    boxes = [Box(-outer, -outer, outer, outer)]
    boxes += [spot.name_box for spot in spots]
    boxes += [spot.face_box for spot in spots]
    view = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return view.grown(4)
