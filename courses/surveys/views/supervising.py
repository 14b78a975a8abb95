"""The supervisor's form by a link without an account, and the pages on which an officer names a supervisor."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.queries import version_titles
from courses.learning.pages.overview import courses_of
from courses.permissions import CoursePermission
from courses.surveys.forms import SupervisorForm, TokenForm
from courses.surveys.models import SupervisorRequest
from courses.surveys.pages.naming import naming_course, naming_courses
from courses.surveys.pages.sheets import FormSheet, raw_answers, sheet
from courses.surveys.queries.forms import contents_of
from courses.surveys.queries.supervising import request_by_token
from courses.surveys.rules.supervising import RequestState, request_state
from courses.surveys.services import supervising
from courses.surveys.services.answering import FilledSheet, WrongSheet, count_sheet, count_unknown
from courses.surveys.services.publishing import shipped_forms
from courses.surveys.views.blueprints import bp
from lms import clock
from lms.access import needs, public, viewer
from lms.batch import one
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _, language
from lms.people.api import person_of
from lms.web.api import asking_network, languages, options, own_name, show, typed


@bp.route("/forms/supervisor/<token>", methods=["GET", "POST"])
@public
def supervisor(token: str) -> ResponseReturnValue:
    """Answer about an officer, once; only sending the form uses the link up, since mail filters look at links."""
    row = request_by_token(read_session(), token)
    if row is None:
        return unknown()
    state = request_state(row.sent_at, row.ended_reason, clock.now())
    if state is not RequestState.WAITING:
        return render_template("surveys/supervisor_over.html", state=state), 410
    raw, name = raw_answers(request.form), request.form.get("answered_as", "")
    content = one(contents_of(read_session(), [row.form_version_id]))
    page = sheet(content, language(), raw=raw)
    if not TokenForm().validate_on_submit():
        return supervisor_page(row, token, page, name)
    with transaction() as session:
        count_sheet(session, asking_network(), now=clock.now())
    try:
        with transaction() as session:
            filled = FilledSheet(page.key, raw, page.language)
            supervising.answer_request(session, token, name, filled, now=clock.now())
    except WrongSheet as wrong:
        return supervisor_page(row, token, sheet(content, language(), raw=raw, faults=wrong.faults), name), 422
    except BadInput as fault:
        return supervisor_page(row, token, page, name, fault.message), 422
    return render_template("surveys/supervisor_thanks.html")


def supervisor_page(row: SupervisorRequest, token: str, page: FormSheet, name: str, fault: str = "") -> str:
    """The form with who should answer it, and about whom."""
    titles = version_titles(read_session(), [row.course_version_id], language())
    return render_template(
        "surveys/supervisor.html",
        page=page,
        token=token,
        officer=person_of(read_session(), row.person_id).name,
        course=one(titles),
        named=row.supervisor_name,
        answered_as=name,
        fault=fault,
    )


@bp.post("/forms/supervisor/<token>/stranger")
@public
def stranger(token: str) -> ResponseReturnValue:
    """Say that one does not know the officer: nothing more is asked."""
    if request_by_token(read_session(), token) is None:
        return unknown()
    if TokenForm().validate_on_submit():
        with transaction() as session:
            supervising.refuse(session, token, now=clock.now())
    return redirect(url_for("surveys.supervisor", token=token), code=303)


def unknown() -> ResponseReturnValue:
    """No letter held this link; guessing is slowed."""
    with transaction() as session:
        count_unknown(session, asking_network(), now=clock.now())
    return render_template("surveys/supervisor_over.html", state=None), 404


@bp.get("/supervisor")
@needs(CoursePermission.COURSE_TAKE)
def mine() -> ResponseReturnValue:
    """The courses after which one's supervisor can be asked, and how that stands."""
    session, person, now = read_session(), viewer(), clock.now()
    taken = one(courses_of(session, [person.id], now))
    return render_template("surveys/mine.html", courses=naming_courses(session, person, taken, now))


@bp.route("/supervisor/<slug>", methods=["GET", "POST"])
@needs(CoursePermission.COURSE_TAKE)
def name_supervisor(slug: str) -> ResponseReturnValue:
    """Name one's supervisor, with the form that they will get before one's eyes."""
    course = naming_course(read_session(), viewer(), slug, clock.now())
    content = shipped_forms()[supervising.FORM]
    form = SupervisorForm()
    spoken = [code for code in languages() if code in content.languages]
    form.language.choices = options((code, own_name(code)) for code in spoken)
    if not form.is_submitted():
        form.language.data = content.spoken_in(language())
    if form.validate_on_submit():
        named = supervising.NamedSupervisor(typed(form.name), typed(form.email), typed(form.language))
        try:
            with transaction() as session:
                supervising.name_supervisor(session, course.finished, named, viewer=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("We ask your supervisor when it is time. You can withdraw this on this page."), "success")
            return redirect(url_for("surveys.mine"), code=303)
    page = sheet(content, language())
    return render_template("surveys/name.html", form=form, course=course, page=page), 422 if form.errors else 200


@bp.post("/supervisor/requests/<uuid:uuid>/withdraw")
@needs(CoursePermission.COURSE_TAKE)
def withdraw(uuid: object) -> ResponseReturnValue:
    """Have a supervisor asked nothing any more."""
    if TokenForm().validate_on_submit():
        with transaction() as session:
            supervising.withdraw(session, str(uuid), viewer=viewer(), now=clock.now())
        flash(_("The request is withdrawn. A link that was sent no longer works."), "success")
    return redirect(url_for("surveys.mine"), code=303)
