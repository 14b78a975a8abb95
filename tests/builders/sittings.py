"""Sittings of tests: a cohort with a trainer, a room for its exam, and people who watch, through the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.grading import grade_attempt
from assessments.exams.sittings.models import SittingSupervisor
from assessments.exams.sittings.queries.sittings import FoundSitting, sitting_by_id
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from assessments.exams.sittings.services.beginning import RoomEntry, begin_in_room
from assessments.exams.sittings.services.opening import SittingDraft, open_sitting
from assessments.exams.sittings.services.supervisors import name_supervisor
from assessments.exams.sittings.services.watching import ProtocolEnd, say_present, sign
from courses.api import FoundCohort, newest_runs
from courses.catalogue.models import CourseVersion
from lms.access import Role
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders import cohorts as classes
from tests.builders.people import person, viewer

HOURS = timedelta(hours=3)
MINUTE = timedelta(minutes=1)
ROOM: dict[str, Any] = {"title": "Final exam, first group", "place": "Academy, room 2", "time_zone": "Asia/Bangkok"}


@dataclass
class Room:
    """A room that is open now, for a cohort of a trainer with officers in it."""

    session: Session
    exam: ExamInForce
    cohort: FoundCohort
    trainer: Person
    officers: list[Person]
    number: int
    people: dict[str, SittingSupervisor] = field(default_factory=dict)

    @property
    def sitting(self) -> FoundSitting:
        """The room as it stands."""
        return sitting_by_id(self.session, self.number)

    def code(self, now: datetime) -> str:
        """The code on the supervisor's screen."""
        row = self.sitting.row
        return START_CODE.at(start_secret(row.seed, row.uuid), now)

    def begin(self, row: Person, now: datetime, code: str | None = None, address: str = "192.0.2.7") -> Attempt:
        """Begin with a code, that of now where none is told."""
        run = newest_runs(self.session, [row.id], self.exam.course_id)[row.id]
        entry = RoomEntry(code or self.code(now), address)
        return begin_in_room(self.session, self.exam, run, entry, seed=5, now=now)

    def stranger(self, name: str, now: datetime) -> SittingSupervisor:
        """A supervisor without an account."""
        row = name_supervisor(self.session, self.sitting, login="", name=name, by=self.trainer.id, now=now)
        self.people[name] = row
        return row

    def by_account(self, who: Person, now: datetime) -> SittingSupervisor:
        """A supervisor with an account."""
        return name_supervisor(self.session, self.sitting, login=who.username, name="", by=self.trainer.id, now=now)

    def tick(self, row: SittingSupervisor, who: Person, now: datetime) -> None:
        """Tick somebody as present and identified."""
        say_present(self.session, self.sitting, row, who.uuid, now=now)

    def sign(self, row: SittingSupervisor, now: datetime, begun: datetime | None = None) -> None:
        """Sign for the whole time until now."""
        end = ProtocolEnd(begun or self.sitting.row.begins_at, now)
        sign(self.session, self.sitting, row, end, now=now)


def hand_in(session: Session, attempt: Attempt, now: datetime, *, right: bool = True) -> Attempt:
    """Answer everything, rightly or wrongly, submit, be scored."""
    for position, name in make.kinds(session, attempt).items():
        make.save(session, attempt, position, (make.RIGHT if right else make.WRONG)[name], now)
    submit_attempt(session, attempt, key="k", now=now)
    grade_attempt(session, attempt.id, now=now)
    session.refresh(attempt)
    return attempt


def draft(exam: ExamInForce, now: datetime, **changed: Any) -> SittingDraft:
    """A room that is open from now on for three hours."""
    usual = ROOM | {
        "exam_id": exam.exam_id,
        "cohort_id": None,
        "administration_id": None,
        "begins_at": now,
        "ends_at": now + HOURS,
        "networks": (),
    }
    return SittingDraft(**(usual | changed))


def room(session: Session, version: CourseVersion, now: datetime, *, many: int = 2, **changed: Any) -> Room:
    """A room for a cohort."""
    exam = make.exam_of(session, version)
    leader = classes.trainer(session)
    cohort = classes.cohort(session, version, now, leader=leader)
    officers = classes.officers(session, cohort, many, now)
    wanted = draft(exam, now, **({"cohort_id": cohort.id} | changed))
    made = open_sitting(session, wanted, viewer=viewer(session, leader), now=now)
    return Room(session, exam, cohort, leader, officers, made.id)


def watcher(session: Session) -> Person:
    """Somebody with an account who teaches nobody."""
    return person(session, None, Role.ASSESSOR)
