"""The log of who looked has no second wall: nothing in it opens anything."""

from samenspel.core.row_policies import leave_out

leave_out(
    "it can only be added to; it names who looked and never what was read",
    "access.ReadLogEntry",
)
