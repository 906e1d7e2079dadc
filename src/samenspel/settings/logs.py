"""Logging with structlog: one line per event, and nothing in it that a person wrote.

What people type can end up in exception messages (``Key (email)=(...) already exists``) and in
the arguments of a log call. So in production a traceback keeps its frames and the exceptions'
names and loses their messages. Local variables are never logged.
"""

import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def without_messages(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Structlog processor: replace ``exc_info`` by names and frames only."""
    error = _error(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = "\n".join(_frames(error))
    return event


def logging_settings(*, level: str, full_errors: bool) -> dict[str, Any]:
    """Return Django's LOGGING; ``full_errors`` keeps exception messages (development only)."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    keep_meta_out = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [keep_meta_out, plain]
        if full_errors
        else [keep_meta_out, without_messages, structlog.processors.JSONRenderer()],
        "use_get_message": full_errors,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"level": level},
            "django.db.backends": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }


def _error(info: ExcInfo | BaseException | bool | None) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1]
    return sys.exc_info()[1] if info else None


def _frames(error: BaseException) -> list[str]:
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    lines += [
        f"  {frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    if error.__cause__ is not None:
        lines += ["caused by", *_frames(error.__cause__)]
    return lines
