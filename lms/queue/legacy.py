"""Data migration from 0.1: work that waited is left, what an installation remembers of its running is needless."""

from lms.legacy import LegacyTable, Row, needless


def waiting(row: Row) -> bool:
    """Work that nobody has done yet."""
    return row["state"] in {"queued", "running"}


LEGACY = (
    *needless("worker_beat"),
    LegacyTable(name="job", left="work that waited, such as letters; certificates are asked for anew", lost=waiting),
)
