"""Answers to the checks of lessons, beside the lesson and on the practice quiz of a module: nothing is kept of them."""

from flask import request
from flask.typing import ResponseReturnValue

from courses.learning.pages import lesson as lessons
from courses.learning.pages import lesson_view
from courses.learning.pages import practice as practising
from courses.learning.pages.checks import check_gone, result_in_place
from courses.learning.pages.lesson_view import LessonView
from courses.learning.queries import runs as queries
from courses.learning.views.begin_first import begin_first
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from courses.ports.questions import CheckAnswer
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import Conflict, NotFound
from lms.i18n import _
from lms.web.api import wants_json


@bp.post("/courses/<slug>/lessons/<lesson>/checks/<check>")
@needs(CoursePermission.COURSE_TAKE)
def answer_check(slug: str, lesson: str, check: str) -> ResponseReturnValue:
    """The result of one check for a script, else the same page with it; nothing is kept: no redirect."""
    answer = CheckAnswer(check, request.form.to_dict(flat=False))
    found = lesson_asked(slug, lesson, answer)
    if not lessons.asks(found, check):
        check_missing(answer)
        return lessons.page(read_session(), found, answer), 409
    if wants_json():
        return result_in_place(read_session(), found.taken.version_id, lessons.place_of(found, check), answer)
    return lessons.page(read_session(), found, answer)


def lesson_asked(slug: str, lesson: str, answer: CheckAnswer) -> LessonView:
    """The lesson whose check is asked about; that it is gone from the course is said to a page that showed it."""
    try:
        return lesson_view.demand(read_session(), viewer(), slug, lesson)
    except NotFound:
        if answer.of_a_page and queries.course_taken(read_session(), viewer().id, slug):
            words = _("This lesson is no longer in your course. Open the course to see what replaced it.")
            raise Conflict(words) from None
        raise


def check_missing(answer: CheckAnswer) -> None:
    """Refuse what asks about a check that is not there, unless a page that showed it before is to be shown again."""
    if not answer.of_a_page:
        raise NotFound
    if wants_json():
        raise Conflict(check_gone())


@bp.get("/courses/<slug>/modules/<int(max=999):number>/practice")
@needs(CoursePermission.COURSE_TAKE)
def practice(slug: str, number: int) -> ResponseReturnValue:
    """The practice quiz of a module: the checks of its lessons on one page."""
    found = practising.find(read_session(), viewer(), slug, number)
    return practising.page(read_session(), found) if found else begin_first(slug)


@bp.post("/courses/<slug>/modules/<int(max=999):number>/practice/<check>")
@needs(CoursePermission.COURSE_TAKE)
def answer_practice(slug: str, number: int, check: str) -> ResponseReturnValue:
    """The result of one check for a script, else the same page with it; its address carries those before."""
    answer = CheckAnswer(check, request.form.to_dict(flat=False))
    found = practising.find(read_session(), viewer(), slug, number)
    if found is None:
        raise NotFound
    so_far = request.args.get("so-far", "")
    if check not in found.checks:
        check_missing(answer)
        return practising.page(read_session(), found, answer, so_far), 409
    if wants_json():
        place = practising.place_of(found, check)
        return result_in_place(read_session(), found.taken.version_id, place, answer)
    return practising.page(read_session(), found, answer, so_far)
