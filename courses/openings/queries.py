"""Whose final exam is not open yet, for whom it was opened, and what the audit trail is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion, Lesson, Module
from courses.catalogue.rules import FinalOpens
from courses.events import FinalExamOpened
from courses.learning.models import Enrolment, FinalOpening, LessonRead, StepDone
from courses.learning.queries.runs import RUN, run_of
from courses.learning.rules.progress import Run
from courses.openings.policy import in_care
from lms.access import Viewer
from lms.errors import NotFound
from lms.paging import page_of
from lms.people.api import people_called
from lms.ports import AuditedRecord, AuditedRecords

BATCH = 400  # subjects at a time
SHOWN = 50  # openings on a page


@dataclass(frozen=True)
class RunsPage:
    """Some runs of a long list, and where they stand in it."""

    runs: Sequence[Run]
    count: int
    number: int
    pages: int


@dataclass(frozen=True)
class OpeningLine:
    """For whom a final exam was opened, by whom, why, and when."""

    person_id: int
    actor_id: int
    reason: str
    at: datetime


def _to_read() -> ColumnElement[bool]:
    read = select(LessonRead.id).where(LessonRead.enrolment_id == Enrolment.id, LessonRead.lesson == Lesson.slug)
    lesson = Lesson.course_version_id == Enrolment.course_version_id
    unread = ~read.correlate(Enrolment, Lesson).exists()
    return select(Lesson.id).where(lesson, unread).correlate(Enrolment).exists()


def _to_pass() -> ColumnElement[bool]:
    done = select(StepDone.id).where(StepDone.enrolment_id == Enrolment.id, StepDone.step == Module.checkpoint)
    quiz = (Module.course_version_id == Enrolment.course_version_id, Module.checkpoint.is_not(None))
    undone = ~done.correlate(Enrolment, Module).exists()
    return select(Module.id).where(*quiz, undone).correlate(Enrolment).exists()


def _waits() -> ColumnElement[bool]:
    """As a filter on runs with their versions: something is missing, and nobody opened the exam."""
    opened = select(FinalOpening.id).where(FinalOpening.enrolment_id == Enrolment.id).correlate(Enrolment).exists()
    last = (StepDone.enrolment_id == Enrolment.id, StepDone.step == CourseVersion.final)
    finished = select(StepDone.id).where(*last).correlate(Enrolment, CourseVersion).exists()
    missing = or_(_to_read(), and_(CourseVersion.final_opens == FinalOpens.CHECKPOINTS, _to_pass()))
    waits = (CourseVersion.final.is_not(None), CourseVersion.final_opens != FinalOpens.ALWAYS)
    return and_(*waits, Enrolment.ended_at.is_(None), ~opened, ~finished, missing)


def runs_waiting(
    session: Session, viewer: Viewer, course_id: int, *, words: str, number: int, size: int = 25
) -> RunsPage:
    """The open runs of others in the viewer's care whose final exam waits, the latest begun first; two queries."""
    wanted = [Enrolment.course_id == course_id, in_care(viewer), _waits()]
    if words:
        wanted.append(people_called(Enrolment.person_id.expression, words))
    joined = CourseVersion.id == Enrolment.course_version_id
    count = session.scalars(select(func.count(Enrolment.id)).join(CourseVersion, joined).where(*wanted)).one()
    number, pages = page_of(count, number, size)
    rows = session.execute(
        select(*RUN)
        .join(CourseVersion, joined)
        .where(*wanted)
        .order_by(Enrolment.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    return RunsPage([run_of(row) for row in rows], count, number, pages)


def run_in_care(session: Session, viewer: Viewer, course_id: int, uuid: str, *, lock: bool = False) -> Run:
    """An open run of somebody in the viewer's care; any other is not found."""
    wanted = select(*RUN).where(
        Enrolment.uuid == uuid, Enrolment.course_id == course_id, Enrolment.ended_at.is_(None), in_care(viewer)
    )
    row = session.execute(wanted.with_for_update(key_share=True) if lock else wanted).one_or_none()
    if row is None:
        raise NotFound
    return run_of(row)


def opening_of(session: Session, run_id: int) -> FinalOpening | None:
    """Who opened the final exam of a run, if somebody did."""
    return session.scalars(select(FinalOpening).where(FinalOpening.enrolment_id == run_id)).one_or_none()


def openings_seen(session: Session, viewer: Viewer, course_id: int, *, size: int = SHOWN) -> list[OpeningLine]:
    """For whom in the viewer's care the final exam was opened, the newest first."""
    rows = session.execute(
        select(Enrolment.person_id, FinalOpening.actor_id, FinalOpening.reason, FinalOpening.at)
        .join(Enrolment, Enrolment.id == FinalOpening.enrolment_id)
        .where(Enrolment.course_id == course_id, in_care(viewer))
        .order_by(FinalOpening.id.desc())
        .limit(size)
    )
    return [OpeningLine(*row) for row in rows]


def openings(session: Session, after: int) -> list[AuditedRecord]:
    """Every opening: in which run, and why; by the person for whom it was opened."""
    mine = select(Enrolment.person_id).join(FinalOpening, FinalOpening.enrolment_id == Enrolment.id)
    some = mine.where(Enrolment.person_id > after).group_by(Enrolment.person_id).order_by(Enrolment.person_id)
    rows = session.execute(
        select(Enrolment.person_id, FinalOpening.enrolment_id, FinalOpening.reason)
        .join(FinalOpening, FinalOpening.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id.in_(some.limit(BATCH)))
        .order_by(Enrolment.person_id, FinalOpening.id)
    )
    return [
        AuditedRecord(person_id, f"person:{person_id}", {"enrolment_id": run_id, "reason": reason})
        for person_id, run_id, reason in rows
    ]


AUDITED = (AuditedRecords("opened final exams", FinalExamOpened.name, openings),)
