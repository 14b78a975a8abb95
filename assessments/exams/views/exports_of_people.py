"""Lists that name the people in one's care as files: attempts, late answers, what was given, results that hung."""

from flask import Response

from assessments.exams.pages import exports
from assessments.exams.policy import managed_by
from assessments.exams.queries import care
from assessments.exams.queries import late as late_queries
from assessments.exams.queries import managing as queries
from assessments.exams.queries.exam_items import exam_item
from assessments.exams.queries.withdrawing import results_that_hung_on
from assessments.exams.views.blueprints import bp
from assessments.exams.views.deciding import attempts_shown
from assessments.permissions import ExamPermission
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import words_asked


@bp.get("/manage/late/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_late(form: str) -> Response:
    """The late answers that wait for a decision."""
    found = late_queries.waiting_late(read_session(), managed_by(viewer()), ASKED)
    return answer_export(
        ListExport(
            name="late-answers",
            title=_l("Late answers waiting for you"),
            columns=exports.LATE_COLUMNS,
            rows=exports.late_rows(found, people_named(read_session(), {one.person_id for one in found})),
            names_people=True,
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/attempts/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.ATTEMPT_DECIDE)
def export_attempts(uuid: str, form: str) -> Response:
    """The attempts of the people in one's care at an exam, narrowed as on their page."""
    exam, _version = queries.exam_named(read_session(), uuid)
    words, shown = words_asked("person"), attempts_shown()
    found = care.attempts_page(read_session(), viewer(), exam.id, words=words, number=1, size=ASKED, shown=shown).rows
    names = people_named(read_session(), {attempt.person_id for attempt, _result in found})
    return answer_export(
        ListExport(
            name="attempts",
            title=_l("Attempts of the people in your care"),
            columns=exports.ATTEMPT_COLUMNS,
            rows=exports.attempt_rows((names[attempt.person_id], attempt, result) for attempt, result in found),
            names_people=True,
            filter={"exam": uuid, "person": bool(words), "result": shown.value if shown != "all" else None},
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/time/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_time(uuid: str, form: str) -> Response:
    """The extra time that people in one's care were given."""
    exam, _version = queries.exam_named(read_session(), uuid)
    found = queries.time_grants(read_session(), viewer(), exam.id, ASKED)
    names = people_named(read_session(), {number for one in found for number in (one.person_id, one.actor_id)})
    return answer_export(
        ListExport(
            name="extra-time",
            title=_l("Extra time"),
            columns=exports.TIME_COLUMNS,
            rows=exports.time_rows(found, names),
            names_people=True,
            filter={"exam": uuid},
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/more/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.EXAM_RUN)
def export_more(uuid: str, form: str) -> Response:
    """To whom in one's care one more attempt was given."""
    exam, _version = queries.exam_named(read_session(), uuid)
    found = care.attempt_grants(read_session(), viewer(), exam.id, ASKED)
    names = people_named(read_session(), {number for one in found for number in (one.person_id, one.actor_id)})
    return answer_export(
        ListExport(
            name="more-attempts",
            title=_l("One more attempt"),
            columns=exports.MORE_COLUMNS,
            rows=exports.more_rows(found, names),
            names_people=True,
            filter={"exam": uuid},
        ),
        form,
    )


@bp.get("/manage/exams/<uuid>/questions/<key>/results/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.ATTEMPT_DECIDE)
def export_hung(uuid: str, key: str, form: str) -> Response:
    """The results, of people in one's care, that hung on a question."""
    exam, _version = queries.exam_named(read_session(), uuid)
    one = exam_item(read_session(), exam, key)
    found = results_that_hung_on(read_session(), viewer(), one.item_id).found
    return answer_export(
        ListExport(
            name="results-that-hung",
            title=_l("Results that depended on this question"),
            columns=exports.HUNG_COLUMNS,
            rows=exports.hung_rows(found, people_named(read_session(), {each.person_id for each in found})),
            names_people=True,
            filter={"exam": uuid, "question": key},
        ),
        form,
    )
