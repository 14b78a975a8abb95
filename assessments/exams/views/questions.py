"""The questions of an exam: listed without keys, one with its key for who asks, and the results that hung on it."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessments.exams.forms import AgreeForm, RefuseForm, WithdrawForm
from assessments.exams.pages.hung_results import hung_page
from assessments.exams.pages.outcomes import answer_lines, few_words
from assessments.exams.pages.questions import question_lines, question_page
from assessments.exams.policy import may_decide_content
from assessments.exams.queries import managing as queries
from assessments.exams.queries.exam_items import exam_item
from assessments.exams.services.key_views import look_at_keys
from assessments.exams.views.blueprints import bp
from assessments.exams.views.cuts import demand_everywhere
from assessments.exams.views.managing import title_of
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, step_up, viewer
from lms.db import read_session, transaction
from lms.web.api import page_asked


@bp.get("/manage/exams/<uuid>/questions")
@needs(ExamPermission.EXAM_CONTENT)
def questions(uuid: str) -> ResponseReturnValue:
    """Every question of an exam, by what it is about."""
    demand_everywhere()
    exam, version = queries.exam_named(read_session(), uuid)
    lines = question_lines(read_session(), exam, clock.now())
    return render_template("exams/questions.html", exam=exam, version=version, title=title_of(version), lines=lines)


@bp.get("/manage/exams/<uuid>/questions/<key>")
@needs(ExamPermission.EXAM_CONTENT)
def question(uuid: str, key: str) -> ResponseReturnValue:
    """One question: its key as far as it may be shown, and whether it is withdrawn."""
    demand_everywhere()
    answer = make_response(shown_question(uuid, key))
    answer.headers["Cache-Control"] = "no-store"  # a key stays in no browser
    return answer


def shown_question(
    uuid: str, key: str, withdraw_form: WithdrawForm | None = None, reason_form: RefuseForm | None = None
) -> str:
    """The page with its form, which may carry errors."""
    exam, version = queries.exam_named(read_session(), uuid)
    return render_template(
        "exams/question.html",
        exam=exam,
        version=version,
        title=title_of(version),
        page=question_page(read_session(), viewer(), exam, key, clock.now()),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        reason_form=reason_form or RefuseForm(formdata=None),
        lists_results=viewer().may(ExamPermission.ATTEMPT_DECIDE),
    )


@bp.post("/manage/exams/<uuid>/questions/<key>/keys")
@needs(ExamPermission.EXAM_CONTENT)
@step_up
def see_keys(uuid: str, key: str) -> ResponseReturnValue:
    """Write down that this person sees the questions of this version with their keys, then show them."""
    demand_everywhere()
    exam, _version = queries.exam_named(read_session(), uuid)
    one = exam_item(read_session(), exam, key)
    if AgreeForm().validate_on_submit():
        with transaction() as session:
            look_at_keys(session, one.exam, viewer(), clock.now())
    return redirect(url_for("exams.question", uuid=uuid, key=key), code=303)


@bp.get("/manage/exams/<uuid>/questions/<key>/results")
@needs(ExamPermission.ATTEMPT_DECIDE)
def hung_results(uuid: str, key: str) -> ResponseReturnValue:
    """The results, of people in one's care, that would be on the other side of the cut without this question."""
    exam, version = queries.exam_named(read_session(), uuid)
    one = exam_item(read_session(), exam, key)
    page = hung_page(read_session(), viewer(), one, page_asked())
    return render_template("exams/hung_results.html", exam=exam, title=title_of(version), key=key, page=page)


@bp.get("/manage/exams/<uuid>/answers")
@needs(ExamPermission.EXAM_RUN)
def answers(uuid: str) -> ResponseReturnValue:
    """How often the questions of an exam were answered right by the people in one's care, the hardest first."""
    exam, version = queries.exam_named(read_session(), uuid)
    return render_template(
        "exams/answers.html",
        exam=exam,
        title=title_of(version),
        lines=answer_lines(read_session(), viewer(), exam, version.course_version_id),
        decides_content=may_decide_content(viewer()),
        few=few_words(),
    )
