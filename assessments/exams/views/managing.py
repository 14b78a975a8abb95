"""What the programme manager sees and decides: exams, extra time, late answers."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.decisions.queries import decisions_waiting
from assessments.exams.forms import CutScoreForm, ExtraTimeForm, LateForm, OneMoreForm, RefuseForm
from assessments.exams.models import Exam, ExamVersion
from assessments.exams.pages.adjudication import decided_words, timing_words
from assessments.exams.pages.cuts import cuts_page
from assessments.exams.pages.outcomes import exam_outcomes
from assessments.exams.pages.shortages import short_chips, shortage_lines
from assessments.exams.pages.withdrawals import withdrawn_lines
from assessments.exams.policy import managed_by, may_decide_content
from assessments.exams.queries import care
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries import late as late_queries
from assessments.exams.queries import managing as queries
from assessments.exams.queries.reviewing import short_exams
from assessments.exams.services import adjudication
from assessments.exams.views.blueprints import bp
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.people.api import PersonInfo, people_named, person_of, person_typed


@bp.get("/manage/exams")
@needs(ExamPermission.EXAM_RUN)
def manage() -> ResponseReturnValue:
    """Every exam, and the late answers that wait for a decision."""
    waiting = late_queries.waiting_late(read_session(), managed_by(viewer()))
    names = people_named(read_session(), [one.person_id for one in waiting])
    lines = queries.exam_lines(read_session(), viewer(), language())
    now = clock.now()
    today = now.date()
    short = short_chips(short_exams(read_session(), now), today)
    decisions = decisions_waiting(read_session(), viewer()) if viewer().may(ExamPermission.DECISION_REVIEW) else []
    return render_template(
        "exams/manage.html", lines=lines, waiting=waiting, names=names, short=short, decisions=len(decisions)
    )


def title_of(version: ExamVersion) -> str:
    """What an exam is called in the language of the page."""
    return exam_queries.exam_by_version_id(read_session(), version.id).title_in(language())


@bp.route("/manage/exams/<uuid>", methods=["GET"])
@needs(ExamPermission.EXAM_RUN)
def manage_exam(uuid: str) -> ResponseReturnValue:
    """One exam: questions that run out, its cut scores and the extra time that was given."""
    return exam_page(uuid, ExtraTimeForm(formdata=None), CutScoreForm(formdata=None))


def exam_page(
    uuid: str,
    time_form: ExtraTimeForm,
    cut_form: CutScoreForm,
    refuse_form: RefuseForm | None = None,
    more_form: OneMoreForm | None = None,
) -> str:
    """The page with its forms, any of which may carry errors."""
    exam, version = queries.exam_named(read_session(), uuid)
    grants = queries.time_grants(read_session(), viewer(), exam.id)
    scores = exam_queries.cut_scores(read_session(), exam.id)
    now = clock.now()
    today = now.date()
    short = short_exams(read_session(), now, Exam.id == exam.id)
    given = care.attempt_grants(read_session(), viewer(), exam.id)
    people = {number for g in grants for number in (g.person_id, g.actor_id)}
    people |= {number for g in given for number in (g.person_id, g.actor_id)}
    names = people_named(read_session(), people)
    return render_template(
        "exams/manage_exam.html",
        exam=exam,
        title=title_of(version),
        outcomes=exam_outcomes(read_session(), viewer(), exam.id, scores[0].percent),
        cuts=cuts_page(read_session(), viewer(), version, scores, now),
        grants=grants,
        given=given,
        more_form=more_form or OneMoreForm(formdata=None),
        short=shortage_lines(short, today),
        names=names,
        time_form=time_form,
        cut_form=cut_form,
        refuse_form=refuse_form or RefuseForm(formdata=None),
        gives_time=viewer().may(ExamPermission.ATTEMPT_DECIDE),
        withdrawn=withdrawn_lines(read_session(), exam, now),
        decides_content=may_decide_content(viewer()),
    )


def person_in_care(typed: str) -> PersonInfo:
    """Whom somebody typed, if the viewer decides on their attempts."""
    return person_typed(read_session(), viewer(), ExamPermission.ATTEMPT_DECIDE, typed, field="person")


@bp.post("/manage/exams/<uuid>/time")
@needs(ExamPermission.ATTEMPT_DECIDE)
@step_up
def give_time(uuid: str) -> ResponseReturnValue:
    """Give a person extra time."""
    form = ExtraTimeForm()
    exam, _version = queries.exam_named(read_session(), uuid)
    if form.validate_on_submit():
        try:
            person = person_in_care(form.person.data or "")
            with transaction() as session:
                adjudication.grant_time(
                    session,
                    exam_id=exam.id,
                    person_id=person.id,
                    minutes=form.minutes.data or 0,
                    reason=form.reason.data or "",
                    key=form.key.data,
                    actor=viewer(),
                    now=clock.now(),
                )
        except BadInput as fault:
            form[fault.field].errors = [*form[fault.field].errors, fault.message]
        else:
            flash(
                _("%(name)s has %(minutes)s more minutes for this exam.", name=person.name, minutes=form.minutes.data),
                "success",
            )
            return redirect(url_for("exams.manage_exam", uuid=uuid), code=303)
    return exam_page(uuid, form, CutScoreForm(formdata=None)), 422


@bp.route("/manage/late/<uuid>", methods=["GET", "POST"])
@needs(ExamPermission.ATTEMPT_DECIDE)
@step_up
def late(uuid: str) -> ResponseReturnValue:
    """The late answers of an attempt: when the device says they were given, when they came, and the decision."""
    form = LateForm()
    if form.validate_on_submit():
        with transaction() as session:
            attempt = queries.managed_attempt(session, viewer(), uuid, lock=True)
            before, after = adjudication.decide_late(
                session,
                attempt,
                accept=bool(form.accept.data),
                reason=form.reason.data or "",
                actor=viewer(),
                now=clock.now(),
            )
        flash(*decided_words(before, after))
        return redirect(url_for("exams.manage"), code=303)
    attempt = queries.managed_attempt(read_session(), viewer(), uuid)
    steps = late_queries.late_lines(read_session(), attempt)
    if not steps:
        raise NotFound
    exam = exam_queries.exam_by_version_id(read_session(), attempt.exam_version_id)
    sitter = person_of(read_session(), attempt.person_id)
    page = render_template(
        "exams/late.html",
        attempt=attempt,
        exam=exam,
        steps=steps,
        by_person=attempt.closed_by == "person",
        timing_words=timing_words,
        doubtful=any(one.timing is not None and one.timing.contradicted for one in steps),
        sitter=sitter,
        form=form,
        shown_at=late_queries.result_shown_at(read_session(), attempt.id),
    )
    return page, 422 if form.errors else 200
