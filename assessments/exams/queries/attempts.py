"""Attempts as their owner, the worker and the programme manager see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import (
    AnswerRevision,
    Attempt,
    AttemptGrant,
    AttemptItem,
    ExamVersion,
    Result,
    RevisionKind,
    TimeGrant,
)
from assessments.exams.queries.exams import title_in
from assessments.exams.queries.newest import NEWEST_RESULT
from assessments.exams.rules.admission import PreviousAttempt
from assessments.exams.rules.states import AttemptState, states_before
from assessments.exams.rules.timing import GRACE
from assessments.items.models import Item, ItemVersion
from lms.access import Viewer
from lms.batch import Ids, among, asked
from lms.errors import NotFound

# Statements that many people need in the same minutes are put together once: that takes longer than answering them.
OWN = select(Attempt).where(Attempt.uuid == bindparam("uuid"), Attempt.person_id == bindparam("person_id"))
OWN_LOCKED = OWN.with_for_update()
ALL_AT = (
    select(Attempt)
    .where(Attempt.exam_id == bindparam("exam_id"), Attempt.enrolment_id.in_(bindparam("runs", expanding=True)))
    .order_by(Attempt.no)
)


def attempt_of(session: Session, person: Viewer, uuid: str, *, lock: bool = False) -> Attempt:
    """This person's own attempt; anybody else's is not found."""
    query = OWN_LOCKED if lock else OWN
    found = session.scalars(query, {"uuid": uuid, "person_id": person.id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def attempts_at(session: Session, exam_id: int, runs: Ids) -> dict[int, list[Attempt]]:
    """Every attempt at an exam in each of these runs, in order."""
    if isinstance(runs, Select):
        wanted = select(Attempt).where(Attempt.exam_id == exam_id, Attempt.enrolment_id.in_(runs)).order_by(Attempt.no)
        rows = session.scalars(wanted)
    else:
        rows = session.scalars(ALL_AT, {"exam_id": exam_id, "runs": runs})
    found: dict[int, list[Attempt]] = {run_id: [] for run_id in asked(runs)}
    for attempt in rows:
        found.setdefault(attempt.enrolment_id, []).append(attempt)
    return found


def runs_under_way(session: Session, runs: Ids) -> set[int]:
    """Those of these runs in which an attempt at whatever exam is under way."""
    wanted = select(Attempt.enrolment_id).where(
        among(Attempt.enrolment_id, runs), Attempt.state == AttemptState.IN_PROGRESS
    )
    return set(session.scalars(wanted))


def newest_results(session: Session, attempt_ids: Ids) -> dict[int, Result]:
    """The result in force of each attempt that has one."""
    if not isinstance(attempt_ids, Select) and not attempt_ids:
        return {}
    rows = session.scalars(select(Result).where(among(Result.attempt_id, attempt_ids)).order_by(Result.no))
    return {row.attempt_id: row for row in rows}


History = list[tuple[Attempt, Result | None]]  # attempts with their results, in order


def history(session: Session, exam_id: int, runs: Ids) -> dict[int, History]:
    """The attempts at an exam in each of these runs with the results in force, in order; one query for all."""
    if isinstance(runs, Select):
        rows = session.execute(_with_results().where(Attempt.exam_id == exam_id, Attempt.enrolment_id.in_(runs)))
    else:
        rows = session.execute(HISTORY, {"exam_id": exam_id, "runs": runs})
    found: dict[int, History] = {run_id: [] for run_id in asked(runs)}
    for attempt, result in rows:
        found.setdefault(attempt.enrolment_id, []).append((attempt, result))
    return found


def _with_results() -> Select[Attempt, Result]:
    return select(Attempt, Result).outerjoin(Result, Result.id == NEWEST_RESULT).order_by(Attempt.no)


HISTORY = _with_results().where(
    Attempt.exam_id == bindparam("exam_id"), Attempt.enrolment_id.in_(bindparam("runs", expanding=True))
)


def as_previous(found: Sequence[tuple[Attempt, Result | None]]) -> list[PreviousAttempt]:
    """Attempts as the rule of admission wants them."""
    return [
        PreviousAttempt(AttemptState(a.state), a.started_at, a.closed_at, result.passed if result else None)
        for a, result in found
    ]


def seen_items(session: Session, exam_id: int, people: Ids) -> dict[int, dict[str, int]]:
    """How often each person was asked each item at this exam, in whatever run, by its key: reworded it is the same."""
    rows = session.execute(
        select(Attempt.person_id, Item.key, func.count())
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(AttemptItem, AttemptItem.item_version_id == ItemVersion.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.exam_id == exam_id, among(Attempt.person_id, people))
        .group_by(Attempt.person_id, Item.key)
    )
    found: dict[int, dict[str, int]] = {person_id: {} for person_id in asked(people)}
    for person_id, key, times in rows:
        found.setdefault(person_id, {})[key] = times
    return found


def extra_seconds(session: Session, exam_id: int, people: Ids) -> dict[int, int]:
    """All the extra time that each person was given for this exam, in whatever run they sit it."""
    rows = session.execute(
        select(TimeGrant.person_id, func.sum(TimeGrant.seconds))
        .where(TimeGrant.exam_id == exam_id, among(TimeGrant.person_id, people))
        .group_by(TimeGrant.person_id)
    )
    return dict.fromkeys(asked(people), 0) | {person_id: int(seconds) for person_id, seconds in rows}


def attempts_granted(session: Session, exam_id: int, runs: Ids) -> dict[int, int]:
    """How many attempts more than the exam allows were given in each of these runs."""
    rows = session.execute(
        select(AttemptGrant.enrolment_id, func.count())
        .where(AttemptGrant.exam_id == exam_id, among(AttemptGrant.enrolment_id, runs))
        .group_by(AttemptGrant.enrolment_id)
    )
    return dict.fromkeys(asked(runs), 0) | {run_id: int(count) for run_id, count in rows}


def attempts_of(session: Session, people: Ids, language: str, most: int = 200) -> dict[int, list[tuple[Attempt, str]]]:
    """Every attempt of each person in whatever run, the newest first, with what the exam is called; one query."""
    at = func.row_number().over(partition_by=Attempt.person_id, order_by=Attempt.id.desc())
    decides = Attempt.cut_score_id.is_not(None)  # a gain test has a page of its own
    newest = select(Attempt.id, at.label("at")).where(among(Attempt.person_id, people), decides).subquery()
    rows = session.execute(
        select(Attempt, title_in(language))
        .join(newest, newest.c.id == Attempt.id)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(newest.c.at <= most)
        .order_by(Attempt.id.desc())
    )
    found: dict[int, list[tuple[Attempt, str]]] = {person_id: [] for person_id in asked(people)}
    for attempt, title in rows:
        found.setdefault(attempt.person_id, []).append((attempt, title))
    return found


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


def unanswered(session: Session, attempt_id: int) -> list[int]:
    """The positions of the questions that have no answer, in order; one query."""
    return [one.position for one in questions(session, attempt_id) if one.value is None]


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
            .where(Attempt.state.in_(states_before(AttemptState.PUBLISHED)))
            .order_by(Attempt.id)
            .limit(limit)
        )
    )


def attempts_under_way(person_id: int, language: str) -> Select[str, str, datetime | None]:
    """As SQL: each open attempt on a screen, in order: its public id, the title of its exam, when time is up."""
    return (
        select(Attempt.uuid, title_in(language).label("title"), Attempt.deadline_at)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Attempt.person_id == person_id, Attempt.state == AttemptState.IN_PROGRESS, Attempt.on_paper.is_(False))
        .order_by(Attempt.deadline_at)
    )
