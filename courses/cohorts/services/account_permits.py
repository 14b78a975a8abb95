"""A coordinator lets the trainers of a cohort make the accounts that its imports propose, and ends that again."""

from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import AccountPermitEnded, AccountPermitGiven
from courses.cohorts.models.imports import CohortAccountPermit
from courses.cohorts.policy import may_permit_accounts
from courses.cohorts.queries.cohorts import FoundCohort, lock, trainers_of_one
from courses.cohorts.queries.imports import permit_of
from courses.cohorts.rules.states import CohortState
from lms import events
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people.api import demand_independent


def give_permit(session: Session, cohort: FoundCohort, *, by: Viewer, now: datetime) -> None:
    """Let the trainers of this cohort make accounts for it; never one's own cohort, nor for who gave one's rights."""
    lock(session, cohort.id)
    trainers = trainers_of_one(session, cohort.id)
    if not may_permit_accounts(by, cohort.row, trainers):
        raise NotFound
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so no accounts are created for it."))
    if permit_of(session, cohort.id) is not None:
        raise Conflict(_("The trainers may already create accounts. Load the page again."))
    for trainer in trainers:
        demand_independent(session, by.id, trainer)
    row = CohortAccountPermit(cohort_id=cohort.id, given_by_id=by.id, given_at=now)
    session.add(row)
    session.flush()
    given = AccountPermitGiven(
        subject=f"cohort:{cohort.id}", actor_id=by.id, at=now, permit_id=row.id, trainers=trainers
    )
    events.publish(session, given)


def end_permit(session: Session, cohort: FoundCohort, *, by: Viewer, now: datetime) -> None:
    """Let them make accounts no more; what was made stays."""
    lock(session, cohort.id)
    if not may_permit_accounts(by, cohort.row, trainers_of_one(session, cohort.id)):
        raise NotFound
    row = permit_of(session, cohort.id)
    if row is None:
        raise Conflict(_("The trainers may no longer create accounts. Load the page again."))
    row.ended_at, row.ended_by_id = now, by.id
    session.flush()
    events.publish(session, AccountPermitEnded(subject=f"cohort:{cohort.id}", actor_id=by.id, at=now, permit_id=row.id))
