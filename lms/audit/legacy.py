"""Data migration from 0.1: entries had their hash at once, in the order of their ids; the chain goes on."""

from collections.abc import Iterable

from lms.legacy import LegacyTable, OldRows, Row, changed


def sealed(rows: Iterable[Row], _old: OldRows) -> Iterable[Row]:
    """Each entry with its number in the chain; its words and hashes as they were."""
    for number, row in enumerate(rows, start=1):
        yield changed(row, seq=number)


LEGACY = (LegacyTable(name="audit_entry", new=frozenset({"seq"}), turn=sealed),)
