"""What a lesson rests on, for whoever may read the lesson."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courses.learning.pages import lesson_view
from courses.learning.pages.lesson_sources import lesson_sources
from courses.learning.views.begin_first import begin_first
from courses.learning.views.learner import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session


@bp.get("/courses/<slug>/lessons/<lesson>/sources")
@needs(CoursePermission.COURSE_TAKE)
def sources(slug: str, lesson: str) -> ResponseReturnValue:
    """The sources of a lesson, statement by statement; as open or closed as the lesson itself."""
    found = lesson_view.find(read_session(), viewer(), slug, lesson)
    if found is None:
        return begin_first(slug)
    page = lesson_sources(read_session(), found, clock.now().date())
    return render_template("learning/sources.html", lesson=found, page=page)
