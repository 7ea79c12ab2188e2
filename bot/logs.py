"""Set up logging once, to standard error, so that nothing people wrote is ever printed.

Rasa, TensorFlow and others print messages, slots and stack traces with values in them, structlog
to standard output; `set_up` runs before any of them is imported.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from typing import NoReturn

OWN = ("bot", "actions")
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # At "ERROR" Rasa draws no progress bars of its own; what it logs is filtered below.
    "LOG_LEVEL": "ERROR",
    "LOG_LEVEL_LIBRARIES": "CRITICAL",
}


class OwnRecords(logging.Filter):
    """Let through what this project logs and nothing else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record comes from a module of the project."""
        return record.name.split(".", 1)[0] in OWN


class FieldsWithoutTexts(logging.Formatter):
    """Format a message with its fields, and an exception as its type and its way.

    The message of an exception is left out: it may quote a person.
    """

    STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the message and the fields that were logged with it."""
        fields = sorted(set(vars(record)) - self.STANDARD)
        return " ".join(
            [super().formatMessage(record), *(f"{name}={getattr(record, name)}" for name in fields)]
        )

    def formatException(self, ei: object) -> str:
        """Return where the exception came from, cause after cause, without any message."""
        error = ei[1] if isinstance(ei, tuple) else None
        parts: list[str] = []
        while isinstance(error, BaseException):
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
            parts.append(f"{frames}\n{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich came from\n".join(parts)


def set_up(verbose: bool = False) -> None:
    """Log the project's own records to standard error and silence everything else."""
    os.environ.update(ENVIRONMENT)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FieldsWithoutTexts("%(levelname)s %(name)s: %(message)s"))
    handler.addFilter(OwnRecords())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.WARNING)
    logging.raiseExceptions = False
    if not sys.warnoptions:
        # Not by a filter: some libraries set filters of their own when they are imported.
        warnings.showwarning = _ignore_warning
    _silence_structlog()


def _ignore_warning(*args: object, **kwargs: object) -> None:
    """Show no warning of a library to people who chat."""


def _silence_structlog() -> None:
    import structlog

    # Rasa's structured events carry texts and slots and go to standard output by default.
    structlog.configure(
        processors=[_drop],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=False,
    )


def _drop(logger: object, method: str, event: object) -> NoReturn:
    import structlog

    raise structlog.DropEvent
