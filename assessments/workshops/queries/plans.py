"""A rotation as people read it: each performance in words, the wall plan by rooms and times, what changed for whom."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.sheets.rules.aliases import assessor_letter, candidate_code
from assessments.workshops.models import PlacedPerformance
from assessments.workshops.queries.workshops import WorkshopParts


@dataclass(frozen=True)
class PlannedPerformance:
    """A performance in words; who reads it decides which of them are shown."""

    exercise_id: int
    exercise: str
    written: bool
    candidate_id: int  # the person
    code: str
    name: str
    languages: str
    begins_at: datetime | None
    ends_at: datetime | None
    room_id: int | None
    room: str
    letters: tuple[str, ...]
    assessor_ids: tuple[int, ...]  # the people
    assessors: tuple[str, ...]
    interpreter_ids: tuple[int, ...]
    interpreters: tuple[str, ...]

    @property
    def shown_name(self) -> str:
        """The name of the candidate where one sees their face; for written work the code alone."""
        return "" if self.written else self.name


@dataclass(frozen=True)
class WallDay:
    """One day of a wall plan: a row for each time, a cell for each room."""

    on: date
    rows: Sequence[tuple[datetime, datetime, Sequence[PlannedPerformance | None]]]


@dataclass(frozen=True)
class WallPlan:
    """A wall plan: the rooms with their exercises, the days, and written work, which has no time."""

    rooms: Sequence[tuple[str, str]]
    days: Sequence[WallDay]
    written: Sequence[PlannedPerformance]


def planned(parts: WorkshopParts, placed: Collection[PlacedPerformance]) -> list[PlannedPerformance]:
    """The performances of a rotation in words, by time and room."""
    candidates = {one.id: one for one in parts.every_candidate}
    assessors = {one.id: one for one in parts.every_assessor}
    interpreters = {one.id: one for one in parts.every_interpreter}
    exercises = {one.id: one for one in parts.every_exercise}
    rooms = {one.id: one.name for one in parts.every_room}
    found = []
    for one in placed:
        candidate, exercise = candidates[one.candidate_id], exercises[one.exercise_id]
        two = sorted((assessors[one.first_assessor_id], assessors[one.second_assessor_id]), key=lambda row: row.number)
        voices = [interpreters[key] for key in (one.interpreter_id, one.other_interpreter_id) if key is not None]
        found.append(
            PlannedPerformance(
                exercise_id=exercise.id,
                exercise=exercise.title,
                written=exercise.written,
                candidate_id=candidate.person_id,
                code=candidate_code(candidate.number),
                name=parts.name(candidate.person_id),
                languages=", ".join(candidate.languages),
                begins_at=one.begins_at,
                ends_at=one.ends_at,
                room_id=one.room_id,
                room=rooms.get(one.room_id or 0, ""),
                letters=tuple(assessor_letter(row.number) for row in two),
                assessor_ids=tuple(row.person_id for row in two),
                assessors=tuple(parts.name(row.person_id) for row in two),
                interpreter_ids=tuple(row.person_id for row in voices),
                interpreters=tuple(parts.name(row.person_id) for row in voices),
            )
        )
    return sorted(found, key=lambda one: (one.begins_at is None, one.begins_at, one.room, one.code))


def wall_plan(parts: WorkshopParts, performances: Collection[PlannedPerformance]) -> WallPlan:
    """The plan by rooms and times of the place; rooms in which nothing is held are left out."""
    titles = {one.id: one.title for one in parts.every_exercise}
    used = {one.room_id for one in performances}
    rooms = [one for one in parts.every_room if one.id in used]
    rooms.sort(key=lambda room: (room.exercise_id or 0, room.name))
    cells = {(one.begins_at, one.room_id): one for one in performances if one.begins_at is not None}
    times: dict[date, dict[datetime, datetime]] = defaultdict(dict)
    for one in performances:
        if one.begins_at is not None and one.ends_at is not None:
            times[one.begins_at.astimezone(parts.zone).date()][one.begins_at] = one.ends_at
    days = [
        WallDay(
            day,
            [
                (begins, ends, [cells.get((begins, room.id)) for room in rooms])
                for begins, ends in sorted(times[day].items())
            ],
        )
        for day in sorted(times)
    ]
    return WallPlan(
        [(room.name, titles.get(room.exercise_id or 0, "")) for room in rooms],
        days,
        [one for one in performances if one.begins_at is None],
    )


@dataclass(frozen=True)
class ChangeShown:
    """What is another for one person at one performance; nothing before means new, nothing after means gone."""

    exercise: str
    code: str
    before: PlannedPerformance | None
    after: PlannedPerformance | None


def changes_shown(
    before: Collection[PlannedPerformance], after: Collection[PlannedPerformance]
) -> dict[int, list[ChangeShown]]:
    """What is another for each person, by time; written work is another where its assessors are."""
    old = {(one.candidate_id, one.exercise_id): one for one in before}
    new = {(one.candidate_id, one.exercise_id): one for one in after}
    found: dict[int, list[ChangeShown]] = defaultdict(list)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        for person in sorted(_people(was) | _people(now)):
            mine = (was if person in _people(was) else None, now if person in _people(now) else None)
            if _place(mine[0]) != _place(mine[1]):
                one = now or was
                if one is not None:
                    found[person].append(ChangeShown(one.exercise, one.code, *mine))
    return dict(found)


def _people(one: PlannedPerformance | None) -> set[int]:
    return {one.candidate_id, *one.assessor_ids, *one.interpreter_ids} if one else set()


def _place(one: PlannedPerformance | None) -> tuple[object, ...] | None:
    return (one.begins_at, one.room_id) if one else None
