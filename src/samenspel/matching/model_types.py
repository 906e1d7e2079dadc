"""Rows that other rooms may name as a type; they ask for them through ``reads``."""

from samenspel.matching.models import Proposal

__all__ = ["Proposal"]
