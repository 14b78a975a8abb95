"""Activities as a list that is narrowed and shown page by page; and the cohorts that may still be put into one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_seen
from courses.programme import policy
from courses.programme.models import Activity, ActivityCohort, ActivityState, RegionCountry
from courses.programme.queries.activities import FoundActivity, activities_where, newest_state
from courses.programme.rules.activities import ActivityKind, ActivityStatus
from lms.access import Viewer
from lms.paging import page_of

SHOWN = 50


@dataclass(frozen=True)
class ActivityFilter:
    """Which activities a list is narrowed to; nothing narrows nothing."""

    kind: ActivityKind | None = None
    status: ActivityStatus | None = None
    fund_id: int | None = None
    country: str | None = None  # of the activity itself, or among those of its region

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as filters on `Activity`."""
        found: list[ColumnElement[bool]] = []
        if self.kind is not None:
            found.append(Activity.kind == self.kind)
        if self.status is not None:
            newest = select(ActivityState.status).where(ActivityState.id == newest_state()).scalar_subquery()
            found.append(newest == self.status)
        if self.fund_id is not None:
            found.append(Activity.fund_id == self.fund_id)
        if self.country is not None:
            regions = select(RegionCountry.region_id).where(RegionCountry.country == self.country)
            found.append(or_(Activity.country == self.country, Activity.region_id.in_(regions)))
        return found


@dataclass(frozen=True)
class ActivitiesPage:
    """Some activities of a long list, and where they stand in it."""

    lines: Sequence[FoundActivity]
    count: int
    number: int
    pages: int


def activities_page(
    session: Session, viewer: Viewer, wanted: ActivityFilter, *, number: int, size: int = SHOWN
) -> ActivitiesPage:
    """A page of the activities that the viewer sees, without days first, then the one that begins last."""
    where = [policy.visible_to(viewer), *wanted.conditions()]
    count = session.scalars(select(func.count(Activity.id)).where(*where)).one()
    number, pages = page_of(count, number, size)
    some = (
        select(Activity.id)
        .where(*where)
        .order_by(Activity.starts_on.is_(None).desc(), Activity.starts_on.desc(), Activity.id.desc())
        .offset((number - 1) * size)
        .limit(size)
    )
    ids = list(session.scalars(some))
    return ActivitiesPage(activities_where(session, Activity.id.in_(ids)), count, number, pages)


def cohorts_of_activity(session: Session, viewer: Viewer, activity: FoundActivity) -> list[FoundCohort]:
    """Those cohorts of an activity that the viewer sees; one query."""
    return cohorts_seen(session, viewer, Cohort.id.in_(activity.cohort_ids))


def cohorts_to_link(session: Session, viewer: Viewer, activity: FoundActivity) -> list[FoundCohort]:
    """The cohorts that the viewer sees in its countries and that belong to no activity yet; one query."""
    taken = select(ActivityCohort.cohort_id).where(ActivityCohort.ended_at.is_(None))
    free = Cohort.country.in_(activity.countries) & Cohort.id.not_in(taken)
    return cohorts_seen(session, viewer, free, CohortDecision.approved.is_(True))
