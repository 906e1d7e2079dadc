"""The outbox has no second wall: it holds no word about anyone."""

from samenspel.core.row_policies import leave_out

leave_out(
    "it says that there is something new and never what; the worker reads all of it",
    "notifications.Message",
)
