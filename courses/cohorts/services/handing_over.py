"""A cohort changes hands: offered with a note of what is open, and taken by the other trainer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.events import HandOverEnded, HandOverOffered, HandOverTaken
from courses.cohorts.models.cohort import CohortHandOver
from courses.cohorts.queries.cohorts import FoundCohort, cohort_by_id, lock, trainers_of_one
from courses.cohorts.queries.hand_overs import hand_over_of
from courses.cohorts.rules.states import CohortState
from courses.cohorts.services.trainers import give_cohort, grant_for, trainer_typed
from lms import events, ids
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.people.api import end_role_for


@dataclass(frozen=True)
class HandOverDraft:
    """Who gives the cohort away, to whom, and what is open."""

    from_id: int
    to: str  # user name or e-mail
    note: str


def offer(session: Session, cohort: FoundCohort, draft: HandOverDraft, *, by: int, now: datetime) -> CohortHandOver:
    """Offer a cohort to another trainer; until they take it, nothing changes."""
    lock(session, cohort.id)
    if cohort.state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort is not open, so it is not handed over."))
    if hand_over_of(session, cohort.id) is not None:
        raise Conflict(_("This cohort is already offered to somebody. Cancel that offer first."))
    if draft.from_id not in trainers_of_one(session, cohort.id):
        raise BadInput("trainer", _("Choose one of the trainers of this cohort."))
    found = trainer_typed(session, cohort, draft.to)
    if found.id == draft.from_id:
        raise BadInput("person", _("This trainer hands over the cohort. Choose somebody else."))
    if not draft.note.strip():
        raise BadInput("note", _("Say what is still open, so that the other trainer can continue."))
    row = CohortHandOver(
        uuid=ids.new_uuid(),
        cohort_id=cohort.id,
        from_id=draft.from_id,
        to_id=found.id,
        note=draft.note.strip(),
        offered_by_id=by,
        offered_at=now,
    )
    session.add(row)
    session.flush()
    happened = HandOverOffered(
        subject=f"cohort:{cohort.id}", actor_id=by, at=now, hand_over_id=row.id, from_id=row.from_id, to_id=row.to_id
    )
    events.publish(session, happened)
    return row


def take(session: Session, row: CohortHandOver, *, now: datetime) -> None:
    """Take a cohort that is offered to oneself: one leads it from now on, and whoever gave it away no more."""
    lock(session, row.cohort_id)
    session.refresh(row)
    if row.taken_at is not None or row.ended_at is not None:
        raise Conflict(_("This offer no longer exists. Ask the trainer who made it."))
    if cohort_by_id(session, row.cohort_id).state is not CohortState.OPEN:
        raise RuleBroken(_("This cohort has ended, so it is not handed over."))
    row.taken_at = now
    session.flush()
    give_cohort(session, row.cohort_id, row.to_id, by=row.offered_by_id, now=now)
    end_role_for(session, row.from_id, grant_for(row.cohort_id), actor_id=row.to_id, now=now)
    happened = HandOverTaken(
        subject=f"cohort:{row.cohort_id}", actor_id=row.to_id, at=now, hand_over_id=row.id, from_id=row.from_id,
        to_id=row.to_id,
    )  # fmt: skip
    events.publish(session, happened)


def end_offer(session: Session, row: CohortHandOver, *, by: int, now: datetime) -> None:
    """Decline a cohort, or call its offer back: it stays with whoever leads it."""
    lock(session, row.cohort_id)
    session.refresh(row)
    if row.taken_at is not None or row.ended_at is not None:
        raise Conflict(_("This offer no longer exists."))
    row.ended_at, row.ended_by_id = now, by
    session.flush()
    happened = HandOverEnded(subject=f"cohort:{row.cohort_id}", actor_id=by, at=now, hand_over_id=row.id)
    events.publish(session, happened)
