"""The sampling plan of a workshop is set, and a moderator says of a result whether they agree."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.sheets.events import ModerationPlanned, SampleLookedAt
from assessments.sheets.models import ModerationPlan, Performance, Reconciliation, SampleLook
from assessments.sheets.queries.performances import performance_lines
from assessments.sheets.queries.samples import newest_plan
from assessments.sheets.queries.sheets import lock_performance
from assessments.sheets.rules.progress import PerformanceState
from assessments.sheets.rules.sampled import plan_as_data
from assessments.sheets.services.settling import demand_moderator, demand_reason
from assessments.statistics.sampling import SamplingPlan
from assessments.workshops.models import Workshop
from lms import events
from lms.errors import Conflict, RuleBroken
from lms.i18n import _


def set_plan(
    session: Session, workshop: Workshop, plan: SamplingPlan, *, seed: str, by_id: int, now: datetime
) -> ModerationPlan:
    """Set how much of a workshop is looked at; the seed counts the first time, so that nobody draws lots again."""
    session.execute(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())
    newest = newest_plan(session, workshop.id)
    data = plan_as_data(plan)
    if newest is not None and newest.plan == data:
        return newest
    row = ModerationPlan(
        workshop_id=workshop.id, no=newest.no + 1 if newest else 1, plan=data, seed=newest.seed if newest else seed,
        by_id=by_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        ModerationPlanned(subject=f"workshop:{workshop.id}", actor_id=by_id, at=now, plan_id=row.id, plan=data),
    )
    return row


def look_at(
    session: Session, performance: Performance, result: str, reason: str, *, agrees: bool, by_id: int, now: datetime
) -> SampleLook:
    """Say of a result, named by its uuid, whether one agrees; a newer result has to be looked at anew."""
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    line = performance_lines(session, Performance.id == performance.id)[0]
    if line.state is not PerformanceState.FINAL or line.result is None:
        raise RuleBroken(_("This performance has no result yet. A moderator reviews results."))
    if line.result.uuid != result:
        raise Conflict(_("There is a newer result. Look at it first."))
    if not agrees:
        demand_reason(reason)
    return _append(session, performance, line.result, reason, agrees=agrees, by_id=by_id, now=now)


def _append(
    session: Session,
    performance: Performance,
    result: Reconciliation,
    reason: str,
    *,
    agrees: bool,
    by_id: int,
    now: datetime,
) -> SampleLook:
    last = session.scalars(select(func.max(SampleLook.no)).where(SampleLook.performance_id == performance.id)).one()
    row = SampleLook(
        performance_id=performance.id, no=(last or 0) + 1, reconciliation_id=result.id, agrees=agrees,
        reason=reason.strip(), by_id=by_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        SampleLookedAt(
            subject=f"performance:{performance.id}", actor_id=by_id, at=now, look_id=row.id, agrees=agrees,
            reason=row.reason,
        ),
    )  # fmt: skip
    return row
