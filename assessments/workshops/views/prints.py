"""Plans of a workshop to print."""

from flask import Response

from assessments.permissions import PracticalPermission
from assessments.ports import WORKSHOP_PLANS
from assessments.workshops.pages.prints import PrintKind, plan_sheets
from assessments.workshops.queries.fresh import fresh_exercises, with_fresh
from assessments.workshops.queries.plans import planned
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.workshops import workshop_run
from assessments.workshops.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import RuleBroken
from lms.i18n import _


@bp.get("/workshops/<uuid:uuid>/prints/<any(wall,rooms,candidates,assessors,interpreters):kind>.pdf")
@needs(PracticalPermission.WORKSHOP_RUN)
def plans(uuid: object, kind: str) -> Response:
    """The plans of one kind, by the rotation in use; the name of the file names nobody."""
    session = read_session()
    parts = workshop_run(session, viewer(), str(uuid))
    used = rotation_in_use(session, parts.id)
    if used is None:
        raise RuleBroken(_("No rotation is active yet, so there is nothing to print."))
    performances = with_fresh(parts, planned(parts, placed_in(session, used.id)), fresh_exercises(session, parts.id))
    sheets = plan_sheets(parts, performances, PrintKind(kind), clock.now())
    if not sheets.sheets:
        raise RuleBroken(_("There is nothing of this kind to print."))
    answer = Response(WORKSHOP_PLANS.provider()(sheets), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename={kind}-{parts.row.uuid[:8]}-{used.no}.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer
