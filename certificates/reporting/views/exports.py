"""Figures, trainers and reports as files."""

from flask import Response

from certificates.permissions import CertificatePermission
from certificates.reporting.pages import exports
from certificates.reporting.pages.country import country_page
from certificates.reporting.pages.figures import country_lines, course_lines
from certificates.reporting.pages.report import flat_rows, report_page
from certificates.reporting.pages.reports import reports_page
from certificates.reporting.policy import countries_seen
from certificates.reporting.queries.kept import report_by_uuid, rollups
from certificates.reporting.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/programme/figures/countries/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.FIGURES_READ)
def export_countries(form: str) -> Response:
    """The figures by country."""
    return answer_export(
        ListExport(
            name="figures-by-country",
            title=_l("Figures by country"),
            columns=exports.COUNTRY_COLUMNS,
            rows=exports.figure_rows(country_lines(rollups(read_session()).shown, countries_seen(viewer()))),
            names_people=False,
        ),
        form,
    )


@bp.get("/programme/figures/courses/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.FIGURES_READ)
def export_courses(form: str) -> Response:
    """The figures by course, which tell of all countries: nothing for whoever sees some alone."""
    sees_all = countries_seen(viewer()) is None
    return answer_export(
        ListExport(
            name="figures-by-course",
            title=_l("Figures by course"),
            columns=exports.COURSE_COLUMNS,
            rows=exports.figure_rows(course_lines(read_session(), rollups(read_session()).shown) if sees_all else []),
            names_people=False,
        ),
        form,
    )


@bp.get("/programme/figures/<country>/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.FIGURES_READ)
def export_trainers(country: str, form: str) -> Response:
    """The certified trainers of a country whom the viewer's role reaches."""
    page = country_page(read_session(), viewer(), country, clock.now())
    return answer_export(
        ListExport(
            name="certified-trainers",
            title=_l("Certified trainers"),
            columns=exports.TRAINER_COLUMNS,
            rows=[(name,) for name in page.names or []],
            names_people=True,
            filter={"country": country},
        ),
        form,
    )


@bp.get("/programme/reports/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.REPORT_READ)
def export_reports(form: str) -> Response:
    """Which reports were frozen."""
    return answer_export(
        ListExport(
            name="reports",
            title=_l("Donor reports"),
            columns=exports.LIST_COLUMNS,
            rows=exports.report_rows(reports_page(read_session(), clock.now())),
            names_people=False,
        ),
        form,
    )


@bp.get("/programme/reports/<uuid:uuid>/export.<any(csv,xlsx,json):form>")
@needs(CertificatePermission.REPORT_READ)
def export_report(uuid: object, form: str) -> Response:
    """Every number of a report, with its definition."""
    page = report_page(read_session(), report_by_uuid(read_session(), str(uuid)))
    return answer_export(
        ListExport(
            name=f"report-{page.found.row.last_quarter.lower()}",
            title=page.title,
            columns=exports.REPORT_COLUMNS,
            rows=flat_rows(page),
            names_people=False,
        ),
        form,
    )
