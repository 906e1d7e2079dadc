"""A placement has no wall of its own: what it is about stands behind those of its parts."""

from samenspel.core.row_policies import leave_out

leave_out(
    "it holds moments alone; its question and its proposal are behind walls of their own",
    "placements.Placement",
)
