"""For whom somebody opens the final exam: people whom their right reaches, and never themselves."""

from dataclasses import replace

from sqlalchemy import ColumnElement, or_

from courses.cohorts.scope_kind import COHORT
from courses.learning.models import Enrolment
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.people.api import people_in_scope
from lms.scopes import numbers


def in_care(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on runs: those of others for whom the viewer may open the final exam.

    Through a cohort these are the runs in it alone: its trainer opens nothing of another course.
    """
    others = Enrolment.person_id != viewer.id
    cohorts = numbers(viewer.scopes(CoursePermission.OPEN_FINAL).ids(COHORT))
    beside = replace(viewer, grants=tuple(one for one in viewer.grants if one.scope_kind != COHORT))
    wider, reached = (
        people_in_scope(each, CoursePermission.OPEN_FINAL, Enrolment.person_id.expression) for each in (beside, viewer)
    )
    of_cohorts = reached & (Enrolment.group_kind == COHORT) & Enrolment.group_id.in_(cohorts)
    return others & or_(wider, of_cohorts)
