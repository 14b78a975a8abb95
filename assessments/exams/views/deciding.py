"""Attempts of people in one's care: looked at, annulled by two; people kept from an exam; one more attempt."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.decisions.forms import SanctionForm
from assessments.exams.forms import BarForm, CutScoreForm, ExtraTimeForm, OneMoreForm
from assessments.exams.pages.care import RESULTS_SHOWN, care_page, managed_attempt_page
from assessments.exams.queries import care
from assessments.exams.queries import managing as queries
from assessments.exams.services.annulling import AttemptAnnulment, Sanction, propose_annulment
from assessments.exams.services.barring import ExamBar, propose_bar
from assessments.exams.services.granting import grant_attempt
from assessments.exams.views.blueprints import bp
from assessments.exams.views.managing import exam_page, person_in_care, title_of
from assessments.items.item import Use
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.web.api import choice_asked, page_asked, show, typed, words_asked


def attempts_shown() -> care.AttemptsShown:
    """Which attempts the address asks for; where it names none that there are, all."""
    return choice_asked(care.AttemptsShown, "result", care.AttemptsShown.ALL)


def sanction_of(form: SanctionForm) -> Sanction:
    """What was typed, as the services take it."""
    return Sanction(
        reason=typed(form.reason),
        words=typed(form.words),
        opens_on=form.opens_on.data,
        never_again=bool(form.never_again.data),
        key=form.key.data,
    )


@bp.get("/manage/exams/<uuid>/attempts")
@needs(ExamPermission.ATTEMPT_DECIDE)
def attempts(uuid: str) -> ResponseReturnValue:
    """The attempts of the people in one's care at an exam, page by page, or those of people so called."""
    return attempts_page(uuid, BarForm(ExamBar.reasons, formdata=None))


def attempts_page(uuid: str, form: BarForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    exam, version = queries.exam_named(read_session(), uuid)
    words = words_asked("person")
    number = page_asked()
    shown = attempts_shown()
    found = care_page(read_session(), viewer(), exam.id, words=words, number=number, shown=shown)
    page = render_template(
        "exams/attempts.html",
        exam=exam,
        title=title_of(version),
        found=found,
        words=words,
        shown=shown,
        results=RESULTS_SHOWN,
        form=form,
        certifies=version.use == Use.EXAM,
    )
    return make_response(page, 422 if form.errors else 200)


@bp.post("/manage/exams/<uuid>/bar")
@needs(ExamPermission.ATTEMPT_DECIDE)
@step_up
def bar(uuid: str) -> ResponseReturnValue:
    """Propose to keep somebody from an exam."""
    form = BarForm(ExamBar.reasons)
    exam, _version = queries.exam_named(read_session(), uuid)
    if form.validate():
        try:
            person = person_in_care(typed(form.person))
            with transaction() as session:
                made = propose_bar(session, exam.id, person.id, sanction_of(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return proposed(made.uuid)
    return attempts_page(uuid, form)


@bp.get("/manage/attempts/<uuid>")
@needs(ExamPermission.ATTEMPT_DECIDE)
def managed_attempt(uuid: str) -> ResponseReturnValue:
    """One attempt of somebody in one's care: how it stood, and what was decided about it."""
    return attempt_page(uuid, SanctionForm(AttemptAnnulment.reasons, formdata=None))


def attempt_page(uuid: str, form: SanctionForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    attempt = care.attempt_managed(read_session(), viewer(), uuid)
    page = managed_attempt_page(read_session(), attempt, clock.now())
    shown = render_template("exams/managed_attempt.html", page=page, form=form)
    return make_response(shown, 422 if form.errors else 200)


@bp.post("/manage/attempts/<uuid>/annul")
@needs(ExamPermission.ATTEMPT_DECIDE)
@step_up
def annul(uuid: str) -> ResponseReturnValue:
    """Propose that an attempt does not count."""
    form = SanctionForm(AttemptAnnulment.reasons)
    care.attempt_managed(read_session(), viewer(), uuid)
    if form.validate():
        try:
            with transaction() as session:
                attempt = care.attempt_managed(session, viewer(), uuid, lock=True)
                made = propose_annulment(session, attempt, sanction_of(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return proposed(made.uuid)
    return attempt_page(uuid, form)


def proposed(uuid: str) -> ResponseReturnValue:
    """After a proposal: its own page."""
    flash(_("It is proposed. Nothing changes until a second person confirms it."), "success")
    return redirect(url_for("decisions.one", uuid=uuid), code=303)


@bp.post("/manage/exams/<uuid>/attempt")
@needs(ExamPermission.ATTEMPT_DECIDE)
@step_up
def give_attempt(uuid: str) -> ResponseReturnValue:
    """Give a person one more attempt."""
    form = OneMoreForm()
    exam, _version = queries.exam_named(read_session(), uuid)
    if form.validate():
        try:
            person = person_in_care(typed(form.person))
            with transaction() as session:
                grant_attempt(
                    session,
                    course_id=exam.course_id,
                    exam_slug=exam.slug,
                    person_id=person.id,
                    reason=typed(form.reason),
                    key=form.key.data,
                    actor=viewer(),
                    now=clock.now(),
                )
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("%(name)s has one more attempt at this exam.", name=person.name), "success")
            return redirect(url_for("exams.manage_exam", uuid=uuid), code=303)
    time_form, cut_form = ExtraTimeForm(formdata=None), CutScoreForm(formdata=None)
    return exam_page(uuid, time_form, cut_form, more_form=form), 422
