"""Errors of the engine: plain enough to show to the person who filled in the table."""

from __future__ import annotations


class EngineError(Exception):
    """Anything the engine refuses to do."""


class EngineStoppedError(EngineError):
    """The caller's stop function asked the engine to give up."""


class EngineInputError(EngineError):
    """A value in the input breaks a rule of the input.

    Parameters
    ----------
    table : str
        ``"requests"``, ``"offers"``, ``"problem"`` or ``"params"``.
    column : str
        The column the value is in.
    rule : str
        The rule that is broken, as part of a sentence ("must be between 1 and 5").
    row : int, optional
        Row number, counted from 0; left out when the whole column is wrong.
    row_id : object, optional
        Identifier of that row, when it has one.
    """

    def __init__(
        self,
        table: str,
        column: str,
        rule: str,
        *,
        row: int | None = None,
        row_id: object = None,
    ) -> None:
        self.table = table
        self.column = column
        self.rule = rule
        self.row = row
        self.row_id = row_id
        where = "" if row is None else f" row {row}"
        whose = "" if row_id is None else f" ({row_id})"
        super().__init__(f"{table}{where}{whose}: {column} {rule}")
