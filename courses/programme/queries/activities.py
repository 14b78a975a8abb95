"""Activities with all that belongs to them, as managers, coordinators and reports find them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from courses.programme import policy
from courses.programme.models import (
    Activity,
    ActivityCohort,
    ActivityPartner,
    ActivityState,
    ActivityTarget,
    Fund,
    Partner,
)
from courses.programme.queries.lists import FoundRegion, all_regions
from courses.programme.rules.activities import ActivityKind, ActivityStatus, TargetKind
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class ActivityStance:
    """How an activity stands from a moment on."""

    status: ActivityStatus
    at: datetime
    by_id: int | None
    reason: str


@dataclass(frozen=True)
class FoundActivity:
    """An activity, how it stands, and all that belongs to it."""

    row: Activity
    now: ActivityStance
    fund: Fund | None
    region: FoundRegion | None
    partners: tuple[Partner, ...]
    targets: Mapping[TargetKind, int]
    cohort_ids: tuple[int, ...]  # that belong to it now

    @property
    def id(self) -> int:
        """Its number inside."""
        return self.row.id

    @property
    def kind(self) -> ActivityKind:
        """What is done."""
        return ActivityKind(self.row.kind)

    @property
    def status(self) -> ActivityStatus:
        """How it stands."""
        return self.now.status

    @property
    def countries(self) -> tuple[str, ...]:
        """Where it is: one country, or those of its region."""
        if self.region is not None:
            return self.region.countries
        return (self.row.country,) if self.row.country else ()


@cache
def newest_state() -> ScalarSelect[int]:
    """As SQL: the number of the newest state of the activity that a query speaks of; that one counts."""
    state = aliased(ActivityState)
    return select(func.max(state.id)).where(state.activity_id == Activity.id).correlate(Activity).scalar_subquery()


def activities_where(session: Session, *where: ColumnElement[bool]) -> list[FoundActivity]:
    """The activities for which this holds, the one that begins last first, whoever asks; six queries for all."""
    rows = session.execute(
        select(Activity, ActivityState, Fund)
        .select_from(Activity)
        .join(ActivityState, ActivityState.id == newest_state())
        .outerjoin(Fund, Fund.id == Activity.fund_id)
        .where(*where)
        .order_by(Activity.starts_on.is_(None).desc(), Activity.starts_on.desc(), Activity.id.desc())
    ).all()
    ids = [activity.id for activity, _state, _fund in rows]
    regions = {one.row.id: one for one in all_regions(session)} if any(row[0].region_id for row in rows) else {}
    partners, targets, cohorts = (
        partners_of(session, ids),
        targets_of(session, ids),
        cohorts_of_activities(session, ids),
    )
    return [
        FoundActivity(
            activity,
            ActivityStance(ActivityStatus(state.status), state.at, state.by_id, state.reason),
            fund,
            None if activity.region_id is None else regions[activity.region_id],
            tuple(partners.get(activity.id, ())),
            targets.get(activity.id, {}),
            tuple(cohorts.get(activity.id, ())),
        )
        for activity, state, fund in rows
    ]


def activities_seen(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[FoundActivity]:
    """Those of these that the viewer sees."""
    return activities_where(session, policy.visible_to(viewer), *where)


def activity_seen(session: Session, viewer: Viewer, uuid: str) -> FoundActivity:
    """This activity, if the viewer sees it."""
    return _one(activities_seen(session, viewer, Activity.uuid == uuid))


def activity_run(session: Session, viewer: Viewer, uuid: str) -> FoundActivity:
    """This activity, if the viewer changes it."""
    return _one(activities_where(session, Activity.uuid == uuid, policy.run_by(viewer)))


def all_activities(session: Session) -> list[FoundActivity]:
    """Every activity, whoever asks: for reports, which ask before who may read them."""
    return activities_where(session)


def activities_of_kind(session: Session, kind: ActivityKind) -> list[FoundActivity]:
    """Those of a kind, whoever asks: for what stands at an activity, which asks before who may see it."""
    return activities_where(session, Activity.kind == kind)


def activities_of_fund(session: Session, fund_id: int) -> list[FoundActivity]:
    """Those that this fund pays for, whoever asks."""
    return activities_where(session, Activity.fund_id == fund_id)


def partners_of(session: Session, activity_ids: Collection[int]) -> dict[int, list[Partner]]:
    """The partners of these activities, by name; one query."""
    rows = session.execute(
        select(ActivityPartner.activity_id, Partner)
        .join(Partner, Partner.id == ActivityPartner.partner_id)
        .where(ActivityPartner.activity_id.in_(activity_ids))
        .order_by(func.lower(Partner.name), Partner.id)
    )
    found: dict[int, list[Partner]] = defaultdict(list)
    for activity_id, partner in rows:
        found[activity_id].append(partner)
    return found


def targets_of(session: Session, activity_ids: Collection[int]) -> dict[int, dict[TargetKind, int]]:
    """The targets of these activities; one query."""
    rows = session.scalars(select(ActivityTarget).where(ActivityTarget.activity_id.in_(activity_ids)))
    found: dict[int, dict[TargetKind, int]] = defaultdict(dict)
    for row in rows:
        found[row.activity_id][TargetKind(row.kind)] = row.people
    return found


def cohorts_of_activities(session: Session, activity_ids: Collection[int]) -> dict[int, list[int]]:
    """The cohorts that belong to these activities now, the first linked first; one query."""
    rows = session.execute(
        select(ActivityCohort.activity_id, ActivityCohort.cohort_id)
        .where(ActivityCohort.activity_id.in_(activity_ids), ActivityCohort.ended_at.is_(None))
        .order_by(ActivityCohort.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for activity_id, cohort_id in rows:
        found[activity_id].append(cohort_id)
    return found


def history_of(session: Session, activity_id: int) -> list[ActivityStance]:
    """Every state of an activity, the oldest first."""
    rows = session.scalars(
        select(ActivityState).where(ActivityState.activity_id == activity_id).order_by(ActivityState.id)
    )
    return [ActivityStance(ActivityStatus(row.status), row.at, row.by_id, row.reason) for row in rows]


def _one(found: list[FoundActivity]) -> FoundActivity:
    if not found:
        raise NotFound
    return found[0]
