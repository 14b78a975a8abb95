"""Lists of exams and of one's own attempts as files."""

from flask import Response

from assessments.exams.pages import exports
from assessments.exams.pages.outcomes import ANSWER_COLUMNS, answer_lines, answer_rows
from assessments.exams.pages.questions import question_lines
from assessments.exams.pages.withdrawals import withdrawn_lines
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import managing as queries
from assessments.exams.queries.cuts import proposals_told
from assessments.exams.queries.exams import cut_scores
from assessments.exams.views.blueprints import bp
from assessments.exams.views.cuts import demand_everywhere
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, viewer
from lms.batch import one
from lms.db import read_session
from lms.i18n import language
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export


@bp.get("/manage/exams/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_exams(form: str) -> Response:
    """Every quiz and exam, with how it went for the people in one's scope."""
    lines = queries.exam_lines(read_session(), viewer(), language())
    return answer_export(
        ListExport(
            name="exams",
            title=_l("All quizzes and exams"),
            columns=exports.EXAM_COLUMNS,
            rows=exports.exam_rows(lines),
            names_people=False,
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/cuts/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_cuts(uuid: str, form: str) -> Response:
    """The pass marks of an exam: proposed, in force, before, refused."""
    exam, _version = queries.exam_named(read_session(), uuid)
    waiting, refused = proposals_told(read_session(), exam.id, ASKED)
    rows = exports.cut_rows(waiting, cut_scores(read_session(), exam.id), refused)
    return answer_export(
        ListExport(
            name="pass-marks",
            title=_l("Pass marks"),
            columns=exports.CUT_COLUMNS,
            rows=rows,
            names_people=False,
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/withdrawn/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_withdrawn(uuid: str, form: str) -> Response:
    """The questions of an exam that new papers do not ask."""
    exam, _version = queries.exam_named(read_session(), uuid)
    return answer_export(
        ListExport(
            name="withdrawn-questions",
            title=_l("Withdrawn questions"),
            columns=exports.WITHDRAWN_COLUMNS,
            rows=exports.withdrawn_rows(withdrawn_lines(read_session(), exam, clock.now())),
            names_people=False,
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/questions/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_CONTENT)
def export_questions(uuid: str, form: str) -> Response:
    """The questions of an exam by what they are about, never what they ask."""
    demand_everywhere()
    exam, _version = queries.exam_named(read_session(), uuid)
    return answer_export(
        ListExport(
            name="questions",
            title=_l("Questions"),
            columns=exports.QUESTION_COLUMNS,
            rows=exports.question_rows(question_lines(read_session(), exam, clock.now())),
            names_people=False,
        ),
        form,
    )


@bp.get("/attempts/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.ATTEMPT_SIT)
def export_mine(form: str) -> Response:
    """One's own attempts; nobody else is named in them."""
    rows = one(attempt_queries.attempts_of(read_session(), [viewer().id], language()))
    results = attempt_queries.newest_results(read_session(), [attempt.id for attempt, _title in rows])
    return answer_export(
        ListExport(
            name="my-attempts",
            title=_l("Your attempts"),
            columns=exports.OWN_COLUMNS,
            rows=exports.attempt_rows((title, attempt, results.get(attempt.id)) for attempt, title in rows),
            names_people=False,
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/answers/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_answers(uuid: str, form: str) -> Response:
    """The questions of an exam, or its topics, with how often they were answered right."""
    exam, version = queries.exam_named(read_session(), uuid)
    return answer_export(
        ListExport(
            name="right-answers",
            title=_l("Right answers"),
            columns=ANSWER_COLUMNS,
            rows=answer_rows(answer_lines(read_session(), viewer(), exam, version.course_version_id)),
            names_people=False,
        ),
        form,
    )
