"""Who may see which decisions about others: the rule for one and, for lists, for many."""

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import Session

from assessments.decisions.kinds import all_kinds, kind_of
from assessments.decisions.models import Decision
from lms.access import Viewer
from lms.people.api import people_in_scope, reaches_person


def may_manage(session: Session, viewer: Viewer, decision: Decision) -> bool:
    """Who decides about the person in this kind of thing; never the person themselves."""
    if decision.person_id == viewer.id:
        return False
    return reaches_person(session, viewer, kind_of(decision.kind).permission, decision.person_id)


def managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Decision`."""
    person = Decision.person_id.expression
    ways = [
        (Decision.kind == kind.name) & people_in_scope(viewer, kind.permission, person) for kind in all_kinds().values()
    ]
    return or_(false(), *ways) & (person != viewer.id)
