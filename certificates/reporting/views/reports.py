"""Donor reports: the list by fund, freezing the next one, one report on a page and on paper."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certificates.documents.report_pdf import report_pdf
from certificates.permissions import CertificatePermission
from certificates.reporting import labels, policy
from certificates.reporting.forms import FreezeForm
from certificates.reporting.pages.printed import notes, printed
from certificates.reporting.pages.report import ACTIVITY_HEADS, ReportPage, report_page, said_period
from certificates.reporting.pages.reports import reports_page
from certificates.reporting.queries.kept import report_by_uuid
from certificates.reporting.services.freezing import NextReport, freeze_report
from certificates.reporting.views.blueprints import bp
from courses.api import fund_by_uuid
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.web.api import options, show, typed


@bp.get("/programme/reports")
@needs(CertificatePermission.REPORT_READ)
def reports() -> ResponseReturnValue:
    """The frozen reports of every fund, and what comes next."""
    funds = reports_page(read_session(), clock.now())
    return render_template(
        "reporting/reports.html", funds=funds, said_period=said_period, may_freeze=policy.may_freeze(viewer())
    )


@bp.route("/programme/funds/<uuid:uuid>/freeze", methods=["GET", "POST"])
@needs(CertificatePermission.REPORT_FREEZE)
def freeze(uuid: object) -> ResponseReturnValue:
    """Freeze the next report of a fund."""
    if not policy.may_freeze(viewer()):
        raise NotFound
    fund = fund_by_uuid(read_session(), str(uuid))
    now = clock.now()
    one = next(each for each in reports_page(read_session(), now) if each.fund.id == fund.id)
    if one.next is None:
        raise RuleBroken(_("Every quarter of this fund is already reported. There are no more reports."))
    form = FreezeForm(data={"length": str(one.lengths[0]), "begins": str(one.next.first)})
    form.length.choices = options((str(quarters), labels.LENGTHS[quarters]) for quarters in one.lengths)
    if form.validate_on_submit():
        wanted = NextReport(int(form.length.data), typed(form.begins))
        try:
            with transaction() as session:
                own = fund_by_uuid(session, fund.uuid)
                made = freeze_report(session, own, wanted, actor_id=viewer().id, now=now).uuid
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("The report is closed. It will not change any more."))
            return redirect(url_for("reporting.report", uuid=made), code=303)
    page = render_template("reporting/freeze.html", form=form, one=one, said_period=said_period)
    return make_response(page, 422 if form.errors else 200)


def _page(uuid: object) -> ReportPage:
    return report_page(read_session(), report_by_uuid(read_session(), str(uuid)))


@bp.get("/programme/reports/<uuid:uuid>")
@needs(CertificatePermission.REPORT_READ)
def report(uuid: object) -> ResponseReturnValue:
    """One report, as it was frozen."""
    return render_template(
        "reporting/report.html", page=_page(uuid), said_period=said_period, notes=notes(), activity_heads=ACTIVITY_HEADS
    )


@bp.get("/programme/reports/<uuid:uuid>/report.pdf")
@needs(CertificatePermission.REPORT_READ)
def pdf(uuid: object) -> Response:
    """The same on paper."""
    page = _page(uuid)
    made = Response(report_pdf(printed(page)), mimetype="application/pdf")
    name = f"report-{page.found.row.first_quarter}-{page.found.row.last_quarter}.pdf".lower()
    made.headers["Content-Disposition"] = f"attachment; filename={name}"
    return made
