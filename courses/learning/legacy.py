"""Data migration from 0.1: an enrolment becomes a run, and progress, which was of a person and course, hangs on it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Integer

from courses.learning.rules.progress import EndReason
from lms import ids
from lms.db import UtcMoment
from lms.errors import RuleBroken
from lms.legacy import LegacyTable, OldRows, Row, carried, changed, needless

OF_PERSON = {"person_id": Integer(), "course_id": Integer()}
RUN = frozenset({"enrolment_id"})
NEW_OF_RUN = frozenset(
    {"uuid", "begun_at", "enrolled_by_id", "group_kind", "group_id", "ended_at", "ended_reason", "follows_id"},
)


def runs(rows: Iterable[Row], _old: OldRows) -> Iterator[Row]:
    """Everybody enrolled themselves; of several enrolments in a course the last is open, as the last one counted."""
    known = list(rows)
    newest: dict[tuple[int, int], int] = {}
    before: dict[int, int | None] = {}  # by run
    ended: dict[int, datetime] = {}
    for row in known:
        earlier = newest.get((row["person_id"], row["course_id"]))
        before[row["id"]] = earlier
        if earlier is not None:
            ended[earlier] = row["enrolled_at"]
        newest[row["person_id"], row["course_id"]] = row["id"]
    for row in known:
        yield changed(
            row,
            "enrolled_at",
            uuid=ids.new_uuid(),
            begun_at=row["enrolled_at"],
            enrolled_by_id=row["person_id"],
            group_kind=None,
            group_id=None,
            ended_at=ended.get(row["id"]),
            ended_reason=EndReason.BEGUN_AGAIN if row["id"] in ended else None,
            follows_id=before[row["id"]],
        )


class CountingRuns:
    """The run of each person and course in which what they did counts: the last."""

    def __init__(self, enrolments: Iterable[Row]) -> None:
        self._ids: Mapping[tuple[int, int], int] = {
            (row["person_id"], row["course_id"]): row["id"] for row in enrolments
        }

    def of(self, what: str, person_id: int, course_id: int) -> int:
        """The id of that run; somebody who did something without being enrolled is not to be understood."""
        found = self._ids.get((person_id, course_id))
        if found is None:
            raise RuleBroken(
                f"{what} in this backup is of a person who never began that course (person {person_id}). "
                "Nothing was changed."
            )
        return found


def once(rows: Iterable[Row], old: OldRows) -> Iterator[Row]:
    """Each lesson or step of a run once, the first time that it was done: two rows could stand for one before."""
    counting, seen = CountingRuns(old("enrolment")), set()
    for row in rows:
        name = row.get("lesson") or row.get("step")
        run = counting.of(f"“{name}”", row["person_id"], row["course_id"])
        if (run, name) not in seen:
            seen.add((run, name))
            yield changed(row, "person_id", "course_id", enrolment_id=run)


def lessons_read(rows: Iterable[Row], old: OldRows) -> Iterator[Row]:
    """Each lesson once, read in the run in which it counts."""
    return (changed(row, read_in_id=None) for row in once(rows, old))


def positions(rows: Iterable[Row], old: OldRows) -> Iterable[Row]:
    """Of all the lessons that were opened, the last of each run."""
    counting = CountingRuns(old("enrolment"))
    last: dict[int, Row] = {}
    for row in rows:
        run = counting.of(f"“{row['lesson']}”", row["person_id"], row["course_id"])
        last[run] = {"enrolment_id": run, "lesson": row["lesson"], "at": row["at"]}
    return last.values()


LEGACY = (
    *carried("card_use"),
    *needless("mark_receipt"),  # what a phone sends again is judged again, and reading twice says nothing new
    LegacyTable(name="enrolment", gone={"enrolled_at": UtcMoment()}, new=NEW_OF_RUN, turn=runs),
    LegacyTable(name="lesson_read", gone=OF_PERSON, new=RUN | {"read_in_id"}, turn=lessons_read),
    LegacyTable(name="step_done", gone=OF_PERSON, new=RUN, turn=once),
    LegacyTable(
        name="lesson_visit",
        target="reading_position",
        gone=OF_PERSON | {"id": Integer()},
        new=RUN,
        turn=positions,
    ),
)
