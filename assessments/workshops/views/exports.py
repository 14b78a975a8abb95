"""Workshops and who takes part in them as files."""

from flask import Response

from assessments.permissions import PracticalPermission
from assessments.workshops.pages import exports
from assessments.workshops.pages.participants import participant_lines
from assessments.workshops.pages.workshop import workshop_lines
from assessments.workshops.queries.plans import planned
from assessments.workshops.queries.rotations import placed_in, rotation_called
from assessments.workshops.queries.workshops import workshop_run, workshops_run
from assessments.workshops.views.blueprints import bp
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export


@bp.get("/workshops/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.WORKSHOP_RUN)
def export(form: str) -> Response:
    """The workshops that one runs."""
    found = workshops_run(read_session(), viewer(), ASKED)
    return answer_export(
        ListExport(
            name="workshops",
            title=_l("Workshops"),
            columns=exports.WORKSHOP_COLUMNS,
            rows=exports.workshop_rows(workshop_lines(found)),
            names_people=False,
        ),
        form,
    )


@bp.get("/workshops/<uuid:uuid>/people/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.WORKSHOP_RUN)
def export_people(uuid: object, form: str) -> Response:
    """Everybody who takes part, with codes and letters."""
    parts = workshop_run(read_session(), viewer(), str(uuid))
    return answer_export(
        ListExport(
            name="workshop-people",
            title=_l("Who takes part"),
            columns=exports.PERSON_COLUMNS,
            rows=exports.person_rows(participant_lines(read_session(), parts)),
            names_people=True,
        ),
        form,
    )


@bp.get("/workshops/<uuid:uuid>/rotations/<int:no>/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.WORKSHOP_RUN)
def export_rotation(uuid: object, no: int, form: str) -> Response:
    """The performances of a rotation."""
    session = read_session()
    parts = workshop_run(session, viewer(), str(uuid))
    placed = placed_in(session, rotation_called(session, parts.id, no).id)
    return answer_export(
        ListExport(
            name="rotation",
            title=_l("Rotation"),
            columns=exports.ROTATION_COLUMNS,
            rows=exports.rotation_rows(planned(parts, placed)),
            names_people=True,
        ),
        form,
    )
