"""The performances of a workshop with all that is known of each, some queries for all of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.sheets.models import FeedbackRelease, Performance, PerformanceReview, Reconciliation, Sheet, SheetCopy
from assessments.sheets.policy import moderated
from assessments.sheets.queries.sheets import (
    RatedSheet,
    newest_reconciliations,
    open_copies,
    sheets_of_performances,
)
from assessments.sheets.rules.progress import ENDED, WAITS, PerformanceFacts, PerformanceState, performance_state
from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.states import Occasion, Turn
from assessments.workshops.models import Exercise, Workshop, WorkshopAssessor, WorkshopCandidate
from assessments.workshops.scope_kind import within
from lms.access import Viewer
from lms.errors import NotFound

Whose = tuple[str, int, int | None, int | None]  # occasion with its number, exercise, person


@dataclass(frozen=True)
class PerformanceLine:
    """A performance with its sheets, its newest result, and what it waits for."""

    row: Performance
    sheets: list[RatedSheet]
    result: Reconciliation | None
    copies: list[SheetCopy]
    reviews: list[PerformanceReview]
    state: PerformanceState


@dataclass(frozen=True)
class WaitingAtWorkshop:
    """How many performances a workshop has, and how many have no result that stands."""

    performances: int
    open: int


@dataclass(frozen=True)
class WorkshopPeople:
    """The numbers under which people of a workshop are called, by their id, and the titles of its exercises."""

    candidates: Mapping[int, int]
    assessors: Mapping[int, int]
    exercises: Mapping[int, Exercise]


def people_who_performed(session: Session, workshop_id: int) -> list[int]:
    """Whoever performed at a workshop, each once."""
    query = select(Performance.person_id).where(
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
        Performance.person_id.is_not(None),
    )
    return [person for person in session.scalars(query.distinct()) if person is not None]


def workshops_moderated(session: Session, viewer: Viewer) -> list[Workshop]:
    """The workshops that this person moderates, the newest first."""
    if not viewer.may(PracticalPermission.SHEET_MODERATE):
        return []
    scopes = viewer.scopes(PracticalPermission.SHEET_MODERATE)
    return list(
        session.scalars(select(Workshop).where(within(scopes)).order_by(Workshop.starts_on.desc(), Workshop.id.desc()))
    )


def workshop_moderated(session: Session, viewer: Viewer, uuid: str) -> Workshop:
    """One of them; any other is not there."""
    scopes = viewer.scopes(PracticalPermission.SHEET_MODERATE)
    row = session.scalars(select(Workshop).where(within(scopes), Workshop.uuid == uuid)).one_or_none()
    if row is None:
        raise NotFound
    return row


def performance_lines(session: Session, *where: ColumnElement[bool]) -> list[PerformanceLine]:
    """The performances for which this holds, oldest first; a constant number of queries."""
    rows = list(session.scalars(select(Performance).where(*where).order_by(Performance.id)))
    if not rows:
        return []
    ids = [row.id for row in rows]
    sheets, results = sheets_of_performances(session, ids), newest_reconciliations(session, ids)
    copies, reviews = open_copies(session, ids), _open_reviews(session, ids)
    newest = _newest_numbers(session, rows)
    return [
        PerformanceLine(
            row,
            sheets.get(row.id, []),
            results.get(row.id),
            copies.get(row.id, []),
            reviews.get(row.id, []),
            performance_state(
                PerformanceFacts(
                    turns={Turn(one.row.turn) for one in sheets.get(row.id, [])},
                    sealed={Turn(one.row.turn) for one in sheets.get(row.id, []) if one.standing.sealed},
                    status=_status(results.get(row.id)),
                    differs=row.id in copies,
                    review=row.id in reviews,
                    replaced=row.no < newest[_whose(row)],
                )
            ),
        )
        for row in rows
    ]


def moderated_lines(session: Session, viewer: Viewer, workshop_id: int) -> list[PerformanceLine]:
    """The performances of a workshop that this moderator may see."""
    return performance_lines(
        session,
        moderated(viewer),
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
    )


def waiting_lines(session: Session, viewer: Viewer) -> list[PerformanceLine]:
    """What waits for this moderator at workshops that are not closed."""
    under_way = select(Workshop.id).where(Workshop.closed_at.is_(None))
    lines = performance_lines(
        session,
        moderated(viewer),
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id.in_(under_way),
    )
    return [one for one in lines if one.state in WAITS]


def what_waits(session: Session, workshop_id: int) -> WaitingAtWorkshop:
    """How far a workshop is; candidates who withdrew are left out."""
    withdrawn = select(WorkshopCandidate.person_id).where(
        WorkshopCandidate.workshop_id == workshop_id, WorkshopCandidate.withdrawn_at.is_not(None)
    )
    lines = performance_lines(
        session,
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
        Performance.person_id.not_in(withdrawn),
    )
    return WaitingAtWorkshop(len(lines), sum(one.state not in ENDED for one in lines))


def people_of_workshop(session: Session, workshop_id: int) -> WorkshopPeople:
    """The codes, letters and exercises of a workshop; three queries."""
    candidates = session.execute(
        select(WorkshopCandidate.person_id, WorkshopCandidate.number).where(
            WorkshopCandidate.workshop_id == workshop_id
        )
    )
    assessors = session.execute(
        select(WorkshopAssessor.person_id, WorkshopAssessor.number).where(WorkshopAssessor.workshop_id == workshop_id)
    )
    exercises = session.scalars(select(Exercise).where(Exercise.workshop_id == workshop_id))
    return WorkshopPeople(
        dict(candidates.all()),
        dict(assessors.all()),
        {one.id: one for one in exercises},
    )


def released_workshops(session: Session, ids: Collection[int]) -> dict[int, FeedbackRelease]:
    """Of which of these workshops the feedback is released; one query."""
    rows = session.scalars(select(FeedbackRelease).where(FeedbackRelease.workshop_id.in_(ids)))
    return {one.workshop_id: one for one in rows}


def review_of(session: Session, performance_id: int, uuid: str) -> PerformanceReview:
    """A review of this performance."""
    row = session.scalars(
        select(PerformanceReview).where(
            PerformanceReview.performance_id == performance_id, PerformanceReview.uuid == uuid
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def assessor_numbered(session: Session, performance: Performance, number: int) -> int:
    """Who has this number among the assessors of the workshop at which somebody performed."""
    person_id = session.scalars(
        select(WorkshopAssessor.person_id).where(
            WorkshopAssessor.workshop_id == performance.occasion_id, WorkshopAssessor.number == number
        )
    ).one_or_none()
    if person_id is None:
        raise NotFound
    return person_id


def copy_of(session: Session, performance_id: int, uuid: str) -> SheetCopy:
    """Content of a sheet of this performance that came a second time."""
    row = session.scalars(
        select(SheetCopy)
        .join(Sheet, Sheet.id == SheetCopy.sheet_id)
        .where(Sheet.performance_id == performance_id, SheetCopy.uuid == uuid)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def results_of(session: Session, performance_id: int) -> list[Reconciliation]:
    """Everything that a performance came to, the newest first."""
    query = select(Reconciliation).where(Reconciliation.performance_id == performance_id)
    return list(session.scalars(query.order_by(Reconciliation.no.desc())))


def workshops_by_id(session: Session, ids: Collection[int]) -> dict[int, Workshop]:
    """These workshops; one query."""
    return {one.id: one for one in session.scalars(select(Workshop).where(Workshop.id.in_(set(ids))))}


def numbers_of(session: Session, workshops: Collection[int]) -> dict[tuple[int, int], int]:
    """The numbers of candidates by workshop and person; one query."""
    rows = session.execute(
        select(WorkshopCandidate.workshop_id, WorkshopCandidate.person_id, WorkshopCandidate.number).where(
            WorkshopCandidate.workshop_id.in_(set(workshops))
        )
    )
    return {(workshop_id, person_id): number for workshop_id, person_id, number in rows}


def letters_of(session: Session, workshops: Collection[int]) -> dict[tuple[int, int], int]:
    """The numbers of assessors by workshop and person; one query."""
    rows = session.execute(
        select(WorkshopAssessor.workshop_id, WorkshopAssessor.person_id, WorkshopAssessor.number).where(
            WorkshopAssessor.workshop_id.in_(set(workshops))
        )
    )
    return {(workshop_id, person_id): number for workshop_id, person_id, number in rows}


def exercises_by_id(session: Session, ids: Collection[int]) -> dict[int, Exercise]:
    """These exercises; one query."""
    return {one.id: one for one in session.scalars(select(Exercise).where(Exercise.id.in_(set(ids))))}


def released_to(session: Session, person_id: int) -> list[PerformanceLine]:
    """What somebody performed at workshops whose feedback is released; what a fresh exercise replaced is left out."""
    released = select(FeedbackRelease.workshop_id)
    lines = performance_lines(
        session,
        Performance.person_id == person_id,
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id.in_(released),
    )
    return [one for one in lines if one.state is not PerformanceState.REPLACED and one.result is not None]


def _status(result: Reconciliation | None) -> ReconciliationStatus | None:
    return None if result is None else ReconciliationStatus(result.outcome["status"])


def _whose(row: Performance) -> Whose:
    return row.occasion, row.occasion_id, row.exercise_id, row.person_id


def _newest_numbers(
    session: Session, rows: Collection[Performance]
) -> Counter[tuple[str, int, int | None, int | None]]:
    """The highest number of each person at each exercise; what has no person counts alone."""
    found: Counter[tuple[str, int, int | None, int | None]] = Counter()
    query = (
        select(
            Performance.occasion, Performance.occasion_id, Performance.exercise_id, Performance.person_id,
            func.max(Performance.no),
        )
        .where(
            Performance.occasion_id.in_({row.occasion_id for row in rows}),
            Performance.person_id.is_not(None),
            Performance.exercise_id.is_not(None),
        )
        .group_by(Performance.occasion, Performance.occasion_id, Performance.exercise_id, Performance.person_id)
    )  # fmt: skip
    for occasion, occasion_id, exercise_id, person_id, number in session.execute(query):
        found[occasion, occasion_id, exercise_id, person_id] = number
    return found


def _open_reviews(session: Session, performances: Collection[int]) -> dict[int, list[PerformanceReview]]:
    found: dict[int, list[PerformanceReview]] = defaultdict(list)
    rows = session.scalars(
        select(PerformanceReview)
        .where(PerformanceReview.performance_id.in_(performances), PerformanceReview.closed_at.is_(None))
        .order_by(PerformanceReview.id)
    )
    for one in rows:
        found[one.performance_id].append(one)
    return dict(found)
