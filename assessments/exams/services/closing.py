"""Closing an attempt: handed in by its person, or by the worker when the time is up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessments.exams.events import AttemptClosed
from assessments.exams.models import Attempt
from assessments.exams.queries.attempts import AskedQuestion, questions, unanswered
from assessments.exams.rules.receipt import AnswerLine, answers_hash
from assessments.exams.rules.review import AskAgain, ask_before_submitting
from assessments.exams.rules.states import AttemptState, states_before
from assessments.exams.rules.timing import is_in_grace, is_late, is_over
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _


@dataclass(frozen=True)
class Receipt:
    """What stands after handing in: when, how many were answered, and a hash over the answers."""

    attempt_uuid: str
    closed_at: datetime
    closed_by: str
    answered: int
    asked: int
    in_grace: int  # of those answered, how many came after the time was up
    answers_hash: str


def hash_of(attempt: Attempt, paper: list[AskedQuestion]) -> str:
    """The hash over the answers that count."""
    return answers_hash(attempt.uuid, (AnswerLine(q.position, str(q.item_version_id), q.value) for q in paper))


def demand_screen(attempt: Attempt) -> None:
    """Refuse to take from a screen what is answered on paper."""
    if attempt.on_paper:
        raise RuleBroken(_("This attempt is on paper. Your trainer has the sheet; it cannot be answered on a screen."))


def ask_again(
    session: Session, attempt: Attempt, shown: Collection[int] | None, *, sure: bool, now: datetime
) -> AskAgain | None:
    """What the person is asked before this is submitted; `attempt` was read with its row locked.

    What counts is what the server holds, whichever window showed what. An attempt that is closed asks nothing, and when
    the time is up there is nothing left to ask.
    """
    demand_screen(attempt)
    if attempt.state != AttemptState.IN_PROGRESS or is_over(now, attempt.deadline_at):
        return None
    return ask_before_submitting(unanswered(session, attempt.id), shown, sure=sure)


def submit_attempt(session: Session, attempt: Attempt, *, key: str, page: str | None = None, now: datetime) -> Receipt:
    """Submit once: the same attempt submitted again gives the receipt of the first time.

    From the deadline on the clock closes, within the grace too: a page whose time ran out submits by itself.
    """
    demand_screen(attempt)
    over = is_over(now, attempt.deadline_at)
    paper = questions(session, attempt.id)
    _close(
        session,
        attempt,
        paper,
        to=AttemptState.TIMED_OUT if over else AttemptState.SUBMITTED,
        by="time" if over else "person",
        key=key,
        page=page,
        now=now,
    )
    return _receipt(attempt, paper)


def close_overdue(session: Session, attempt_id: int, *, now: datetime) -> bool:
    """Close an attempt whose time is up with what was saved; answers whether it was still open."""
    attempt = session.scalars(select(Attempt).where(Attempt.id == attempt_id).with_for_update()).one()
    if attempt.state != AttemptState.IN_PROGRESS or not is_late(now, attempt.deadline_at):
        return False
    paper = questions(session, attempt.id)
    return _close(session, attempt, paper, to=AttemptState.TIMED_OUT, by="time", key=None, now=now)


def close_paper(session: Session, attempt: Attempt, *, counts: bool, actor_id: int, now: datetime) -> None:
    """Hand in what was keyed in from a sheet, or close a sheet that was given up, so that it counts nowhere."""
    paper = questions(session, attempt.id)
    to = AttemptState.SUBMITTED if counts else AttemptState.VOIDED
    if not _close(session, attempt, paper, to=to, by="paper", key=None, now=now, actor_id=actor_id):
        raise RuleBroken(_("This attempt is closed already."))


def _close(
    session: Session,
    attempt: Attempt,
    paper: list[AskedQuestion],
    *,
    to: AttemptState,
    by: str,
    key: str | None,
    page: str | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> bool:
    digest = hash_of(attempt, paper)
    closed_at = attempt.deadline_at if by == "time" and attempt.deadline_at is not None else now
    done = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state.in_(states_before(to)))
        .values(state=to, closed_at=closed_at, closed_by=by, submit_key=key, submit_page=page, answers_hash=digest)
        .returning(Attempt.id)
    ).one_or_none()
    if done is None:
        session.refresh(attempt)
        return False
    events.publish(
        session,
        AttemptClosed(
            subject=f"attempt:{attempt.id}",
            actor_id=attempt.person_id if key is not None else actor_id,
            at=now,
            by=by,
            answers_hash=digest,
        ),
    )
    return True


def receipt(session: Session, attempt: Attempt) -> Receipt:
    """The receipt of a closed attempt."""
    return _receipt(attempt, questions(session, attempt.id))


def _receipt(attempt: Attempt, paper: list[AskedQuestion]) -> Receipt:
    if attempt.closed_at is None or attempt.answers_hash is None or attempt.closed_by is None:
        raise ValueError("An attempt that is open has no receipt.")
    return Receipt(
        attempt_uuid=attempt.uuid,
        closed_at=attempt.closed_at,
        closed_by=attempt.closed_by,
        answered=sum(q.value is not None for q in paper),
        in_grace=sum(
            q.value is not None and q.received_at is not None and is_in_grace(q.received_at, attempt.deadline_at)
            for q in paper
        ),
        asked=len(paper),
        answers_hash=attempt.answers_hash,
    )
