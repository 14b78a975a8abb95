"""Workshops, rubrics, performances and sheets of tests."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.rubrics.models import RubricVersion
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.rubrics.services import load_rubric
from assessments.sheets.audited import AUDITED
from assessments.sheets.models import Performance, PerformanceReview, Sheet, SheetCopy
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, Turn, Way
from assessments.sheets.services.arriving import SealedSheet, bring_sealed
from assessments.sheets.services.marking import Bringing, grade, rate, seal
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.models import Exercise, Workshop, WorkshopAssessor, WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders.people import NOW, administration, give_anywhere, person
from tests.builders.rows import again
from tests.builders.rubrics import BENCH


def rubric(session: Session, text: str = BENCH) -> RubricVersion:
    """The newest version of the small rubric."""
    definition, problems = read_rubric_text(text)
    assert definition is not None, problems
    return load_rubric(session, definition, by_id=None, now=NOW).version


def workshop(session: Session, **values: Any) -> Workshop:
    """A workshop of five days."""
    row = Workshop(
        **{
            "uuid": new_uuid(), "title": "Certification workshop", "scheme": "advisor", "venue": "Lusaka",
            "country": "ZM", "time_zone": "Africa/Lusaka", "language": "en", "starts_on": NOW.date(),
            "ends_on": NOW.date() + timedelta(days=4), "settings": {}, "made_at": NOW,
        } | values
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def exercise(session: Session, place: Workshop, version: RubricVersion, **values: Any) -> Exercise:
    """The identification bench."""
    row = Exercise(
        **{
            "uuid": new_uuid(), "workshop_id": place.id, "position": 1, "title": "Identification bench",
            "rubric_version_id": version.id, "minutes": 20, "topic": None, "written": False,
        } | values
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def candidate(session: Session, place: Workshop, number: int = 1, name: str = "Boupha Keo") -> Person:
    """A candidate of a workshop, of an administration of their own."""
    row = person(session, name, Role.OFFICER, place=administration(session))
    session.add(
        WorkshopCandidate(
            uuid=new_uuid(), workshop_id=place.id, person_id=row.id, number=number, languages=["en"], needs="",
            recording_agreed=True,
        )
    )  # fmt: skip
    session.flush()
    return row


def assessor(session: Session, place: Workshop, number: int, name: str, **values: Any) -> Person:
    """An assessor of a workshop, of an administration of their own."""
    row = person(session, name, Role.ASSESSOR, place=administration(session))
    session.add(
        WorkshopAssessor(
            **{
                "uuid": new_uuid(), "workshop_id": place.id, "person_id": row.id, "number": number,
                "languages": ["en"], "topics": [], "lead": False, "absent": [],
            } | values
        )
    )  # fmt: skip
    session.flush()
    return row


def moderator(session: Session, place: Workshop, name: str = "Aisha Mbeki") -> Person:
    """The moderator of a workshop."""
    row = person(session, name, place=administration(session))
    give_anywhere(session, row, Grant(PracticalRole.MODERATOR, WORKSHOP, str(place.id)))
    return row


class Bench:
    """A workshop with one exercise, a candidate, two named assessors, a third who is free, and a moderator."""

    def __init__(self, session: Session, *, recorded: bool = True, settings: dict[str, Any] | None = None) -> None:
        self.session = session
        self.workshop = workshop(session, settings=settings or {"reconciliation": {"border_z": 0, "tolerance": "1/2"}})
        self.version = rubric(session)
        self.exercise = exercise(session, self.workshop, self.version)
        self.candidate = candidate(session, self.workshop)
        self.one = assessor(session, self.workshop, 1, "Sekou Diallo")
        self.two = assessor(session, self.workshop, 2, "Mai Phan")
        self.three = assessor(session, self.workshop, 3, "Ines Lopes", lead=True)
        self.moderator = moderator(session, self.workshop)
        self.performance = self.perform(recorded=recorded)
        self.first = self.assign(self.one, Turn.FIRST)
        self.second = self.assign(self.two, Turn.SECOND)

    def at(self, session: Session) -> Bench:
        """The same in another session, such as that of a test where a module made it."""
        made = copy(self)
        for name, row in vars(self).items():
            setattr(made, name, session if name == "session" else again(session, row))
        return made

    def perform(self, **values: Any) -> Performance:
        """The candidate at the exercise."""
        plan = PerformancePlan(
            Occasion.WORKSHOP, self.workshop.id, self.version.id,
            **{"person_id": self.candidate.id, "exercise_id": self.exercise.id} | values,
        )  # fmt: skip
        return make_performance(self.session, plan, by_id=None, now=NOW)

    def assign(self, row: Person, turn: Turn) -> Sheet:
        """The sheet of an assessor."""
        return assign_sheet(self.session, self.performance, row.id, turn, by_id=None, now=NOW)

    def fill(self, sheet: Sheet, names: int, protects: int, *, position: int = 2, sealed: bool = True) -> None:
        """Fill a sheet in, and seal it."""
        seal_with(self.session, sheet, names, protects, position=position, sealed=sealed)


def seal_with(
    session: Session, sheet: Sheet, names: int, protects: int, *, position: int = 2, sealed: bool = True
) -> None:
    """Rate both criteria of the small rubric, give the grade, and seal."""
    by = Bringing(sheet.assessor_id)
    rate(session, sheet, "names", names, key=new_uuid(), by=by, now=NOW)
    rate(session, sheet, "protects", protects, key=new_uuid(), by=by, now=NOW)
    grade(session, sheet, position, key=new_uuid(), by=by, now=NOW)
    if sealed:
        seal(session, sheet, key=new_uuid(), by=by, now=NOW)


def came_twice(session: Session, sheet: Sheet) -> SheetCopy:
    """The sheet from a device, and from paper with another level."""
    for names, way in ((2, Way.DEVICE), (1, Way.PAPER)):
        content = SheetContent({"names": names, "protects": 2}, grade=2)
        bring_sealed(session, sheet, SealedSheet(content, new_uuid()), by=Bringing(sheet.assessor_id, way), now=NOW)
    return session.query(SheetCopy).filter_by(sheet_id=sheet.id).one()


def came_late(session: Session, place: Workshop, pair: list[Sheet]) -> PerformanceReview:
    """The second sheet of a pair after the workshop was closed."""
    seal_with(session, pair[0], 2, 2)
    place.closed_at = NOW
    seal_with(session, pair[1], 2, 2)
    place.closed_at = None
    session.flush()
    return session.query(PerformanceReview).filter_by(sheet_id=pair[1].id).one()


def sheets_apart(session: Session) -> list[str]:
    """Where the trail and the records of sheets say different things."""
    session.flush()
    return [words for one in compare_all(session, AUDITED) for words in one.faults]
