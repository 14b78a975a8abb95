"""Lessons for a room: on a projector, and on paper."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from courses.learning.pages import classroom
from courses.learning.views.begin_first import begin_first
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from courses.ports.questions import CheckAnswer
from lms.access import needs, viewer
from lms.db import read_session
from lms.web.api import wants_json


def version_asked() -> str | None:
    """The version that the address names, such as that of a cohort."""
    return request.args.get("version") or None


def place(slug: str, lesson: str) -> classroom.LessonPlace:
    """The lesson of this address."""
    return classroom.LessonPlace(slug, lesson, version_asked())


@bp.get("/courses/<slug>/lessons/<lesson>/projected")
@needs(CoursePermission.COURSE_READ_ANY)
def projected(slug: str, lesson: str) -> ResponseReturnValue:
    """A lesson in large type, one section a screen; without scripts one long page."""
    return classroom.projected(read_session(), viewer(), place(slug, lesson))


@bp.post("/courses/<slug>/lessons/<lesson>/projected/<check>")
@needs(CoursePermission.COURSE_READ_ANY)
def answer_projected(slug: str, lesson: str, check: str) -> ResponseReturnValue:
    """The result of one check for a script, else the same page with it; nothing is kept: no redirect."""
    answer = CheckAnswer(check, request.form.to_dict(flat=False))
    if wants_json():
        return classroom.result_on_projector(read_session(), viewer(), place(slug, lesson), answer)
    return classroom.projected(read_session(), viewer(), place(slug, lesson), answer)


@bp.get("/courses/<slug>/modules/<int(max=999):number>/handout")
@needs(CoursePermission.COURSE_TAKE)
def handout(slug: str, number: int) -> ResponseReturnValue:
    """A module on paper, or the lesson of it that the address names."""
    page = classroom.handout(
        read_session(), viewer(), slug, number, only=request.args.get("lesson"), version=version_asked()
    )
    return render_template("learning/handout.html", page=page) if page else begin_first(slug)
