"""What moderators recommended of people, each with whether a result has changed since."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.sheets.models import Performance, Recommendation, Reconciliation, Sheet
from assessments.sheets.rules.recommending import Cited, is_out_of_date
from assessments.sheets.rules.states import Occasion
from assessments.workshops.models import Workshop, WorkshopCandidate
from lms.access import Viewer
from lms.errors import NotFound

At = tuple[int, int]  # workshop and person


@dataclass(frozen=True)
class FoundRecommendation:
    """A signed recommendation, the workshop, and whether a result that it rests on has changed since."""

    row: Recommendation
    workshop: str
    out_of_date: bool


def results_standing(session: Session, people: Collection[int], workshop_id: int | None = None) -> dict[At, Cited]:
    """The performances of these people at workshops with the newest result of each; one query."""
    newest = (
        select(func.max(Reconciliation.id))
        .where(Reconciliation.performance_id == Performance.id)
        .correlate(Performance)
        .scalar_subquery()
    )
    query = (
        select(Performance.occasion_id, Performance.person_id, Performance.uuid, Reconciliation.uuid)
        .outerjoin(Reconciliation, Reconciliation.id == newest)
        .where(Performance.person_id.in_(people), Performance.occasion == Occasion.WORKSHOP)
    )
    if workshop_id is not None:
        query = query.where(Performance.occasion_id == workshop_id)
    found: dict[At, dict[str, str]] = defaultdict(dict)
    for at, person_id, performance, result in session.execute(query):
        if person_id is not None:
            found[at, person_id][performance] = result or ""
    return dict(found)


def recommendations_of(session: Session, people: Collection[int]) -> dict[int, list[FoundRecommendation]]:
    """The newest recommendation of each workshop, by person, the oldest workshop first; two queries for all."""
    newest = (
        select(func.max(Recommendation.id))
        .where(Recommendation.person_id.in_(people))
        .group_by(Recommendation.workshop_id, Recommendation.person_id)
    )
    rows = session.execute(
        select(Recommendation, Workshop.title)
        .join(Workshop, Workshop.id == Recommendation.workshop_id)
        .where(Recommendation.id.in_(newest))
        .order_by(Recommendation.id)
    ).all()
    standing = results_standing(session, people) if rows else {}
    found: dict[int, list[FoundRecommendation]] = defaultdict(list)
    for row, title in rows:
        stale = is_out_of_date(row.cites, standing.get((row.workshop_id, row.person_id), {}))
        found[row.person_id].append(FoundRecommendation(row, title, stale))
    return dict(found)


def versions_of(session: Session, workshop_id: int, person_id: int) -> list[Recommendation]:
    """Every recommendation of a person at a workshop, the newest first."""
    query = select(Recommendation).where(
        Recommendation.workshop_id == workshop_id, Recommendation.person_id == person_id
    )
    return list(session.scalars(query.order_by(Recommendation.no.desc())))


def candidates_of(session: Session, workshop_id: int) -> list[WorkshopCandidate]:
    """Who is assessed at a workshop and has not withdrawn, by number."""
    query = select(WorkshopCandidate).where(
        WorkshopCandidate.workshop_id == workshop_id, WorkshopCandidate.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(WorkshopCandidate.number)))


def rated_by(session: Session, workshop_id: int, assessor_id: int) -> frozenset[int]:
    """Whom this person was named to rate at a workshop."""
    query = (
        select(Performance.person_id)
        .join(Sheet, Sheet.performance_id == Performance.id)
        .where(
            Performance.occasion == Occasion.WORKSHOP,
            Performance.occasion_id == workshop_id,
            Sheet.assessor_id == assessor_id,
        )
    )
    return frozenset(one for one in session.scalars(query) if one is not None)


def seen_in_person(session: Session, workshop_id: int) -> frozenset[int]:
    """Who does more at a workshop than written work, which hides names; one query."""
    query = select(Performance.person_id).where(
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == workshop_id,
        Performance.written.is_(False),
    )
    return frozenset(one for one in session.scalars(query) if one is not None)


def candidate_summed_up(session: Session, viewer: Viewer, workshop_id: int, uuid: str) -> WorkshopCandidate:
    """A candidate of whom this moderator may see all results: never themselves, and nobody whom they rate."""
    row = session.scalars(
        select(WorkshopCandidate).where(WorkshopCandidate.workshop_id == workshop_id, WorkshopCandidate.uuid == uuid)
    ).one_or_none()
    if row is None or row.person_id == viewer.id or row.person_id in rated_by(session, workshop_id, viewer.id):
        raise NotFound
    return row


def results_by_workshop(session: Session, workshop_id: int, people: Collection[int]) -> Mapping[int, Cited]:
    """What stands at one workshop, by person; one query."""
    found = results_standing(session, people, workshop_id)
    return {person_id: cited for (_workshop, person_id), cited in found.items()}
