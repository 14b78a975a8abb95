"""Trainers of cohorts: a role for the cohort, given and taken; a cohort that is open has always one."""

from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort, lock, trainers_of_one
from courses.cohorts.queries.participants import known_in
from courses.cohorts.rules.states import CURRENT, CohortState
from courses.cohorts.scope_kind import COHORT
from lms.access import Grant, Role
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.people.api import PersonInfo, end_role_for, give_role_for, holds_role, person_by_login, person_of


def grant_for(cohort_id: int) -> Grant:
    """The role of the trainers of a cohort."""
    return Grant(Role.TRAINER, COHORT, str(cohort_id))


def give_cohort(session: Session, cohort_id: int, person_id: int, *, by: int | None, now: datetime) -> bool:
    """Let somebody lead a cohort; answers whether they did not before."""
    return give_role_for(session, person_id, grant_for(cohort_id), actor_id=by, now=now)


def trainer_typed(session: Session, cohort: FoundCohort, typed: str) -> PersonInfo:
    """Whom somebody typed as a trainer: the administrators have made them one, and they do not sit in this class."""
    found = person_by_login(session, typed)
    if found is None or found.closed or not holds_role(session, found.id, Role.TRAINER):
        words = _("No trainer has this user name or e-mail address.")
        raise BadInput("person", words + " " + _("Only an administrator can make somebody a trainer."))
    known = known_in(session, cohort.id, [found.id]).get(found.id)
    if known is not None and known.status in CURRENT:
        raise BadInput("person", _("This person takes part in the cohort, so they cannot lead it."))
    return found


def add_trainer(session: Session, cohort: FoundCohort, typed: str, *, by: int, now: datetime) -> PersonInfo:
    """Add a trainer beside those who lead the cohort."""
    _demand_open(session, cohort)
    found = trainer_typed(session, cohort, typed)
    if not give_cohort(session, cohort.id, found.id, by=by, now=now):
        raise BadInput("person", _("This person leads the cohort already."))
    return found


def remove_trainer(session: Session, cohort: FoundCohort, person_id: int, *, by: int, now: datetime) -> None:
    """Take the cohort from one of its trainers; never from the last, who hands it over."""
    _demand_open(session, cohort)
    leading = trainers_of_one(session, cohort.id)
    if person_id not in leading:
        raise RuleBroken(_("%(name)s does not lead this cohort.", name=person_of(session, person_id).name))
    if len(leading) == 1:
        raise RuleBroken(_("This is the only trainer of the cohort. Hand the cohort over, or add another one first."))
    end_role_for(session, person_id, grant_for(cohort.id), actor_id=by, now=now)


def _demand_open(session: Session, cohort: FoundCohort) -> None:
    """Refuse what a cohort has to be open for; locked, so that of two removals one leaves the last trainer."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so its trainers stay as they are."))
