"""What a rotation is made from: rows of a workshop and facts between people, as one value without a database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, obstacles_between
from assessments.ports import CREDENTIALS_IN_FORCE
from assessments.workshops.models import PlacedPerformance, WorkshopAssessor, WorkshopInterpreter
from assessments.workshops.queries.rotations import rules_waived
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.digests import task_digest
from assessments.workshops.rules.frame import TimedSlot, slot_at
from assessments.workshops.rules.rotation import (
    RotationAssessor,
    RotationCandidate,
    RotationExercise,
    RotationInterpreter,
    RotationPlacement,
    RotationRoom,
    RotationRule,
    RotationTask,
)
from assessments.workshops.rules.settings import present_in
from lms.people.api import PersonInfo


@dataclass(frozen=True)
class WorkshopTask:
    """The task of a workshop, the times of its slots, its written exercises, and the rules that were waived."""

    task: RotationTask
    slots: tuple[TimedSlot, ...]
    written: tuple[RotationExercise, ...]
    waived: frozenset[RotationRule]

    @property
    def digest(self) -> str:
        """The same for the same people, rooms, times, conflicts and waivers."""
        words = "+".join(sorted(self.waived))
        return task_digest(self.task, (*self.written, RotationExercise(0, words)))


def workshop_task(session: Session, parts: WorkshopParts, *, now: datetime) -> WorkshopTask:
    """The task as the rows say it now; a constant number of queries, however many people."""
    slots, frame = parts.slots, parts.frame

    def availability(one: WorkshopAssessor | WorkshopInterpreter) -> dict[str, object]:
        return {
            "half_days": present_in(frame.half_days, one.absent),
            "away_from": None if one.away_from_at is None else _first_ending_after(slots, one.away_from_at),
            "away_until": None if one.away_until_at is None else slot_at(slots, one.away_until_at),
        }

    covered = _covered(session, parts, now)
    task = RotationTask(
        slots=tuple(timed.slot for timed in slots),
        exercises=tuple(RotationExercise(one.id, one.topic) for one in parts.live),
        rooms=tuple(
            RotationRoom(
                one.id,
                one.exercise_id,
                None if one.stopped_from_at is None else _first_ending_after(slots, one.stopped_from_at),
                None if one.stopped_until_at is None else slot_at(slots, one.stopped_until_at),
            )
            for one in parts.rooms
            if one.exercise_id is not None and one.exercise_id in {each.id for each in parts.live}
        ),
        candidates=tuple(
            RotationCandidate(
                one.person_id,
                _administration(parts.people[one.person_id]),
                frozenset(one.languages),
                0 if one.from_at is None else slot_at(slots, one.from_at),
            )
            for one in parts.candidates
        ),
        assessors=tuple(
            RotationAssessor(
                one.person_id,
                _administration(parts.people[one.person_id]),
                frozenset(one.languages),
                _topics(one, covered),
                most_a_day=one.most_a_day,
                **availability(one),  # type: ignore[arg-type]  # when somebody is there, by the names of the fields
            )
            for one in parts.assessors
        ),
        interpreters=tuple(
            RotationInterpreter(
                one.person_id,
                _administration(parts.people[one.person_id]),
                frozenset(one.languages),
                **availability(one),  # type: ignore[arg-type]  # when somebody is there, by the names of the fields
            )
            for one in parts.interpreters
        ),
        conflicts=conflicts_of(session, parts, now=now),
    )
    written = tuple(RotationExercise(one.id, one.topic) for one in parts.written)
    return WorkshopTask(task, slots, written, rules_waived(session, parts.id))


def conflicts_of(session: Session, parts: WorkshopParts, *, now: datetime) -> dict[tuple[int, int], tuple[str, ...]]:
    """What stands between assessors or interpreters and candidates, waivers aside: the names of the ties, by pair.

    A pair of whom one both assesses and interprets is barred where either part is.
    """
    people, here = [one.person_id for one in parts.candidates], f"workshop:{parts.id}"
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for part, actors in (
        (ActingPart.EXAMINER, [one.person_id for one in parts.assessors]),
        (ActingPart.INTERPRETER, [one.person_id for one in parts.interpreters]),
    ):
        if actors and people:
            for pair, facts in obstacles_between(session, actors, people, part, now=now, here=here).items():
                found[pair] = tuple(dict.fromkeys((*found.get(pair, ()), *(fact.tie.value for fact in facts))))
    return found


def placements_of(
    parts: WorkshopParts, placed: Collection[PlacedPerformance], slots: Collection[TimedSlot]
) -> list[RotationPlacement]:
    """The rows of a rotation as the rules know them, with the numbers that slots have now; written work is left out.

    A time that is no slot any more has a number behind all others.
    """
    number = {timed.begins_at: timed.slot.number for timed in slots}
    candidates = {one.id: one.person_id for one in parts.every_candidate}
    assessors = {one.id: one.person_id for one in parts.every_assessor}
    interpreters = {one.id: one.person_id for one in parts.every_interpreter}
    found = []
    for one in placed:
        if one.begins_at is None or one.room_id is None:
            continue
        voices = [interpreters[key] for key in (one.interpreter_id, one.other_interpreter_id) if key is not None]
        found.append(
            RotationPlacement(
                candidates[one.candidate_id],
                one.exercise_id,
                number.get(one.begins_at, len(slots) + (one.slot or 0)),
                one.room_id,
                tuple(sorted((assessors[one.first_assessor_id], assessors[one.second_assessor_id]))),
                tuple(sorted(voices)),
            )
        )
    return found


def _covered(session: Session, parts: WorkshopParts, now: datetime) -> dict[str, frozenset[int]] | None:
    """Who of the assessors has a credential in force, by topic; none where no package knows."""
    asked = CREDENTIALS_IN_FORCE.provider_if_any()
    if asked is None:
        return None
    held = asked(session, [one.person_id for one in parts.assessors], now.date())
    topics = sorted({one.topic for one in parts.exercises if one.topic is not None})
    return {topic: frozenset(one for one, covered in held.items() if topic in covered) for topic in topics}


def _topics(row: WorkshopAssessor, covered: Mapping[str, Collection[int]] | None) -> frozenset[str] | None:
    """The topics that an assessor covers: those that were named, as far as a credential in force covers them."""
    named = frozenset(row.topics)
    if covered is None:
        return named or None
    return frozenset(topic for topic, people in covered.items() if row.person_id in people) & (
        named or frozenset(covered)
    )


def _administration(person: PersonInfo) -> str:
    return "" if person.administration_id is None else str(person.administration_id)


def _first_ending_after(slots: Collection[TimedSlot], moment: datetime) -> int:
    """The first slot that is not over at this moment: who leaves in the middle of one does not finish it."""
    return min((timed.slot.number for timed in slots if timed.ends_at > moment), default=len(slots))
