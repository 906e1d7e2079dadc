"""What the worker does at night with data that have been kept long enough."""

from typing import Any

import structlog
from procrastinate.contrib.django import app

from samenspel.core.clock import now
from samenspel.own_data import clean_up as cleaning

logger = structlog.get_logger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(queue="retention", name="own_data.clean_up", queueing_lock="clean_up")
def clean_up(timestamp: int, **_context: Any) -> None:
    """Delete what has been kept long enough, and say in the log how much of what."""
    gone = {label: count for label, count in cleaning.clean_up(now()).items() if count}
    logger.info("kept_long_enough", deleted=gone, timestamp=timestamp)
