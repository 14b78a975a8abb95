"""Rooms, their candidates and their protocols as files."""

from flask import Response

from assessments.exams.sittings.pages import exports
from assessments.exams.sittings.pages.plan import candidates_shown, protocol_lines, sitting_lines
from assessments.exams.sittings.queries import sittings as queries
from assessments.exams.sittings.queries.candidates import candidates_of, lines_of
from assessments.exams.sittings.views.blueprints import bp
from assessments.permissions import ExamPermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export


@bp.get("/sittings/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.SITTING_RUN)
def export(form: str) -> Response:
    """The rooms that one runs."""
    found = queries.sittings_run(read_session(), viewer(), ASKED)
    return answer_export(
        ListExport(
            name="sittings",
            title=_l("Sessions"),
            columns=exports.SITTING_COLUMNS,
            rows=exports.sitting_rows(sitting_lines(read_session(), found, clock.now())),
            names_people=False,
        ),
        form,
    )


@bp.get("/sittings/<uuid:uuid>/candidates/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.SITTING_RUN)
def export_candidates(uuid: object, form: str) -> Response:
    """The candidates of a room: ticked, begun, submitted, and how they were watched."""
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    found = candidates_of(read_session(), sitting)
    return answer_export(
        ListExport(
            name="candidates",
            title=_l("Candidates"),
            columns=exports.CANDIDATE_COLUMNS,
            rows=exports.candidate_rows(candidates_shown(sitting, found, clock.now())),
            names_people=True,
        ),
        form,
    )


@bp.get("/sittings/<uuid:uuid>/protocol/export.<any(csv,xlsx,json):form>")
@needs(ExamPermission.SITTING_RUN)
def export_protocol(uuid: object, form: str) -> Response:
    """The lines of a protocol."""
    sitting = queries.sitting_run(read_session(), viewer(), str(uuid))
    lines = protocol_lines(sitting, candidates_of(read_session(), sitting), lines_of(read_session(), sitting.id))
    return answer_export(
        ListExport(
            name="protocol",
            title=_l("Record of the room"),
            columns=exports.LINE_COLUMNS,
            rows=exports.line_rows(lines),
            names_people=True,
        ),
        form,
    )
