"""What the list of activities and the page of one show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.pages.cohort import CohortLine, cohort_lines
from courses.learning.queries.runs import on_offer
from courses.programme import labels, policy
from courses.programme.queries.activities import ActivityStance, FoundActivity, history_of
from courses.programme.queries.activity_list import cohorts_of_activity
from lms.access import Viewer
from lms.i18n import language
from lms.people.api import country_name, people_named


@dataclass(frozen=True)
class ActivityLine:
    """An activity in a list."""

    activity: FoundActivity
    kind: Any
    place: str
    state: tuple[Any, str]


@dataclass(frozen=True)
class ActivityStanceLine:
    """How an activity stood from a moment on, and who said so."""

    state: tuple[Any, str]
    at: datetime
    by: str | None  # for whoever may change it
    reason: str


@dataclass(frozen=True)
class ActivityPage:
    """An activity with what belongs to it, as far as the reader sees it."""

    line: ActivityLine
    course: str | None
    targets: Sequence[tuple[Any, int]]
    cohorts: Sequence[CohortLine]
    unseen: int  # cohorts that belong to it, and that the reader does not see
    history: Sequence[ActivityStanceLine]
    runs: bool  # the reader may change it


def place_said(activity: FoundActivity) -> str:
    """Where an activity is, in words."""
    return activity.region.row.name if activity.region else ", ".join(map(country_name, activity.countries))


def activity_line(activity: FoundActivity) -> ActivityLine:
    """One activity for a list."""
    kind, state = labels.ACTIVITY_KINDS[activity.kind], labels.STATUSES[activity.status]
    return ActivityLine(activity, kind, place_said(activity), state)


def activity_page(session: Session, viewer: Viewer, activity: FoundActivity, now: datetime) -> ActivityPage:
    """The page of an activity."""
    cohorts = cohorts_of_activity(session, viewer, activity)
    history = history_of(session, activity.id)
    runs = policy.may_run(viewer, activity.row.country)
    names = people_named(session, {one.by_id for one in history if one.by_id is not None and runs})
    return ActivityPage(
        line=activity_line(activity),
        course=_course_title(session, viewer, activity.row.course_slug),
        targets=[(words, activity.targets[kind]) for kind, words in labels.TARGETS.items() if kind in activity.targets],
        cohorts=cohort_lines(session, cohorts, now),
        unseen=len(activity.cohort_ids) - len(cohorts),
        history=[_stance_line(one, names) for one in reversed(history)],
        runs=runs,
    )


def _stance_line(one: ActivityStance, names: Mapping[int, str]) -> ActivityStanceLine:
    by = None if one.by_id is None else names.get(one.by_id)
    return ActivityStanceLine(labels.STATUSES[one.status], one.at, by, one.reason)


def _course_title(session: Session, viewer: Viewer, slug: str | None) -> str | None:
    """What the course is called; one that is not here yet, by its name in folders."""
    if slug is None:
        return None
    known = next(iter(on_offer(session, viewer, slug, language(), published=True)), None)
    return known.title if known else slug
