"""Questions under lessons: officers ask and read, trainers answer and share, and the questions as a file."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.cohorts.forms import AnswerForm, QuestionForm
from courses.cohorts.pages.questions import (
    QUESTION_COLUMNS,
    cohort_questions,
    lesson_questions,
    one_question,
    question_rows,
)
from courses.cohorts.queries.cohorts import FoundCohort, cohort_led
from courses.cohorts.queries.participants import own_participant
from courses.cohorts.queries.questions import QuestionFilter, own_place, question_led
from courses.cohorts.rules.states import IN
from courses.cohorts.services import questions as services
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.board import demand_board, with_a_board
from courses.learning.pages.lesson_view import LessonView, demand
from courses.learning.queries.one_run import course_of_version
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import Session, read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import choice_asked, form_page, page_asked, show, typed

FILTERS = {QuestionFilter.OPEN: _l("Open"), QuestionFilter.ANSWERED: _l("Answered")}


@bp.route("/courses/<slug>/lessons/<lesson>/questions", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def under_lesson(slug: str, lesson: str) -> ResponseReturnValue:
    """What an officer asked under a lesson, with answers; ask once more."""
    found, form = demand(read_session(), viewer(), slug, lesson), QuestionForm()
    page = lesson_questions(read_session(), viewer(), found)
    if form.validate_on_submit():
        try:
            asked = ask_typed(found, typed(form.text))
        except BadInput as fault:
            show(form, fault)
        else:
            told = _("Your question is sent. You get the answer as a message.")
            flash(told if asked else _("You asked this already. It is below."), "success")
            return redirect(url_for("cohorts.under_lesson", slug=slug, lesson=lesson), code=303)
    return form_page("cohorts/lesson_questions.html", form, page=page, lesson=found)


def ask_typed(found: LessonView, text: str) -> bool:
    """Ask in the cohort in which the viewer takes the course; who takes it alone finds nothing."""
    with transaction() as session:
        place = own_place(session, found.taken)
        if place is None:
            raise NotFound
        return services.ask(session, *place, found.page.slug, text, person_uuid=viewer().uuid, now=clock.now())


@bp.post("/my-cohorts/<uuid:uuid>/name")
@needs(CoursePermission.COURSE_TAKE)
def choose_name(uuid: object) -> ResponseReturnValue:
    """Whether colleagues in the cohort see one's questions with the first name."""
    shows = request.form.get("shows") == "1"
    with transaction() as session:
        place = own_participant(session, viewer(), str(uuid))
        if place.status not in IN:
            raise NotFound
        services.choose_name(session, place, shows=shows, now=clock.now())
    told = _("Your colleagues see your questions, with your first name.") if shows else _("Your name is not shown.")
    flash(told, "success")
    return redirect(url_for("cohorts.own", uuid=uuid), code=303)


def filter_asked() -> QuestionFilter:
    """The filter that the address names; those that wait, where it names none that there is."""
    return choice_asked(QuestionFilter, "show", QuestionFilter.OPEN)


@bp.get("/cohorts/<uuid:uuid>/questions")
@needs(CoursePermission.COHORT_LEAD)
def questions(uuid: object) -> ResponseReturnValue:
    """The questions of a cohort: those that wait for an answer, or those that have one."""
    cohort = with_a_board(uuid)
    number = page_asked()
    page = cohort_questions(read_session(), viewer(), cohort, filter_asked(), number)
    return render_template(
        "cohorts/questions.html", cohort=cohort, page=page, filters=FILTERS, course=course_slug(read_session(), cohort)
    )


def course_slug(session: Session, cohort: FoundCohort) -> str:
    """The course of a cohort by its name in addresses; no query where its version is remembered."""
    return course_of_version(session, cohort.row.course_version_id).slug


@bp.get("/cohorts/<uuid:uuid>/questions/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_questions(uuid: object, form: str) -> Response:
    """The questions in a filter as a file."""
    cohort, wanted = with_a_board(uuid), filter_asked()
    listed = ListExport(
        name="cohort-questions",
        title=_l("Questions of a cohort"),
        columns=QUESTION_COLUMNS,
        rows=question_rows(read_session(), viewer(), cohort, wanted),
        names_people=True,
        filter={"cohort": cohort.id, "show": wanted.value},
    )
    return answer_export(listed, form)


@bp.route("/cohorts/<uuid:uuid>/questions/<uuid:question>", methods=["GET", "POST"])
@needs(CoursePermission.COHORT_LEAD)
def question(uuid: object, question: object) -> ResponseReturnValue:
    """One question with its answers; answer it, once or more."""
    cohort, form = with_a_board(uuid), AnswerForm()
    one = one_question(read_session(), viewer(), cohort, str(question))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = demand_board(cohort_led(session, viewer(), str(uuid)))
                found = question_led(session, viewer(), own.id, str(question))
                told, by = (course_slug(session, own), one.title), viewer().id
                new = services.answer(session, own, found, typed(form.text), told=told, by=by, now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Your answer is sent.") if new else _("This answer was already sent."), "success")
            return redirect(url_for("cohorts.questions", uuid=uuid), code=303)
    course = course_slug(read_session(), cohort)
    return form_page("cohorts/question.html", form, cohort=cohort, one=one, course=course)


@bp.post("/cohorts/<uuid:uuid>/questions/<uuid:question>/share")
@needs(CoursePermission.COHORT_LEAD)
def share_question(uuid: object, question: object) -> ResponseReturnValue:
    """Let colleagues see a question without a name, or no more."""
    shared = request.form.get("shared") == "1"
    with transaction() as session:
        cohort = demand_board(cohort_led(session, viewer(), str(uuid)))
        found = question_led(session, viewer(), cohort.id, str(question))
        services.share(session, cohort, found, shared=shared, by=viewer().id, now=clock.now())
    told = _("The cohort sees the question, without a name.") if shared else _("The cohort no longer sees it.")
    flash(told, "success")
    return redirect(url_for("cohorts.question", uuid=uuid, question=question), code=303)
