"""Offers have no second wall."""

from samenspel.core.row_policies import leave_out

leave_out(
    "it is about what somebody offers to do, and asks for no consent",
    "volunteering.Offer",
    "volunteering.TaskRefusal",
)
