"""A class from one laptop: what of the course is shown, printed and keyed in, lesson by lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.learning.outline import Outline, outlines
from courses.learning.queries.runs import EnrolledCourse
from courses.learning.queries.versions_read import version_by_id
from courses.permissions import CoursePermission
from courses.ports.pages import CLASS_PAGES, ClassPage
from lms.access import Viewer
from lms.i18n import language
from lms.web.api import is_shared


@dataclass(frozen=True)
class OfferedPage:
    """A page of another area for the same class."""

    page: ClassPage
    url: str


@dataclass(frozen=True)
class Classroom:
    """The course in the version of the cohort, and what else a class needs."""

    taken: EnrolledCourse
    outline: Outline
    offered: Sequence[OfferedPage]
    shows: bool  # the viewer may read any course, so lessons can be projected and printed
    runs_forms: bool
    is_shared: bool


def classroom(session: Session, viewer: Viewer, cohort: FoundCohort) -> Classroom:
    """The page of a class; lessons are those of the version to which the cohort is pinned."""
    taken = version_by_id(session, cohort.row.course_version_id, language())
    return Classroom(
        taken=taken,
        outline=outlines(session, [taken], language())[taken.version_id],
        offered=[OfferedPage(one, url_for(one.endpoint, uuid=cohort.row.uuid)) for one in CLASS_PAGES.providers()],
        shows=viewer.may(CoursePermission.COURSE_READ_ANY),
        runs_forms=viewer.may(CoursePermission.SURVEY_RUN),
        is_shared=is_shared(),
    )
