"""Workshops at home with the owner as a candidate: one being planned, one under way, one searched for, one without."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion
from assessments.sheets.services.performances import PerformancePlan, make_performance
from assessments.workshops.models import Rotation
from assessments.workshops.queries.searching import rotation_start
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.solving import RotationSearch
from assessments.workshops.rules.standing import RotationStanding
from assessments.workshops.rules.written import written_pairs
from assessments.workshops.services.participant_drafts import CandidateDraft
from assessments.workshops.services.participants import name_candidate
from assessments.workshops.services.rotating import FoundRotation, end_search, keep_found
from assessments.workshops.services.using import use_rotation
from assessments.workshops.services.waiving import ask_waiver
from assessments.workshops.tasks import solve_start
from lms.access import Grant, Role
from lms.people.api import COUNTRY
from lms.people.models import Administration, Person
from tests.access_matrix import persons
from tests.builders import candidate_files, people, workshops


@dataclass(frozen=True)
class Gathered:
    """Names outside of what the rows speak of, and who runs it."""

    planned: str  # a rotation is proposed: number 1
    exercise: str
    room: str
    owner: str  # as a candidate of that one
    running: str  # its rotation is in use: number 1
    performed: str  # the owner there
    fresh: str  # the owner there again, before two who are not named yet
    free: tuple[int, int]  # who may be
    hall: int  # the room of that exercise
    searched: str  # its rotation is being worked out: number 1
    tight: str  # none exists: number 1
    waiver: str  # of that one, asked for by somebody else
    newcomer: str  # the user name of somebody who may be named, as what they may
    assessor: str
    rubric: str
    owner_running: str
    runner: Person


def build(session: Session, home: Administration, owner: Person, now: datetime) -> Gathered:
    """All of them; whoever planned them asks nothing."""
    planner = workshops.coordinator(session, "Xim Planner")
    runner = people.person(session, f"Zoe {persons.RUNNER}")
    people.give_anywhere(session, runner, Grant(PracticalRole.WORKSHOP_COORDINATOR, COUNTRY, home.country))

    def one(title: str) -> workshops.BuiltWorkshop:
        """A workshop at home with the owner in it."""
        made = workshops.workshop(
            session, now, planner, title=f"{persons.HOMES} {title}", country=home.country, time_zone="Asia/Bangkok"
        )
        made.exercise("Interview", f"{title} room")
        made.frame("2026-12-07 08:00-12:00")
        name_candidate(
            session, made.parts, CandidateDraft(owner.username, recording_agreed=True), by=planner.id, now=now
        )
        for number in range(3):
            made.assessor(f"Xac Assessor {title} {number}")
        return made

    planned, running, searched, tight = one("planned"), one("running"), one("searched"), one("tight")
    found(session, planned, now)
    for name in ("Xad Free", "Xae Free"):
        running.assessor(name)
    use(session, running, now)
    searched.asked()
    again = fresh_exercise_of(session, running, now)
    waiver = without(session, tight, now)
    fresh = people.person(session, "Xeb Newcomer", Role.OFFICER)
    assessor = people.person(session, "Xeb Assessor", Role.ASSESSOR)
    candidate_files.photograph(session, running.parts.candidates[0], now)
    return Gathered(
        planned.parts.row.uuid, planned.parts.exercises[0].uuid, planned.parts.rooms[0].uuid,
        planned.parts.candidates[0].uuid, running.parts.row.uuid, *again, searched.parts.row.uuid, tight.parts.row.uuid,
        waiver, fresh.username, assessor.username, str(planned.rubric.id),
        running.parts.candidates[0].uuid, runner,
    )  # fmt: skip


def fresh_exercise_of(
    session: Session, made: workshops.BuiltWorkshop, now: datetime
) -> tuple[str, str, tuple[int, int], int]:
    """The first performance of a workshop, the same again, two who may assess it, and the room."""
    row = session.scalars(
        select(Performance)
        .where(Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id == made.number)
        .order_by(Performance.id)
    ).first()
    assert row is not None
    plan = PerformancePlan(
        Occasion.WORKSHOP, made.number, row.rubric_version_id, row.person_id, row.exercise_id, no=row.no + 1
    )
    fresh = make_performance(session, plan, by_id=None, now=now)
    rated = set(session.scalars(select(Sheet.assessor_id).where(Sheet.performance_id == row.id)))
    one, two = [each.person_id for each in made.parts.assessors if each.person_id not in rated][:2]
    room = next(each.id for each in made.parts.rooms if each.exercise_id == row.exercise_id)
    return row.uuid, fresh.uuid, (one, two), room


def use(session: Session, made: workshops.BuiltWorkshop, now: datetime) -> None:
    """A rotation in use, with its sheets."""
    use_rotation(session, made.parts, found(session, made, now), by=made.by.id, now=now)


def found(session: Session, made: workshops.BuiltWorkshop, now: datetime, from_at: datetime | None = None) -> Rotation:
    """A rotation as a job leaves it, without the queue; as a replan from a moment on, where one is told."""
    rotation = made.asked(from_at)
    start = rotation_start(session, rotation, now=now)
    solution = solve_start(start, RotationSearch(clock=lambda: 0.0, chance=workshops.chance()))
    loads = Counter(key for one in solution.placements for key in one.assessors)
    pairs, _unmarked = written_pairs(start.task, start.whole.written, loads, start.written_kept)
    keep_found(session, start, FoundRotation(solution.placements, pairs), now=now)
    end_search(session, start, RotationStanding.PROPOSED, {}, tried=1, now=now)
    session.refresh(rotation)
    return rotation


def without(session: Session, made: workshops.BuiltWorkshop, now: datetime) -> str:
    """No rotation: two rules would help, of which one is asked for already."""
    rotation = made.asked()
    start = rotation_start(session, rotation, now=now)
    rules = [{"rules": [rule], "breaches": [], "more": 0, "ties": []} for rule in ("administrations", "language")]
    end_search(session, start, RotationStanding.NONE_EXISTS, {"relaxations": rules}, tried=1, now=now)
    session.refresh(rotation)
    rule = RotationRule.ADMINISTRATIONS
    return ask_waiver(session, made.parts, rotation, rule, "Nobody else came.", by=made.by.id, now=now).uuid
