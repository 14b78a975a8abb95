"""Rubrics that are meant for observing, and sheets of trainers about trainees of meetings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.rubrics.models import Rubric
from assessments.rubrics.queries import FoundVersion
from assessments.rubrics.rules.definition import definition_from_data
from assessments.sheets.models import Sheet
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.services.marking import Bringing, fill_sheet, seal
from assessments.sheets.services.observing import begin_observation
from courses.api import FoundMeeting
from lms.ids import new_uuid
from lms.people.models import Person
from tests.builders.rubrics import BENCH
from tests.builders.sheets import rubric


def text_of(slug: str = "bench", title: str = "Identification bench") -> str:
    """The small rubric, meant for observing."""
    marked = BENCH.replace("cut: 3.5", "observation: true\ncut: 3.5")
    return marked.replace("slug: bench", f"slug: {slug}").replace("Identification bench", title)


def observing_rubric(session: Session, slug: str = "bench", title: str = "Identification bench") -> FoundVersion:
    """Its newest version."""
    row = rubric(session, text_of(slug, title))
    return FoundVersion(session.get_one(Rubric, row.rubric_id), row, definition_from_data(row.definition))


def begun(
    session: Session, meeting: FoundMeeting, trainer: Person, trainee: Person, by: FoundVersion, now: datetime
) -> Sheet:
    """A sheet on which nothing is marked."""
    return begin_observation(session, meeting, trainee.id, by, by_id=trainer.id, now=now)


def marked(session: Session, sheet: Sheet, now: datetime, *, names: int = 2, protects: int = 2) -> Sheet:
    """The same with every rating and the global grade, not sealed."""
    content = SheetContent({"names": names, "protects": protects}, {"names": "Long pause."}, 3, False)
    fill_sheet(session, sheet, content, keys=lambda _what: new_uuid(), by=Bringing(sheet.assessor_id), now=now)
    return sheet


def sealed(session: Session, sheet: Sheet, now: datetime, *, names: int = 2, protects: int = 2) -> Sheet:
    """The same, sealed."""
    marked(session, sheet, now, names=names, protects=protects)
    seal(session, sheet, key=new_uuid(), by=Bringing(sheet.assessor_id), now=now)
    return sheet
