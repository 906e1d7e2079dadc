"""Requests that carry what the menu shows."""

from samenspel.organisations.typed_requests import VisitRequest


class MenuRequest(VisitRequest):
    """A request by anyone; ``has_offer`` says whether they offer help."""

    has_offer: bool
