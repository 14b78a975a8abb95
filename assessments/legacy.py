"""Data migration from 0.1: questions, papers and answers are what they were; a sitting belongs to a run."""

from collections.abc import Iterable, Iterator

from courses.api import CountingRuns
from lms.legacy import LegacyTable, OldRows, Row, carried, changed


def sittings(rows: Iterable[Row], old: OldRows) -> Iterator[Row]:
    """Each in the run of its person and course that counts; nobody was supervised."""
    counting = CountingRuns(old("enrolment"))
    courses = {exam["id"]: exam["course_id"] for exam in old("exam")}
    for row in rows:
        run = counting.of(f"The attempt {row['uuid']}", row["person_id"], courses[row["exam_id"]])
        yield changed(row, enrolment_id=run, supervised=False, on_paper=False, sitting_id=None)


LEGACY = (
    *carried("item", "item_version", "course_item", "exam", "exam_version"),
    LegacyTable(name="cut_score", new=frozenset({"proposal_id"})),
    LegacyTable(
        name="attempt",
        new=frozenset({"enrolment_id", "on_paper", "sitting_id", "supervised", "submit_page"}),
        turn=sittings,
    ),
    *carried("attempt_item", "step", "score", "result", "late_decision", "time_grant"),
)
