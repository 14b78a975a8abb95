"""The one clock of the program: views, commands and jobs read it, everything else is handed the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
