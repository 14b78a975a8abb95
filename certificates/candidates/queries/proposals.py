"""Steps that wait for a second person, and nominations that wait for their officer, found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.candidates.models import Nomination, StepProposal
from certificates.schemes.models import Scheme
from lms.access import Viewer
from lms.errors import NotFound


def open_proposal(session: Session, candidate_id: int) -> StepProposal | None:
    """The step that waits for a second person; at most one does."""
    query = select(StepProposal).where(StepProposal.candidate_id == candidate_id, StepProposal.closed_at.is_(None))
    return session.scalars(query).one_or_none()


def proposals_of(session: Session, candidate_id: int) -> list[StepProposal]:
    """Every step that was proposed for a candidate, the newest first."""
    query = select(StepProposal).where(StepProposal.candidate_id == candidate_id)
    return list(session.scalars(query.order_by(StepProposal.id.desc())))


def open_nominations(session: Session, person_id: int) -> list[tuple[Nomination, str]]:
    """The nominations on which this person has not answered, with the names of their schemes."""
    query = (
        select(Nomination, Scheme.slug)
        .join(Scheme, Scheme.id == Nomination.scheme_id)
        .where(Nomination.person_id == person_id, Nomination.answered_at.is_(None))
    )
    return [(row, slug) for row, slug in session.execute(query.order_by(Nomination.id))]


def own_nomination(session: Session, viewer: Viewer, uuid: str) -> Nomination:
    """One that waits for the viewer's own answer."""
    query = select(Nomination).where(
        Nomination.uuid == uuid, Nomination.person_id == viewer.id, Nomination.answered_at.is_(None)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def nominations_by_people(session: Session, viewer_id: int, limit: int = 200) -> list[tuple[Nomination, str]]:
    """What this person nominated, the newest first, with the names of the schemes."""
    query = (
        select(Nomination, Scheme.slug)
        .join(Scheme, Scheme.id == Nomination.scheme_id)
        .where(Nomination.by_id == viewer_id)
        .order_by(Nomination.id.desc())
        .limit(limit)
    )
    return [(row, slug) for row, slug in session.execute(query)]
