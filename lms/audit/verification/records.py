"""Records compared with the audit trail: each has its entry, each entry its record, and both say the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.audit.queries import ToldEntry, counts_by_name, told_by_name, told_of
from lms.ports import AuditedRecord, AuditedRecords

NAMED = 10  # faults of one kind that are told one by one
BATCH = 500


@dataclass(frozen=True)
class RecordsCompared:
    """How the records of one kind and the trail go together: how many there are, and what does not fit."""

    title: str
    records: int
    faults: tuple[str, ...] = ()
    more: int = 0  # faults that are not told one by one


def compare_all(session: Session, kinds: Iterable[AuditedRecords]) -> list[RecordsCompared]:
    """Compare every kind; some queries for every few hundred subjects."""
    totals = counts_by_name(session)
    return [compare(session, kind, totals.get(kind.event, 0)) for kind in kinds]


def compare(session: Session, kind: AuditedRecords, total: int) -> RecordsCompared:
    """Compare one kind, of which the trail holds `total` entries."""
    records, told, faults = 0, 0, _Faults()
    for batch in batches(session, kind):
        records += len(batch)
        entries = by_subject(told_of(session, kind.event, list(batch_subjects(batch))))
        told += sum(map(len, entries.values()))
        for subject, found in batch_subjects(batch).items():
            faults.add(differences(kind, subject, found, entries.get(subject, [])))
    if told < total:
        faults.add(without_record(session, kind))
    return RecordsCompared(kind.title, records, tuple(faults.named), faults.more)


def batches(session: Session, kind: AuditedRecords) -> Iterator[list[AuditedRecord]]:
    """The records of one kind, some hundreds at a time."""
    place = 0
    while batch := kind.next(session, place):
        yield list(batch)
        place = batch[-1].place


def batch_subjects(batch: Iterable[AuditedRecord]) -> dict[str, list[AuditedRecord]]:
    """The records of each subject, in order."""
    found: dict[str, list[AuditedRecord]] = defaultdict(list)
    for one in batch:
        found[one.subject].append(one)
    return found


def by_subject(entries: Iterable[ToldEntry]) -> dict[str, list[ToldEntry]]:
    """The entries about each subject, in order."""
    found: dict[str, list[ToldEntry]] = defaultdict(list)
    for one in entries:
        found[one.subject].append(one)
    return found


def differences(
    kind: AuditedRecords, subject: str, records: list[AuditedRecord], entries: list[ToldEntry]
) -> Iterator[str]:
    """What the records of one subject and its entries say differently."""
    if kind.newest_only:
        entries = entries[-1:]
    if len(records) != len(entries):
        yield f"{subject}: entries {kind.event}: {len(entries)}; {kind.title}: {len(records)}."
        return
    if kind.paired_by:
        records = sorted(records, key=lambda one: str(one.said[kind.paired_by]))
        entries = sorted(entries, key=lambda one: str(one.data.get(kind.paired_by)))
    for record, entry in zip(records, entries, strict=True):
        for name, said in record.said.items():
            if name in entry.data and entry.data[name] != said:
                yield f"{subject}: {name} is {short(said)}; {which(entry)} says {short(entry.data[name])}."


def without_record(session: Session, kind: AuditedRecords) -> Iterator[str]:
    """Entries about subjects of which there is no record at all."""
    known = {one.subject for batch in batches(session, kind) for one in batch}
    last = 0
    while entries := told_by_name(session, kind.event, last, BATCH):
        last = entries[-1].id
        for entry in entries:
            if entry.subject not in known:
                yield f"{entry.subject}: {which(entry)} tells of {kind.event}, and there are no {kind.title}."


def which(entry: ToldEntry) -> str:
    """How an entry is named."""
    return f"entry {entry.number}" if entry.number is not None else "an entry that waits to be sealed"


def short(value: object) -> str:
    """A value as it is told; long ones are cut."""
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:16]}…"


class _Faults:
    """The first faults in words, and how many more there are."""

    def __init__(self) -> None:
        self.named: list[str] = []
        self.more = 0

    def add(self, found: Iterable[str]) -> None:
        for words in found:
            if len(self.named) < NAMED:
                self.named.append(words)
            else:
                self.more += 1


def data_of(one: RecordsCompared) -> Mapping[str, object]:
    """The comparison for `--json`."""
    return {"name": one.title, "records": one.records, "faults": list(one.faults), "more_faults": one.more}
