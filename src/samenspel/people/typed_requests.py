"""Requests that carry the person who makes them."""

from django.http import HttpRequest

from samenspel.people.model_types import Person


class ActorRequest(HttpRequest):
    """A request by someone who is signed in; ``actor`` is the person, not the account."""

    actor: Person


class VisitorRequest(HttpRequest):
    """A request by anyone; ``actor`` is None when nobody is signed in."""

    actor: Person | None
