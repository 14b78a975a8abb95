"""From answers to a result: scored from what is stored, by pure functions, so that it can always be done again."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from assessments.exams.events import ExamPassed, ResultPublished
from assessments.exams.models import Attempt, CutScore, Result, Score, ScoreSource
from assessments.exams.queries.attempts import AskedQuestion, newest_results, questions
from assessments.exams.queries.exams import ExamInForce, exam_by_version_id
from assessments.exams.queries.supervision import supervision_decided, supervision_of, waits_for_protocol
from assessments.exams.rules.scoring import QuestionScore, earned, has_passed, percent
from assessments.exams.rules.states import AttemptState, states_before
from assessments.items.kinds.registry import scored
from assessments.items.queries.definitions import Stored, definitions
from courses.api import record_completion
from lms import events
from lms.inserts import insert_many

CLOSED_TO_PUBLISHED = (
    update(Attempt)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.state.in_(states_before(AttemptState.PUBLISHED)),
    )
    .values(state=AttemptState.PUBLISHED)
    .returning(Attempt)
    .execution_options(populate_existing=True)
)
RULE_VERSION = 1  # raise when a scoring rule gives other fractions for the same answer


def fraction_of(stored: Stored, question: AskedQuestion) -> Fraction:
    """The exact fraction of a question's points that its answer earns."""
    return scored(stored.kind).score(stored.definition, question.value)


def grade_attempt(session: Session, attempt_id: int, *, now: datetime) -> Result | None:
    """Score a closed attempt and publish its result, once; None if it is open or has one."""
    moved = session.scalars(CLOSED_TO_PUBLISHED, {"attempt_id": attempt_id}).one_or_none()
    if moved is None:
        return None
    return publish_result(session, moved, source=ScoreSource.AUTO, reason=None, actor_id=None, now=now)


def publish_result(
    session: Session,
    attempt: Attempt,
    *,
    source: ScoreSource,
    reason: str | None,
    actor_id: int | None,
    now: datetime,
) -> Result:
    """Score every question anew and append scores and a result; the ones before stay.

    Of an attempt that was begun in a room, nobody is told that it passed before its supervision is decided.
    """
    waits = waits_for_protocol(session, attempt)
    paper = questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper))
    fractions = [fraction_of(stored[q.item_version_id], q) for q in paper]
    insert_many(
        session,
        Score,
        [
            {
                "attempt_item_id": question.id,
                "step_id": question.step_id,
                "exact": str(fraction),
                "fraction": float(fraction),
                "rule_version": RULE_VERSION,
                "source": source,
                "at": now,
            }
            for question, fraction in zip(paper, fractions, strict=True)
        ],
    )
    before = newest_results(session, [attempt.id]).get(attempt.id)
    result = _result(session, attempt, paper, fractions, before, reason=reason, now=now)
    exam = exam_by_version_id(session, attempt.exam_version_id)
    events.publish(
        session,
        ResultPublished(
            subject=f"attempt:{attempt.id}",
            actor_id=actor_id,
            at=now,
            person_id=attempt.person_id,
            exam_id=attempt.exam_id,
            before=before.percent if before else None,
            after=result.percent,
            passed=result.passed,
        ),
    )
    if result.passed and not passed_before(session, attempt.id, result):
        if not waits:
            tell_passed(session, attempt, exam, result, now=now)
        record_completion(session, attempt.enrolment_id, exam.slug, now=now)
    return result


def passed_before(session: Session, attempt_id: int, result: Result) -> bool:
    """Whether an earlier result of this attempt passed, even if one between did not."""
    earlier = select(Result.id).where(Result.attempt_id == attempt_id, Result.no < result.no, Result.passed.is_(True))
    return session.scalars(earlier.limit(1)).first() is not None


def _result(
    session: Session,
    attempt: Attempt,
    paper: list[AskedQuestion],
    fractions: list[Fraction],
    before: Result | None,
    *,
    reason: str | None,
    now: datetime,
) -> Result:
    cut = session.get_one(CutScore, attempt.cut_score_id) if attempt.cut_score_id is not None else None
    points = earned(QuestionScore(f, q.points) for f, q in zip(fractions, paper, strict=True))
    most = sum(q.points for q in paper)
    share = percent(points, most)
    result = Result(
        attempt_id=attempt.id,
        no=before.no + 1 if before else 1,
        points=str(points),
        most=most,
        percent=str(share),
        passed=has_passed(share, Fraction(cut.percent)) if cut else None,
        cut_score_id=cut.id if cut else None,
        reason=reason,
        published_at=now,
    )
    session.add(result)
    session.flush()
    return result


def tell_passed(session: Session, attempt: Attempt, exam: ExamInForce, result: Result, *, now: datetime) -> None:
    """Say that somebody passed, which may earn a certificate, and how they were watched."""
    supervision = supervision_of(attempt, supervision_decided(session, attempt.id))
    cut = session.get_one(CutScore, attempt.cut_score_id)
    events.publish(
        session,
        ExamPassed(
            subject=f"attempt:{attempt.id}",
            actor_id=attempt.person_id,
            at=now,
            person_id=attempt.person_id,
            exam_id=exam.exam_id,
            exam_slug=exam.slug,
            course_id=exam.course_id,
            course_version_id=exam.course_version_id,
            percent=result.percent,
            cut=cut.percent,
            supervised=attempt.supervised,
            supervision=supervision,
        ),
    )


def differs(session: Session, attempt_id: int) -> list[int]:
    """Questions whose stored score is not what their stored answer earns; empty is as it must be."""
    paper = questions(session, attempt_id)
    stored = definitions(session, (q.item_version_id for q in paper))
    scores = session.scalars(select(Score).where(Score.attempt_item_id.in_([q.id for q in paper])).order_by(Score.id))
    held = {score.attempt_item_id: Fraction(score.exact) for score in scores}
    return [q.position for q in paper if held.get(q.id) != fraction_of(stored[q.item_version_id], q)]
