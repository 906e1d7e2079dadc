"""Keeping the citizen service number (BSN) out: it is recognised, refused and never stored.

A BSN has nine digits that pass the eleven-test: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a
multiple of eleven (Logisch Ontwerp BSN, RvIG). So does one in eleven other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from samenspel.exchange.word_matching import squash, without_accents

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
HEADER_WORDS = frozenset(
    {"bsn", "burgerservicenummer", "sofinummer", "sofi", "sofinr", "bsnnummer", "bsnnr"}
)
WRITTEN = re.compile(r"(?<![\d+])(?<!31[ .-])\d{3}[ .-]?\d{3}[ .-]?\d{3}(?!\d)")
"""Nine digits, in groups of three or not, that are not part of a longer or foreign number."""
SUSPECT_SHARE = 1 / 3
"""Of other nine-digit numbers about 9% pass the test; of a column of BSNs nearly all do."""


def passes_eleven_test(digits: str) -> bool:
    """Say whether nine digits could be a BSN."""
    if len(digits) != 9 or not digits.isdecimal() or set(digits) == {"0"}:
        return False
    pairs = zip(digits, WEIGHTS, strict=True)
    return sum(int(digit) * weight for digit, weight in pairs) % 11 == 0


def header_names_bsn(header: str) -> bool:
    """Say whether a column is called BSN, by any of its names."""
    words = set(re.findall(r"[a-z]+", without_accents(header)))
    whole = squash(header)
    return bool(words & HEADER_WORDS) or whole in HEADER_WORDS or "burgerservice" in whole


def holds_bsn(text: str) -> bool:
    """Say whether a text has nine digits somewhere that could be a BSN."""
    return any(passes_eleven_test(_digits(found)) for found in WRITTEN.findall(text))


def looks_like_bsn_column(cells: Iterable[str]) -> bool:
    """Say whether a column holds BSNs: a third or more of its nine-digit cells could be one."""
    nine = [_digits(cell) for cell in cells if WRITTEN.fullmatch(cell.strip())]
    passing = sum(passes_eleven_test(one) for one in nine)
    return passing > 0 and passing >= SUSPECT_SHARE * len(nine)


def hide_bsn(text: str) -> str:
    """Return a text for a message, with every possible BSN made unreadable."""
    return WRITTEN.sub(
        lambda found: "•" * 9 if passes_eleven_test(_digits(found[0])) else found[0], text
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
