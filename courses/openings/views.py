"""Whose final exam is not open yet, and opening it for one person."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.learning.queries.runs import EnrolledCourse, on_offer
from courses.openings import queries
from courses.openings.forms import OpenFinalForm
from courses.openings.pages import (
    OPENED_COLUMNS,
    WAITING_COLUMNS,
    names_in,
    one_page,
    opened_rows,
    opens_words,
    waiting_lines,
    waiting_page,
    waiting_rows,
)
from courses.openings.services import open_final
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import page_asked, typed, words_asked

bp = Blueprint("openings", "courses.openings", template_folder="templates")


def course_named(slug: str) -> EnrolledCourse:
    """The newest version of the course of this name that the viewer may see."""
    offered = next(iter(on_offer(read_session(), viewer(), slug, language())), None)
    if offered is None:
        raise NotFound
    return offered


@bp.get("/courses/<slug>/final/openings")
@needs(CoursePermission.OPEN_FINAL)
def waiting(slug: str) -> ResponseReturnValue:
    """The people in one's care whose final exam is not open, page by page, and for whom it was opened."""
    course = course_named(slug)
    words = words_asked("person")
    number = page_asked()
    page = waiting_page(read_session(), viewer(), course.course_id, slug, clock.now(), words=words, number=number)
    return render_template("openings/waiting.html", course=course, page=page, words=words)


@bp.get("/courses/<slug>/final/openings/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.OPEN_FINAL)
def export(slug: str, form: str) -> Response:
    """The people whose final exam is not open, narrowed as on their page, as a file."""
    course, words = course_named(slug), words_asked("person")
    found = queries.runs_waiting(read_session(), viewer(), course.course_id, words=words, number=1, size=ASKED)
    listed = ListExport(
        name="final-exams-not-open",
        title=_l("Final exams that are not open"),
        columns=WAITING_COLUMNS,
        rows=waiting_rows(waiting_lines(read_session(), found, slug, clock.now())),
        names_people=True,
        filter={"course": slug, "words": bool(words)},
    )
    return answer_export(listed, form)


@bp.get("/courses/<slug>/final/openings/opened/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.OPEN_FINAL)
def export_opened(slug: str, form: str) -> Response:
    """For whom the final exam was opened, as a file."""
    opened = queries.openings_seen(read_session(), viewer(), course_named(slug).course_id, size=ASKED)
    listed = ListExport(
        name="final-exams-opened",
        title=_l("Opened for one person"),
        columns=OPENED_COLUMNS,
        rows=opened_rows(opened, names_in(read_session(), opened)),
        names_people=True,
        filter={"course": slug},
    )
    return answer_export(listed, form)


@bp.get("/courses/<slug>/final/openings/<uuid:run>")
@needs(CoursePermission.OPEN_FINAL)
def one(slug: str, run: object) -> ResponseReturnValue:
    """What one person still has to do before the final exam, and who opened it for them."""
    return page_of_one(slug, str(run), OpenFinalForm(formdata=None))


def page_of_one(slug: str, run: str, form: OpenFinalForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    course = course_named(slug)
    found = queries.run_in_care(read_session(), viewer(), course.course_id, run)
    page = one_page(read_session(), found, slug, clock.now())
    shown = render_template("openings/one.html", course=course, page=page, form=form, opens=opens_words(page.mine))
    return make_response(shown, 422 if form.errors else 200)


@bp.post("/courses/<slug>/final/openings/<uuid:run>")
@needs(CoursePermission.OPEN_FINAL)
@step_up
def open_for_one(slug: str, run: object) -> ResponseReturnValue:
    """Open the final exam for one person."""
    course, form = course_named(slug), OpenFinalForm()
    queries.run_in_care(read_session(), viewer(), course.course_id, str(run))
    if not form.validate():
        return page_of_one(slug, str(run), form)
    with transaction() as session:
        found = queries.run_in_care(session, viewer(), course.course_id, str(run), lock=True)
        open_final(session, found, reason=typed(form.reason), actor=viewer(), now=clock.now())
    flash(_("The final exam is open for this person now. They can read your reason."), "success")
    return redirect(url_for("openings.one", slug=slug, run=run), code=303)
