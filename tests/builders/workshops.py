"""Workshops of tests: a coordinator, exercises with rooms, candidates, assessors and interpreters, by the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.rubrics.models import RubricVersion
from assessments.workshops import tasks
from assessments.workshops.models import Rotation, WorkshopRoom
from assessments.workshops.queries.workshops import WorkshopParts, workshop_by_id
from assessments.workshops.services.furnishing import ExerciseDraft, set_exercise, set_room
from assessments.workshops.services.participant_drafts import (
    AssessorDraft,
    CandidateDraft,
    InterpreterDraft,
)
from assessments.workshops.services.participants import (
    name_assessor,
    name_candidate,
    name_interpreter,
)
from assessments.workshops.services.planning import WorkshopDraft, plan_workshop, set_frame
from assessments.workshops.services.rotating import ask_rotation
from lms.access import Grant, Role, Viewer
from lms.people.models import Administration, Person
from lms.queue import jobs
from tests.builders import people
from tests.builders.rows import again
from tests.builders.sheets import rubric

DAYS = (date(2026, 12, 7), date(2026, 12, 9))
FRAME = "\n".join(f"2026-12-{day:02} {hours}" for day in (7, 8, 9) for hours in ("08:00-10:40", "11:00-13:40"))


@dataclass
class BuiltWorkshop:
    """A workshop and who is in it; each part is added by its service."""

    session: Session
    now: datetime
    number: int
    by: Person
    rubric: RubricVersion
    names: dict[str, Person] = field(default_factory=dict)

    def at(self, session: Session) -> BuiltWorkshop:
        """The same workshop in another session."""
        by, rubric = again(session, self.by), again(session, self.rubric)
        return BuiltWorkshop(session, self.now, self.number, by, rubric)

    @property
    def parts(self) -> WorkshopParts:
        """The workshop as it stands."""
        return workshop_by_id(self.session, self.number)

    @property
    def viewer(self) -> Viewer:
        """The coordinator."""
        return people.viewer(self.session, self.by)

    def exercise(self, title: str, *rooms: str, **changed: Any) -> int:
        """An exercise with its rooms."""
        usual = {"minutes": 35, "topic": None, "written": False} | changed
        draft = ExerciseDraft(title=title, rubric_version_id=self.rubric.id, **usual)
        row = set_exercise(self.session, self.parts, draft, by=self.by.id, now=self.now)
        for name in rooms:
            set_room(self.session, self.parts, name, row.uuid, by=self.by.id, now=self.now)
        return row.id

    def room(self, name: str) -> WorkshopRoom:
        """The room of this name."""
        return next(one for one in self.parts.rooms if one.name == name)

    def candidate(self, name: str | None = None, place: Administration | None = None, **said: Any) -> Person:
        """Somebody who is assessed, of an administration of their own where none is named."""
        row = people.person(self.session, name, Role.OFFICER, place=place or people.administration(self.session))
        name_candidate(self.session, self.parts, CandidateDraft(row.username, **said), by=self.by.id, now=self.now)
        return row

    def assessor(self, name: str | None = None, place: Administration | None = None, **said: Any) -> Person:
        """Somebody who assesses."""
        row = people.person(self.session, name, Role.ASSESSOR, place=place or people.administration(self.session))
        name_assessor(self.session, self.parts, AssessorDraft(row.username, **said), by=self.by.id, now=self.now)
        return row

    def interpreter(self, name: str | None = None, place: Administration | None = None, **said: Any) -> Person:
        """Somebody who interprets."""
        row = people.person(self.session, name, place=place or people.administration(self.session))
        name_interpreter(self.session, self.parts, InterpreterDraft(row.username, **said), by=self.by.id, now=self.now)
        return row

    def frame(self, text: str = FRAME, change: int = 5, spare: int = 1) -> None:
        """When exercises are held."""
        set_frame(self.session, self.parts, text, change, spare, by=self.by.id, now=self.now)

    def asked(self, from_at: datetime | None = None) -> Rotation:
        """A rotation that waits for its job."""
        return ask_rotation(self.session, self.parts, seed=1, by=self.by.id, now=self.now, from_at=from_at)

    def worked_out(self, from_at: datetime | None = None) -> Rotation:
        """A rotation as the job leaves it; no seconds are spent on better ones."""
        row = self.asked(from_at)
        number = row.id
        self.session.commit()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tasks, "IMPROVING", 0.0)
            tasks.work_out({"rotation_id": number}, lambda *_done: None)  # type: ignore[arg-type]  # a sign of life for nobody
        self.session.expire_all()
        return self.session.get_one(Rotation, number)


def coordinator(session: Session, name: str | None = None) -> Person:
    """Somebody who runs every workshop."""
    row = people.person(session, name)
    people.give_anywhere(session, row, Grant(PracticalRole.WORKSHOP_COORDINATOR))
    return row


def draft(**changed: Any) -> WorkshopDraft:
    """Three days in Lusaka."""
    usual = {
        "title": "Certification workshop",
        "scheme": "iwt-advisor",
        "venue": "Academy, Lusaka",
        "country": "ZM",
        "time_zone": "Africa/Lusaka",
        "language": "en",
        "starts_on": DAYS[0],
        "ends_on": DAYS[1],
    }
    return WorkshopDraft(**(usual | changed))


def workshop(session: Session, now: datetime, by: Person | None = None, **changed: Any) -> BuiltWorkshop:
    """A workshop without exercises and people."""
    by = by or coordinator(session)
    row = plan_workshop(session, draft(**changed), viewer=people.viewer(session, by), now=now)
    return BuiltWorkshop(session, now, row.id, by, rubric(session))


def small(session: Session, now: datetime, by: Person | None = None) -> BuiltWorkshop:
    """Three candidates, two exercises with a room each, five assessors, nobody tied to anybody."""
    made = workshop(session, now, by)
    made.exercise("Targeting desk", "Room 1")
    made.exercise("Interview", "Room 2")
    made.frame()
    for number in range(3):
        made.candidate(f"Cand {number}", languages=("en",))
    for number in range(5):
        made.assessor(f"Assess {number}", languages=("en",))
    return made


def run_queue(now: datetime) -> int:
    """Do what waits in the queue."""
    return jobs.run_due(now)


def chance() -> Random:
    """The same dice each time."""
    return Random(1)
