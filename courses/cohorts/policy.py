"""Who sees, leads and decides which cohorts, and whom they see in them: the rule for one and, for lists, for many."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select, true

from courses.cohorts.models.cohort import Cohort, CohortDecision, CohortHandOver
from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal
from courses.cohorts.models.participant import Participant
from courses.cohorts.scope_kind import COHORT, covers, within
from courses.permissions import CoursePermission
from lms.access import Permission, Viewer
from lms.people.api import administrations_of, people_in_scope
from lms.scopes import numbers


def may_lead(viewer: Viewer, cohort: Cohort) -> bool:
    """The trainers of a cohort, and the managers of its place."""
    return covers(viewer.scopes(CoursePermission.COHORT_LEAD), cohort)


def led_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Cohort`."""
    return within(viewer.scopes(CoursePermission.COHORT_LEAD))


def may_decide(viewer: Viewer, cohort: Cohort) -> bool:
    """Who decides on proposals of this place; nobody decides on their own."""
    return cohort.proposed_by_id != viewer.id and covers(viewer.scopes(CoursePermission.COHORT_APPROVE), cohort)


def decided_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Cohort`."""
    by_others = Cohort.proposed_by_id.is_distinct_from(viewer.id)
    return by_others & within(viewer.scopes(CoursePermission.COHORT_APPROVE))


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Cohort`: those that one leads or decides on, and what one proposed until it is open."""
    opened = select(CohortDecision.cohort_id).where(CohortDecision.approved).correlate(None)
    proposed = (Cohort.proposed_by_id == viewer.id) & Cohort.id.not_in(opened)
    return or_(led_by(viewer), within(viewer.scopes(CoursePermission.COHORT_APPROVE)), proposed)


def participants_visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Participant`: everybody ever in a cohort of which one is a trainer, else whom one reaches.

    Of who has left, their trainers see that they were there and why they left, and nothing else of the person.
    """
    scopes = viewer.scopes(CoursePermission.COHORT_LEAD)
    own = Participant.cohort_id.in_(numbers(scopes.ids(COHORT)))
    return or_(own, people_in_scope(viewer, CoursePermission.COHORT_LEAD, Participant.person_id.expression))


def joins_decided_by(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `Participant`: whose joining of a cohort elsewhere one decides; never one's own."""
    reached = people_in_scope(viewer, CoursePermission.COHORT_APPROVE, Participant.person_id.expression)
    return reached & (Participant.person_id != viewer.id)


def offered_to(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `CohortHandOver`: what is offered to oneself and waits."""
    return (CohortHandOver.to_id == viewer.id) & CohortHandOver.taken_at.is_(None) & CohortHandOver.ended_at.is_(None)


def accounts_decided_by(viewer: Viewer | None) -> ColumnElement[bool]:
    """As a filter on `CohortAccountProposal`: of administrations whose people one manages; nobody asks for all."""
    if viewer is None:
        return true()
    return administrations_of(viewer, Permission.PEOPLE_MANAGE, CohortAccountProposal.administration_id.expression)


def may_permit_accounts(viewer: Viewer, cohort: Cohort, trainers: Collection[int]) -> bool:
    """Who lets the trainers of a cohort make accounts: whoever makes them there, and leads it not themselves."""
    return viewer.id not in trainers and covers(viewer.scopes(Permission.PEOPLE_MANAGE), cohort)


def makes_by_permit(viewer: Viewer, trainers: Collection[int], permit: CohortAccountPermit | None) -> bool:
    """Whether somebody makes the accounts of a cohort by a permit: a trainer of it, never by one that they gave."""
    return permit is not None and permit.ended_at is None and viewer.id in trainers and permit.given_by_id != viewer.id
