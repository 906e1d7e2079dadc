"""Requests that carry the job roles of the person who makes them."""

from samenspel.people.typed_requests import VisitorRequest


class VisitRequest(VisitorRequest):
    """A request by anyone; ``job_roles`` are those held now, none for a visitor."""

    job_roles: frozenset[str]
