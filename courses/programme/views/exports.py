"""Funds, partners and regions as files."""

from flask import Response

from courses.permissions import CoursePermission
from courses.programme.pages import exports
from courses.programme.queries import lists as queries
from courses.programme.views.blueprints import bp
from lms.access import needs
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/programme/funds/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRAMME_SEE)
def export_funds(form: str) -> Response:
    """Every fund as a file."""
    rows = exports.fund_rows(queries.all_funds(read_session()))
    listed = ListExport(name="funds", title=_l("Funds"), columns=exports.FUND_COLUMNS, rows=rows, names_people=False)
    return answer_export(listed, form)


@bp.get("/programme/partners/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRAMME_SEE)
def export_partners(form: str) -> Response:
    """Every partner as a file."""
    rows = exports.partner_rows(queries.all_partners(read_session()))
    listed = ListExport(
        name="partners", title=_l("Partners"), columns=exports.PARTNER_COLUMNS, rows=rows, names_people=False
    )
    return answer_export(listed, form)


@bp.get("/programme/regions/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRAMME_SEE)
def export_regions(form: str) -> Response:
    """Every region as a file."""
    rows = exports.region_rows(queries.all_regions(read_session()))
    listed = ListExport(
        name="regions", title=_l("Regions"), columns=exports.REGION_COLUMNS, rows=rows, names_people=False
    )
    return answer_export(listed, form)
