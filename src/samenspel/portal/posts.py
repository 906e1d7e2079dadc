"""The posts of whoever made a request, asked for once."""

from typing import cast

from django.http import HttpRequest

from samenspel.core.clock import now
from samenspel.organisations import reads as organisation_reads
from samenspel.people.types import VisitorRequest


class _WithPosts(VisitorRequest):
    posts: frozenset[str]


def posts_of(request: HttpRequest) -> frozenset[str]:
    """Return the posts the signed-in person holds now; none for a visitor."""
    visit = cast(_WithPosts, request)
    if not hasattr(visit, "posts"):
        actor = getattr(visit, "actor", None)
        held = organisation_reads.employments_of(actor.pk, now()) if actor else ()
        visit.posts = frozenset(employment.post for employment in held)
    return visit.posts
