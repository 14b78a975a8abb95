"""Exams that people have passed, with the result in force."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptSupervision, CutScore, Exam, ExamVersion, Result
from assessments.exams.queries.exams import exam_by_version_id
from assessments.exams.queries.key_views import names, pools_of_circle
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.queries.supervision import supervision_of
from assessments.exams.rules.key_views import SeenPool, earns_certificate, keys_seen_at
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.supervision import Supervision
from lms.batch import Ids, among


@dataclass(frozen=True)
class CutRecord:
    """The record of the cut score by which an attempt was judged."""

    id: int
    set_by: str
    method: str
    provisional: bool


@dataclass(frozen=True)
class PassedExam:
    """A passed attempt at an exam, with the result in force."""

    attempt_id: int
    attempt_uuid: str
    person_id: int
    enrolment_id: int  # the run in which it was passed
    exam_id: int
    exam_slug: str
    exam_title: str
    course_id: int
    course_version_id: int
    percent: Fraction
    cut: Fraction
    provisional: bool
    supervised: bool
    supervision: Supervision
    waits_for_protocol: bool  # begun in a room whose protocol says nothing yet: it earns no certificate so far
    passed_at: datetime
    cut_record: CutRecord
    keys_seen: bool  # by them or who has rights from them, before it was first passed: it earns no certificate


def passed_exams(session: Session, *, people: Ids | None = None, attempt_id: int | None = None) -> list[PassedExam]:
    """Passed attempts, of these people or of one attempt where named; the newest result of each counts.

    What was annulled is not passed. Three queries.
    """
    first_at = (
        select(func.min(Result.published_at))
        .where(Result.attempt_id == Attempt.id, Result.passed.is_(True))
        .correlate(Attempt)
        .scalar_subquery()
    )
    query = (
        select(Attempt, Result, Exam, ExamVersion, CutScore, AttemptSupervision.supervision, first_at)
        .join(Result, Result.id == NEWEST_RESULT)
        .join(Exam, Exam.id == Attempt.exam_id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .join(CutScore, CutScore.id == Result.cut_score_id)
        .outerjoin(AttemptSupervision, AttemptSupervision.attempt_id == Attempt.id)
        .where(Result.passed.is_(True), Attempt.state == AttemptState.PUBLISHED)
        .order_by(Attempt.id)
    )
    if people is not None:
        query = query.where(among(Attempt.person_id, people))
    if attempt_id is not None:
        query = query.where(Attempt.id == attempt_id)
    rows = session.execute(query).all()
    seen = pools_of_circle(session, sorted({attempt.person_id for attempt, *_others in rows})) if rows else {}
    return [
        PassedExam(
            attempt_id=attempt.id,
            attempt_uuid=attempt.uuid,
            person_id=attempt.person_id,
            enrolment_id=attempt.enrolment_id,
            exam_id=exam.id,
            exam_slug=exam.slug,
            exam_title=version.title,
            course_id=exam.course_id,
            course_version_id=version.course_version_id,
            percent=Fraction(result.percent),
            cut=Fraction(cut.percent),
            provisional=cut.provisional,
            supervised=attempt.supervised,
            supervision=supervision_of(attempt, watched),
            waits_for_protocol=attempt.sitting_id is not None and watched is None,
            passed_at=result.published_at,
            cut_record=CutRecord(cut.id, cut.set_by, cut.method, cut.provisional),
            keys_seen=_keys_seen(session, attempt, seen.get((attempt.person_id, exam.course_id), []), passed_first_at),
        )
        for attempt, result, exam, version, cut, watched, passed_first_at in rows
    ]


def _keys_seen(session: Session, attempt: Attempt, views: list[SeenPool], passed_at: datetime) -> bool:
    """Whether its person, or somebody whose rights come from them, knew keys when they passed."""
    if not views:
        return False
    known_at = keys_seen_at(names(session, exam_by_version_id(session, attempt.exam_version_id)), views)
    return not earns_certificate(known_at, passed_at)
