"""Drawings of 24 by 24 units, strokes only. A word always stands beside an icon."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PHONE = (
    "M6 3h3l2 5-2.5 1.7a11 11 0 0 0 5.8 5.8L16 13l5 2v3a3 3 0 0 1-3 3"
    "C10 21 3 14 3 6a3 3 0 0 1 3-3z"
)
_EYE = "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z"
_EYE_CLOSED = (
    "M4 4l16 16M9.5 5.8A10 10 0 0 1 12 5.5c6.4 0 10 6.5 10 6.5a17 17 0 0 1-2.6 3.3"
    "M6 7.5A16 16 0 0 0 2 12s3.6 6.5 10 6.5a10 10 0 0 0 4-.8"
)
_BICYCLE = "M5.5 16.5 9 9h6l3.5 7.5M9 9l4 7.5L15 9l-.8-3H17M7.3 6.4h3"
_HEART = "M12 20s-7.5-4.5-7.5-10A4 4 0 0 1 12 7.8 4 4 0 0 1 19.5 10c0 5.5-7.5 10-7.5 10z"
_SEAL = "M9 10l2.2 2.2L15.2 8M8.5 15.5L7 22l5-2.5L17 22l-1.5-6.5"
_CUP = (
    "M5 8h12v6a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5z"
    "M17 9.5h1.5a2.5 2.5 0 0 1 0 5H17M9 2.5v2.5M13 2.5v2.5"
)
_WALK = "M9 21l2.5-6-1.5-3 1-5 3 2 3 1.5M11.5 15l4 2.5 1 3.5M8 12l1-4 2-1"
_QUESTION = "M9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 17.2v.1"


def _path(d: str) -> str:
    return f'<path d="{d}"/>'


def _circle(cx: str, cy: str, r: str) -> str:
    return f'<circle cx="{cx}" cy="{cy}" r="{r}"/>'


def _rect(x: str, y: str, size: tuple[str, str], rx: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{size[0]}" height="{size[1]}" rx="{rx}"/>'


ICONS: Mapping[str, str] = MappingProxyType(
    {
        "arrow": _path("M5 12h14M13 6l6 6-6 6"),
        "back": _path("M19 12H5M11 6l-6 6 6 6"),
        "bell": _path("M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4"),
        "bicycle": _circle("5.5", "16.5", "3.7")
        + _circle("18.5", "16.5", "3.7")
        + _path(_BICYCLE),
        "book": _path(
            "M12 6C10 4.5 7 4 4 4.5v14c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5v-14C17 4 14 4.5 12 6v14"
        ),
        "building": _path("M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"),
        "calendar": _rect("3.5", "5", ("17", "15.5"), "2.5")
        + _path("M3.5 10h17M8 2.8V7M16 2.8V7"),
        "car": _path("M4 16v-4l2-5.5h12L20 12v4zM4 12h16")
        + _circle("7.5", "16.5", "1.9")
        + _circle("16.5", "16.5", "1.9"),
        "cart": _path("M3 4h2.5l2.2 11h10l2-8H6.3")
        + _circle("9", "19.5", "1.5")
        + _circle("16.5", "19.5", "1.5"),
        "certificate": _circle("12", "10", "6.5") + _path(_SEAL),
        "chart": _path("M4 20V4M4 20h16M8 16l4-5 3 2 5-7"),
        "chat": _path("M4 5h16v11H11l-5 4v-4H4z"),
        "check": _path("M4.5 12.5l5 5L20 7"),
        "clock": _circle("12", "12", "9") + _path("M12 7v5l3.5 2"),
        "cross": _path("M6 6l12 12M18 6L6 18"),
        "cup": _path(_CUP),
        "document": _path("M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"),
        "door": _path("M6 21V3h12v18M4 21h16M14.5 12v.1"),
        "eye": _path(_EYE) + _circle("12", "12", "2.8"),
        "eye-closed": _path(_EYE_CLOSED),
        "heart": _path(_HEART),
        "home": _path("M4 11l8-7 8 7v9h-5v-6H9v6H4z"),
        "info": _circle("12", "12", "9") + _path("M12 11v6M12 7.4v.1"),
        "lock": _rect("5", "11", ("14", "9.5"), "2") + _path("M8 11V8a4 4 0 0 1 8 0v3"),
        "mail": _rect("3", "5", ("18", "14"), "2") + _path("M3.5 6.5L12 13l8.5-6.5"),
        "map": _path("M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21z")
        + _circle("12", "9.5", "2.5"),
        "moon": _path("M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z"),
        "pause": _path("M8 5v14M16 5v14"),
        "people": _circle("9", "8", "3.5")
        + _circle("17", "9.5", "2.5")
        + _path("M2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M17 14.5c2.8 0 4.5 2 4.5 5"),
        "person": _circle("12", "8", "4") + _path("M4.5 20.5c.6-4.5 3.6-7 7.5-7s6.9 2.5 7.5 7"),
        "phone": _path(_PHONE),
        "plus": _path("M12 5v14M5 12h14"),
        "print": _path("M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"),
        "question": _circle("12", "12", "9") + _path(_QUESTION),
        "save": _path("M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6"),
        "search": _circle("10.5", "10.5", "6.5") + _path("M15.5 15.5L21 21"),
        "star": _path(
            "M12 3.5l2.6 5.6 6 .7-4.5 4.1 1.3 6L12 16.8 6.6 19.9l1.3-6-4.5-4.1 6-.7z"
        ),
        "swap": _path("M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4"),
        "tools": _path(
            "M14.5 5.5a4 4 0 0 1 5 5l-2.8-.9-1.3-1.3zM14.5 9.5L5 19l-1.5-1.5 9.5-9.5"
        ),
        "walk": _circle("13", "4", "1.8") + _path(_WALK),
        "warning": _path("M12 4l9 16H3zM12 10v4.5M12 17.4v.1"),
    }
)
