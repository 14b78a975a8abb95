"""Attempts as their owner, the worker and the programme manager see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import AnswerRevision, Attempt, AttemptItem, Result, RevisionKind
from assessments.exams.rules.admission import PreviousAttempt
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import GRACE
from assessments.items.models import Item, ItemVersion
from lms.access import Viewer
from lms.errors import NotFound

# Statements that many people need in the same minutes are put together once: that takes longer than answering them.
OWN = select(Attempt).where(Attempt.uuid == bindparam("uuid"), Attempt.person_id == bindparam("person_id"))
OWN_LOCKED = OWN.with_for_update()
ALL_AT = (
    select(Attempt)
    .where(Attempt.exam_id == bindparam("exam_id"), Attempt.person_id == bindparam("person_id"))
    .order_by(Attempt.no)
)


def attempt_of(session: Session, person: Viewer, uuid: str, *, lock: bool = False) -> Attempt:
    """This person's own attempt; anybody else's is not found."""
    query = OWN_LOCKED if lock else OWN
    found = session.scalars(query, {"uuid": uuid, "person_id": person.id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def attempts_at(session: Session, exam_id: int, person_id: int) -> list[Attempt]:
    """Every attempt of a person at an exam, in order."""
    return list(session.scalars(ALL_AT, {"exam_id": exam_id, "person_id": person_id}))


def newest_results(session: Session, attempt_ids: Sequence[int]) -> dict[int, Result]:
    """The result in force of each attempt that has one."""
    if not attempt_ids:
        return {}
    rows = session.scalars(select(Result).where(Result.attempt_id.in_(attempt_ids)).order_by(Result.no))
    return {row.attempt_id: row for row in rows}


def history(session: Session, exam_id: int, person_id: int) -> list[tuple[Attempt, Result | None]]:
    """A person's attempts at an exam with their results, in order; two queries."""
    attempts = attempts_at(session, exam_id, person_id)
    results = newest_results(session, [a.id for a in attempts])
    return [(attempt, results.get(attempt.id)) for attempt in attempts]


def as_previous(found: Sequence[tuple[Attempt, Result | None]]) -> list[PreviousAttempt]:
    """Attempts as the rule of admission wants them."""
    return [
        PreviousAttempt(AttemptState(a.state), a.started_at, a.closed_at, result.passed if result else None)
        for a, result in found
    ]


def seen_items(session: Session, exam_id: int, person_id: int) -> dict[str, int]:
    """How often this person was asked each item at this exam, by its key: in a new wording it is the same item."""
    rows = session.execute(
        select(Item.key, func.count())
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(AttemptItem, AttemptItem.item_version_id == ItemVersion.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.exam_id == exam_id, Attempt.person_id == person_id)
        .group_by(Item.key)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class AskedQuestion:
    """One question of a paper with its current answer; `seq` is the last step, 0 if there is none."""

    id: int
    position: int
    item_version_id: int
    option_order: tuple[str, ...]
    points: int
    value: Any
    seq: int
    step_id: int | None
    received_at: datetime | None


COUNTED = (RevisionKind.SAVE, RevisionKind.ACCEPTED)


def _paper() -> Select[AttemptItem, int, int, dict[str, Any], datetime]:
    """The questions of an attempt, each with its newest step that counts."""
    attempt_id = bindparam("attempt_id", type_=Integer)
    newest = (
        select(AnswerRevision.attempt_item_id, func.max(AnswerRevision.seq).label("seq"))
        .join(AttemptItem, AttemptItem.id == AnswerRevision.attempt_item_id)
        .where(AttemptItem.attempt_id == attempt_id, AnswerRevision.kind.in_(COUNTED))
        .group_by(AnswerRevision.attempt_item_id)
        .subquery()
    )
    return (
        select(AttemptItem, AnswerRevision.id, AnswerRevision.seq, AnswerRevision.answer, AnswerRevision.received_at)
        .outerjoin(newest, newest.c.attempt_item_id == AttemptItem.id)
        .outerjoin(
            AnswerRevision, (AnswerRevision.attempt_item_id == AttemptItem.id) & (AnswerRevision.seq == newest.c.seq)
        )
        .where(AttemptItem.attempt_id == attempt_id)
        .order_by(AttemptItem.position)
    )


PAPER = _paper()


def questions(session: Session, attempt_id: int) -> list[AskedQuestion]:
    """The paper with the answers that count; one query."""
    rows = session.execute(PAPER, {"attempt_id": attempt_id}).all()
    return [
        AskedQuestion(
            id=item.id,
            position=item.position,
            item_version_id=item.item_version_id,
            option_order=tuple(item.option_order),
            points=item.points,
            value=answer["value"] if answer else None,
            seq=seq or 0,
            step_id=step_id,
            received_at=received_at,
        )
        for item, step_id, seq, answer, received_at in rows
    ]


def overdue(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Attempts whose time, grace included, is up and that nobody handed in."""
    return list(
        session.scalars(
            select(Attempt.id)
            .where(Attempt.state == AttemptState.IN_PROGRESS, Attempt.deadline_at < now - GRACE)
            .order_by(Attempt.deadline_at)
            .limit(limit)
        )
    )


def ungraded(session: Session, limit: int = 200) -> list[int]:
    """Attempts that were closed and have no result yet."""
    return list(
        session.scalars(
            select(Attempt.id)
            .where(Attempt.state.in_([AttemptState.SUBMITTED, AttemptState.TIMED_OUT, AttemptState.GRADED]))
            .order_by(Attempt.id)
            .limit(limit)
        )
    )
