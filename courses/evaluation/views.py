"""Kirkpatrick's four levels on one page, of a cohort and of a course, and as files."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from courses.catalogue.queries import VersionTitle, version_titles
from courses.cohorts.queries.cohorts import FoundCohort, cohort_led
from courses.evaluation.pages import exports
from courses.evaluation.pages.charts import charts_of, gained_of
from courses.evaluation.pages.levels import Levels, levels_of
from courses.evaluation.queries.parts import Evaluated, courses_evaluated, of_cohort, of_course
from courses.permissions import CoursePermission
from courses.surveys.queries.forms import groups_of
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export

bp = Blueprint("evaluation", "courses.evaluation", template_folder="templates")


def led(uuid: object) -> FoundCohort:
    """This cohort, if the viewer leads it and does not sit in it."""
    cohort = cohort_led(read_session(), viewer(), str(uuid))
    if cohort.group not in groups_of(read_session(), viewer()):
        raise NotFound
    return cohort


def levels(what: Evaluated) -> Levels:
    """The four levels of these runs as they stand now."""
    return levels_of(read_session(), viewer(), what, clock.now())


def course_called(what: Evaluated) -> VersionTitle:
    """What the course is called."""
    return version_titles(read_session(), [what.version_id], language())[what.version_id]


def page(template: str, found: Levels, **values: Any) -> str:
    """A page of the four levels."""
    return render_template(template, levels=found, charts=charts_of(found), gained=gained_of(found.gain), **values)


def file_of(found: Levels, form: str) -> Response:
    """The figures as a file; they name nobody."""
    listed = ListExport(
        name="evaluation",
        title=_l("Evaluation"),
        columns=exports.COLUMNS,
        rows=exports.rows_of(found),
        names_people=False,
    )
    return answer_export(listed, form)


@bp.get("/cohorts/<uuid:uuid>/evaluation")
@needs(CoursePermission.COHORT_LEAD)
def cohort(uuid: object) -> ResponseReturnValue:
    """What the course achieved with a cohort."""
    found = led(uuid)
    return page("evaluation/cohort.html", levels(of_cohort(found)), cohort=found)


@bp.get("/cohorts/<uuid:uuid>/evaluation/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_cohort(uuid: object, form: str) -> Response:
    """The same as a file."""
    return file_of(levels(of_cohort(led(uuid))), form)


@bp.get("/forms/evaluation")
@needs(CoursePermission.SURVEY_RUN)
def courses() -> ResponseReturnValue:
    """The courses that officers take whom one reaches."""
    return render_template("evaluation/courses.html", courses=courses_evaluated(read_session(), viewer(), language()))


@bp.get("/forms/evaluation/<slug>")
@needs(CoursePermission.SURVEY_RUN)
def course(slug: str) -> ResponseReturnValue:
    """What a course achieved with the cohorts that one leads and the officers whom one reaches."""
    what = of_course(read_session(), viewer(), slug)
    return page("evaluation/course.html", levels(what), course=course_called(what))


@bp.get("/forms/evaluation/<slug>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.SURVEY_RUN)
def export_course(slug: str, form: str) -> Response:
    """The same as a file."""
    return file_of(levels(of_course(read_session(), viewer(), slug)), form)
