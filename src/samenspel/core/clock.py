"""The one place where the product asks what time it is.

Only edges (views, tasks, commands) call :func:`now`; everything below receives ``at``.
"""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()
