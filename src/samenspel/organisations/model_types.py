"""Rows that other rooms may name as a type; they ask for them through ``reads``."""

from samenspel.organisations.models import Organisation

__all__ = ["Organisation"]
