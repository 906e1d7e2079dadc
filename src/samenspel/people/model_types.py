"""Rows that other rooms may name as a type; they ask for them through ``reads``."""

from samenspel.people.models import Address, Person, PostcodeArea

__all__ = ["Address", "Person", "PostcodeArea"]
