"""Registers at start-up what begins with every second yes."""

from samenspel.matching.services.answers import on_both_yes
from samenspel.placements.services import start_placement

on_both_yes(start_placement)
