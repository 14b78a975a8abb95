"""What the programme manager looks at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, Exam, ExamVersion, Result, TimeGrant
from assessments.exams.policy import managed_by
from assessments.exams.queries.exams import title_in
from assessments.exams.queries.newest import NEWEST_RESULT, is_published, newest_published
from assessments.exams.rules.states import AttemptState
from assessments.items.item import Use
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.errors import NotFound
from lms.people.api import people_in_scope


@dataclass(frozen=True)
class ExamLine:
    """An exam in the manager's list, with how it went for the people in their scope."""

    uuid: str
    title: str
    use: Use
    attempts: int
    passed: int


def exam_lines(session: Session, viewer: Viewer, language: str) -> list[ExamLine]:
    """Every exam in its newest version that is published, called as in this language; one query."""
    rows = session.execute(
        select(
            Exam.uuid,
            title_in(language),
            ExamVersion.use,
            func.count(Attempt.id),
            func.count().filter(Result.passed.is_(True), Attempt.state != AttemptState.VOIDED),
        )
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .outerjoin(Attempt, (Attempt.exam_id == Exam.id) & managed_by(viewer))
        .outerjoin(Result, Result.id == NEWEST_RESULT)
        .where(ExamVersion.id.in_(newest_published()), ExamVersion.use != Use.GAIN)  # nobody decides about a gain test
        .group_by(Exam.id, Exam.uuid, ExamVersion.id, ExamVersion.title, ExamVersion.use)
        .order_by(ExamVersion.use.desc(), ExamVersion.id)
    )
    return [ExamLine(uuid, title, Use(use), attempts, passed) for uuid, title, use, attempts, passed in rows]


def exam_named(session: Session, uuid: str) -> tuple[Exam, ExamVersion]:
    """An exam and its newest version that is published; one that waits with its course for signatures is not found."""
    row = session.execute(
        select(Exam, ExamVersion)
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .where(Exam.uuid == uuid, ExamVersion.use != Use.GAIN, is_published())
        .order_by(ExamVersion.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def exams_openable(
    session: Session, viewer: Viewer, exams: Collection[int], language: str
) -> Mapping[int, tuple[str, str]]:
    """What these exams are called in their newest version, and their public ids, for who manages exams; one query."""
    if not viewer.may(ExamPermission.EXAM_RUN):
        return {}
    rows = session.execute(
        select(Exam.id, title_in(language), Exam.uuid)
        .join(ExamVersion, ExamVersion.exam_id == Exam.id)
        .where(Exam.id.in_(exams), is_published())
        .order_by(ExamVersion.id)
    )
    return {number: (title, uuid) for number, title, uuid in rows}


def time_grants(session: Session, viewer: Viewer, exam_id: int, limit: int = 50) -> Sequence[TimeGrant]:
    """Extra time given to people in the viewer's scope, newest first."""
    return session.scalars(
        select(TimeGrant)
        .where(
            TimeGrant.exam_id == exam_id,
            people_in_scope(viewer, ExamPermission.ATTEMPT_DECIDE, TimeGrant.person_id.expression),
        )
        .order_by(TimeGrant.id.desc())
        .limit(limit)
    ).all()


def managed_attempt(session: Session, viewer: Viewer, uuid: str, *, lock: bool = False) -> Attempt:
    """An attempt about which the viewer may decide; any other is not found."""
    query = select(Attempt).where(Attempt.uuid == uuid, managed_by(viewer))
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found
