"""Long work of matching, done by the worker."""

from uuid import UUID

from procrastinate.contrib.django import app

from samenspel.core.clock import now
from samenspel.matching.models import Round
from samenspel.matching.services.rounds import run_round
from samenspel.matching.types import RoundState


@app.task(queue="matching", name="matching.solve_in_background")
def solve_in_background(round_id: str) -> None:
    """Solve a round and keep its progress, so that the page can show it."""

    def progress(_stage: str, share: float) -> None:
        percent = max(0, min(99, int(100 * share)))
        running = Round.objects.filter(pk=round_id, state=RoundState.RUNNING)
        running.update(progress=percent)

    run_round(round_id=UUID(round_id), at=now(), progress=progress)
