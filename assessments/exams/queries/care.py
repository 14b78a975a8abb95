"""The attempts of people in somebody's care: listed, looked at one by one, and what was decided about them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, AttemptGrant, ExamVersion, LateDecision, Result
from assessments.exams.policy import managed_by
from assessments.exams.queries.exams import title_in
from assessments.exams.queries.newest import NEWEST_RESULT, newest_published
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.errors import NotFound
from lms.paging import page_of
from lms.people.api import people_called, people_in_scope

TRIED_MOST = 500  # of one person


def others_managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Attempt`: those of others about which the viewer decides. Nobody reads here of themselves."""
    return managed_by(viewer) & (Attempt.person_id != viewer.id)


class AttemptsShown(StrEnum):
    """By how they came out, which attempts a list shows."""

    ALL = "all"
    PASSED = "passed"
    NOT_PASSED = "not-passed"
    OPEN = "open"  # in progress, or being scored
    ANNULLED = "annulled"


def shown_so(shown: AttemptsShown) -> list[ColumnElement[bool]]:
    """The same as filters on `Attempt` and its newest `Result`."""
    filters: Mapping[AttemptsShown, list[ColumnElement[bool]]] = {
        AttemptsShown.ALL: [],
        AttemptsShown.PASSED: [Attempt.state == AttemptState.PUBLISHED, Result.passed.is_(True)],
        AttemptsShown.NOT_PASSED: [Attempt.state == AttemptState.PUBLISHED, Result.passed.is_(False)],
        AttemptsShown.OPEN: [Attempt.state.not_in((AttemptState.PUBLISHED, AttemptState.VOIDED))],
        AttemptsShown.ANNULLED: [Attempt.state == AttemptState.VOIDED],
    }
    return filters[shown]


@dataclass(frozen=True)
class AttemptsPage:
    """Some attempts of a long list with their results in force, and where they stand in it."""

    rows: Sequence[tuple[Attempt, Result | None]]
    count: int
    number: int
    pages: int


def attempts_page(
    session: Session,
    viewer: Viewer,
    exam_id: int,
    *,
    words: str,
    number: int,
    size: int = 25,
    shown: AttemptsShown = AttemptsShown.ALL,
) -> AttemptsPage:
    """The attempts of others at an exam on which the viewer decides, the newest first, or those of people so called."""
    wanted = [Attempt.exam_id == exam_id, others_managed_by(viewer), *shown_so(shown)]
    if words:
        wanted.append(people_called(Attempt.person_id.expression, words))
    found = select(Attempt, Result).outerjoin(Result, Result.id == NEWEST_RESULT).where(*wanted)
    count = session.scalars(found.with_only_columns(func.count())).one()
    number, pages = page_of(count, number, size)
    rows = session.execute(found.order_by(Attempt.id.desc()).offset((number - 1) * size).limit(size))
    return AttemptsPage([(attempt, result) for attempt, result in rows], count, number, pages)


def attempt_managed(session: Session, viewer: Viewer, uuid: str, *, lock: bool = False) -> Attempt:
    """An attempt of somebody else about which the viewer decides; any other is not found."""
    query = select(Attempt).where(Attempt.uuid == uuid, others_managed_by(viewer))
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def managed_addresses(session: Session, viewer: Viewer, attempts: Collection[int]) -> Mapping[int, str]:
    """Where the viewer looks at those of these attempts about which they decide; one query."""
    if not attempts or not viewer.may(ExamPermission.ATTEMPT_DECIDE):
        return {}
    rows = session.execute(
        select(Attempt.id, Attempt.uuid).where(Attempt.id.in_(attempts), others_managed_by(viewer)).order_by(Attempt.id)
    )
    return {number: f"/manage/attempts/{uuid}" for number, uuid in rows}


@dataclass(frozen=True)
class TriedAttempt:
    """An attempt of one person as those read it who answer for them."""

    exam_id: int
    title: str
    uuid: str
    state: AttemptState
    at: datetime  # handed in, else begun
    percent: str | None  # exact
    passed: bool | None
    is_managed: bool  # the viewer decides about it


def attempts_tried(session: Session, viewer: Viewer, person_id: int, language: str) -> list[TriedAttempt]:
    """The attempts of one person at quizzes and exams that decide something, the newest first; one query."""
    rows = session.execute(
        select(
            Attempt.exam_id,
            title_in(language),
            Attempt.uuid,
            Attempt.state,
            func.coalesce(Attempt.closed_at, Attempt.started_at),
            Result.percent,
            Result.passed,
            others_managed_by(viewer),
        )
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .outerjoin(Result, (Result.id == NEWEST_RESULT) & (Attempt.state != AttemptState.VOIDED))
        .where(Attempt.person_id == person_id, Attempt.cut_score_id.is_not(None))
        .order_by(Attempt.id.desc())
        .limit(TRIED_MOST)
    )
    return [
        TriedAttempt(exam_id, title, uuid, AttemptState(state), at, percent, passed, bool(managed))
        for exam_id, title, uuid, state, at, percent, passed, managed in rows
    ]


def attempt_grants(session: Session, viewer: Viewer, exam_id: int, limit: int = 50) -> Sequence[AttemptGrant]:
    """One more attempt given to people in the viewer's scope, newest first."""
    return session.scalars(
        select(AttemptGrant)
        .where(
            AttemptGrant.exam_id == exam_id,
            people_in_scope(viewer, ExamPermission.ATTEMPT_DECIDE, AttemptGrant.person_id.expression),
        )
        .order_by(AttemptGrant.id.desc())
        .limit(limit)
    ).all()


def attempt_titles(session: Session, attempts: Collection[int], language: str) -> Mapping[int, tuple[str, int]]:
    """Of each attempt what its exam is called, and its number; one query."""
    rows = session.execute(
        select(Attempt.id, title_in(language), Attempt.no)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Attempt.id.in_(attempts))
    )
    return {number: (title, no) for number, title, no in rows}


def exam_titles(session: Session, exams: Collection[int], language: str) -> Mapping[int, str]:
    """What each exam is called in its newest version that is published; one query."""
    newest = newest_published().where(ExamVersion.exam_id.in_(exams))
    rows = session.execute(select(ExamVersion.exam_id, title_in(language)).where(ExamVersion.id.in_(newest)))
    return dict(rows.all())


def late_deciders(session: Session, attempt_id: int) -> frozenset[int]:
    """Who decided about late answers of an attempt."""
    return frozenset(session.scalars(select(LateDecision.actor_id).where(LateDecision.attempt_id == attempt_id)))
