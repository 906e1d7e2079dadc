"""Requests that carry the person who makes them."""

from django.http import HttpRequest

from samenspel.people.rows import Person


class ActorRequest(HttpRequest):
    """A request of someone who is signed in; ``actor`` is the person, not the account."""

    actor: Person


class VisitorRequest(HttpRequest):
    """A request of anyone; ``actor`` is None for who is not signed in."""

    actor: Person | None
