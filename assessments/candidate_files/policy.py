"""Who sees the photograph of a candidate, and who reads the dossier without names: one rule for one and for many."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from assessments.permissions import PracticalPermission
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.rules.states import Occasion
from assessments.workshops import policy as workshops
from assessments.workshops.models import Workshop, WorkshopCandidate
from assessments.workshops.scope_kind import within
from lms.access import Viewer

OWN = aliased(WorkshopCandidate)


def photographs_seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `WorkshopCandidate`: one's own, and those of a workshop that one runs, moderates or rates.

    Whoever rates sees those who stand before them, until the workshop is closed: of written work, whose author has no
    name, nobody. A candidate sees no other one, whatever else they are.
    """
    others = and_(
        WorkshopCandidate.person_id != viewer.id,
        WorkshopCandidate.withdrawn_at.is_(None),
        WorkshopCandidate.workshop_id.not_in(_assessed_at(viewer)),
        or_(
            and_(_rated_by(viewer, Performance.written.is_(False)), _at_open_workshop()),
            WorkshopCandidate.workshop_id.in_(select(Workshop.id).where(watched_by(viewer))),
        ),
    )
    return or_(WorkshopCandidate.person_id == viewer.id, others)


def watched_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Workshop`: those that the viewer runs or moderates."""
    return or_(workshops.run_by(viewer), within(viewer.scopes(PracticalPermission.SHEET_MODERATE)))


def dossiers_read_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `WorkshopCandidate`: those whom the viewer rates at a workshop that is not closed."""
    return and_(
        WorkshopCandidate.person_id != viewer.id,
        WorkshopCandidate.withdrawn_at.is_(None),
        _at_open_workshop(),
        _rated_by(viewer),
    )


def _at_open_workshop() -> ColumnElement[bool]:
    return WorkshopCandidate.workshop_id.in_(select(Workshop.id).where(Workshop.closed_at.is_(None)))


def _rated_by(viewer: Viewer, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    if not viewer.may(PracticalPermission.SHEET_RATE):
        return false()
    return exists().where(
        Performance.occasion == Occasion.WORKSHOP,
        Performance.occasion_id == WorkshopCandidate.workshop_id,
        Performance.person_id == WorkshopCandidate.person_id,
        Sheet.performance_id == Performance.id,
        Sheet.assessor_id == viewer.id,
        *where,
    )


def _assessed_at(viewer: Viewer) -> ColumnElement[int]:
    return select(OWN.workshop_id).where(OWN.person_id == viewer.id, OWN.withdrawn_at.is_(None)).scalar_subquery()
