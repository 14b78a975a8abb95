"""What the programme manager decides: late answers and extra time; each with a reason that is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.exams.events import ExtraTimeGranted, LateAnswersDecided
from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    LateDecision,
    Result,
    RevisionKind,
    ScoreSource,
    TimeGrant,
)
from assessments.exams.queries.attempts import COUNTED, newest_results
from assessments.exams.queries.late import late_steps
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.grading import publish_result
from lms import events
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent

LONGEST_EXTRA = timedelta(hours=4)


def decide_late(
    session: Session, attempt: Attempt, *, accept: bool, reason: str, actor: Viewer, now: datetime
) -> tuple[Result, Result]:
    """Accept or refuse all late answers of an attempt that wait; accepting scores it anew.

    Answers the result before and the result in force after. Nobody is shown them before deciding: whether an answer
    came in time does not depend on whether it is right.
    """
    refuse_own_file(attempt.person_id, actor)
    demand_independent(session, actor.id, attempt.person_id)
    if attempt.state == AttemptState.VOIDED:
        raise RuleBroken(_("This attempt is already cancelled."))
    if attempt.state != AttemptState.PUBLISHED:
        raise RuleBroken(_("This attempt has no result yet. Wait a minute, then decide."))
    waiting = late_steps(session, attempt.id)
    if not waiting:
        raise RuleBroken(_("There is no late answer to decide any more. Somebody may have decided already."))
    session.add(
        LateDecision(
            attempt_id=attempt.id,
            last_step_id=max(step.id for step in waiting),
            accepted=accept,
            reason=reason,
            actor_id=actor.id,
            at=now,
        )
    )
    if accept:
        _count_late(session, waiting, actor_id=actor.id, now=now)
    events.publish(
        session,
        LateAnswersDecided(
            subject=f"attempt:{attempt.id}",
            actor_id=actor.id,
            at=now,
            accepted=accept,
            steps=len(waiting),
            reason=reason,
        ),
    )
    before = newest_results(session, [attempt.id])[attempt.id]
    if not accept:
        return before, before
    after = publish_result(session, attempt, source=ScoreSource.RESCORE, reason=reason, actor_id=actor.id, now=now)
    return before, after


def _count_late(session: Session, waiting: list[AnswerRevision], *, actor_id: int, now: datetime) -> None:
    """Append the last late answer of each question as one that counts, unless a newer one was saved in time.

    That happens when extra time is given between a late answer and the closing.
    """
    newest = {step.attempt_item_id: step for step in waiting}
    counted = _last(session, newest, AnswerRevision.kind.in_(COUNTED))
    newest = {number: step for number, step in newest.items() if step.seq > counted.get(number, 0)}
    highest = _last(session, newest)
    session.add_all(
        AnswerRevision(
            attempt_item_id=number,
            seq=highest[number] + 1,
            kind=RevisionKind.ACCEPTED,
            answer=step.answer,
            client_time=step.client_time,
            received_at=now,
            actor_id=actor_id,
        )
        for number, step in newest.items()
    )
    session.flush()


def _last(session: Session, questions: Iterable[int], *which: ColumnElement[bool]) -> dict[int, int]:
    """The highest step of each question, among all or among those of which something holds."""
    rows = session.execute(
        select(AnswerRevision.attempt_item_id, func.max(AnswerRevision.seq))
        .where(AnswerRevision.attempt_item_id.in_(list(questions)), *which)
        .group_by(AnswerRevision.attempt_item_id)
    )
    return dict(rows.all())


def grant_time(
    session: Session,
    *,
    exam_id: int,
    person_id: int,
    minutes: int,
    reason: str,
    key: str | None = None,
    actor: Viewer,
    now: datetime,
) -> TimeGrant:
    """Give extra time for an exam; an attempt that is under way gets it at once. The same `key` gives only once."""
    refuse_own_file(person_id, actor)
    demand_independent(session, actor.id, person_id)
    given = session.scalars(select(TimeGrant).where(TimeGrant.key == key)).one_or_none() if key else None
    if given is not None:
        return _same_grant(given, exam_id, person_id)
    extra = timedelta(minutes=minutes)
    if not timedelta(0) < extra <= LONGEST_EXTRA:
        raise BadInput(
            "minutes", _("Give between 1 and %(most)s minutes.", most=int(LONGEST_EXTRA.total_seconds()) // 60)
        )
    grant = TimeGrant(
        exam_id=exam_id, person_id=person_id, seconds=minutes * 60, reason=reason, key=key, actor_id=actor.id, at=now
    )
    try:
        with session.begin_nested():
            session.add(grant)
    except IntegrityError as fault:  # pressed twice: the other request was faster
        raise Conflict(_("This form was sent already. Look at the list below it.")) from fault
    running = session.scalars(
        select(Attempt)
        .where(Attempt.exam_id == exam_id, Attempt.person_id == person_id, Attempt.state == AttemptState.IN_PROGRESS)
        .with_for_update()
    ).one_or_none()
    if running is not None and running.deadline_at is not None:
        running.deadline_at += extra
    session.flush()
    events.publish(
        session,
        ExtraTimeGranted(
            subject=f"person:{person_id}",
            actor_id=actor.id,
            at=now,
            exam_id=exam_id,
            seconds=grant.seconds,
            reason=reason,
        ),
    )
    return grant


def _same_grant(given: TimeGrant, exam_id: int, person_id: int) -> TimeGrant:
    """What this form gave before, if it was for the same person and exam."""
    if (given.exam_id, given.person_id) != (exam_id, person_id):
        raise Conflict(_("This form was sent already, for somebody else. Load the page again and fill it in again."))
    return given


def refuse_own_file(person_id: int, actor: Viewer) -> None:
    """Nobody acts on their own file, whatever the role."""
    if person_id == actor.id:
        raise RuleBroken(_("This is your own attempt. Ask another programme manager to decide."))
