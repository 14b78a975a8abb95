"""How an activity stands, appended; and the cohorts that belong to it, added and taken out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.states import CohortState
from courses.programme.events import ActivityCohortLinked, ActivityCohortUnlinked, ActivityStateChanged
from courses.programme.models import REASON_LENGTH, Activity, ActivityCohort, ActivityState
from courses.programme.queries.activities import FoundActivity, history_of
from courses.programme.rules.activities import ActivityStatus, needs_reason, next_states
from lms import events
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _


def set_state(
    session: Session, activity: FoundActivity, status: ActivityStatus, reason: str, *, by: int | None, now: datetime
) -> None:
    """Say how an activity stands from now on; to cancel it and to go back takes a reason."""
    _lock(session, activity.id)
    why, before = " ".join(reason.split()), history_of(session, activity.id)[-1].status
    if status not in next_states(before):
        raise Conflict(_("The activity has changed. Load its page again."))
    if needs_reason(before, status) and not why:
        raise BadInput("reason", _("Say why, so that others can follow it later."))
    if len(why) > REASON_LENGTH:
        raise BadInput("reason", _("Use at most %(most)s characters.", most=REASON_LENGTH))
    if status in (ActivityStatus.UNDER_WAY, ActivityStatus.DONE) and activity.row.starts_on is None:
        raise BadInput("status", _("Give the activity its days first."))
    session.add(ActivityState(activity_id=activity.id, status=status, at=now, by_id=by, reason=why))
    session.flush()
    happened = ActivityStateChanged(
        subject=f"activity:{activity.id}", actor_id=by, at=now, before=before.value,
        after=status.value, reason=why,
    )  # fmt: skip
    events.publish(session, happened)


def link_cohort(
    session: Session, activity: FoundActivity, cohort: FoundCohort, *, by: int | None, now: datetime
) -> None:
    """Let a cohort belong to an activity in its country; it belongs to one at a time."""
    _lock(session, activity.id)
    if cohort.state not in (CohortState.OPEN, CohortState.ENDED):
        raise BadInput("cohort", _("This cohort is not open. Choose one that is open or has ended."))
    if cohort.row.country not in activity.countries:
        raise BadInput("cohort", _("This cohort is in another country than the activity."))
    held = session.scalars(
        select(ActivityCohort).where(ActivityCohort.cohort_id == cohort.id, ActivityCohort.ended_at.is_(None))
    ).one_or_none()
    if held is not None:
        raise BadInput("cohort", _said_held(session, held, activity))
    session.add(ActivityCohort(activity_id=activity.id, cohort_id=cohort.id, at=now, by_id=by))
    session.flush()
    events.publish(
        session, ActivityCohortLinked(subject=f"activity:{activity.id}", actor_id=by, at=now, cohort_id=cohort.id)
    )


def unlink_cohort(session: Session, activity: FoundActivity, cohort_id: int, *, by: int | None, now: datetime) -> None:
    """Take a cohort out of an activity; that it was there stays known."""
    _lock(session, activity.id)
    row = session.scalars(
        select(ActivityCohort).where(
            ActivityCohort.activity_id == activity.id,
            ActivityCohort.cohort_id == cohort_id,
            ActivityCohort.ended_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise RuleBroken(_("This cohort no longer belongs to the activity."))
    row.ended_at, row.ended_by_id = now, by
    session.flush()
    happened = ActivityCohortUnlinked(subject=f"activity:{activity.id}", actor_id=by, at=now, cohort_id=cohort_id)
    events.publish(session, happened)


def _said_held(session: Session, held: ActivityCohort, activity: FoundActivity) -> str:
    if held.activity_id == activity.id:
        return _("This cohort already belongs to the activity.")
    title = session.get_one(Activity, held.activity_id).title
    return _("This cohort belongs to “%(title)s”. Remove it there first.", title=title)


def _lock(session: Session, activity_id: int) -> None:
    session.execute(select(Activity.id).where(Activity.id == activity_id).with_for_update())
