"""Screens of offering."""
