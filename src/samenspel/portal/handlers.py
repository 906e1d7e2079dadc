"""Loaded at start-up: the shell registers itself with the kernel."""

from samenspel.portal import shell

__all__ = ["shell"]
