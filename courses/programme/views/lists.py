"""Funds, partners and regions: the lists that activities name, read by all who see activities."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courses.permissions import CoursePermission
from courses.programme import labels, policy
from courses.programme.forms import FundForm, PartnerForm, RegionForm
from courses.programme.models import Fund, Partner
from courses.programme.pages import choices
from courses.programme.queries import lists as queries
from courses.programme.queries.lists import FoundRegion
from courses.programme.rules.activities import FundKind, PartnerKind
from courses.programme.services.lists import save_fund, save_partner, save_region
from courses.programme.views.blueprints import bp, demand_whole
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput
from lms.i18n import _
from lms.people.api import country_name
from lms.web.api import form_page, show


@bp.get("/programme/funds")
@needs(CoursePermission.PROGRAMME_SEE)
def funds() -> ResponseReturnValue:
    """Every fund."""
    rows = [(one, labels.FUND_KINDS[FundKind(one.kind)]) for one in queries.all_funds(read_session())]
    return render_template("programme/funds.html", rows=rows, may_run_whole=policy.may_run_whole(viewer()))


@bp.route("/programme/funds/new", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def new_fund() -> ResponseReturnValue:
    """Add a fund."""
    demand_whole()
    return fund_form(FundForm(), None)


@bp.route("/programme/funds/<uuid:uuid>", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def change_fund(uuid: object) -> ResponseReturnValue:
    """Change a fund."""
    demand_whole()
    fund = queries.fund_by_uuid(read_session(), str(uuid))
    return fund_form(FundForm(data=choices.fund_values(fund)), fund)


def fund_form(form: FundForm, fund: Fund | None) -> ResponseReturnValue:
    """The form of a fund, saved if it holds."""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.fund_by_uuid(session, fund.uuid) if fund else None
                save_fund(session, own, choices.fund_typed(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_list("funds", _("The fund is saved."))
    return form_page("programme/fund_form.html", form, fund=fund)


@bp.get("/programme/partners")
@needs(CoursePermission.PROGRAMME_SEE)
def partners() -> ResponseReturnValue:
    """Every partner."""
    rows = [
        (one, labels.PARTNER_KINDS[PartnerKind(one.kind)], country_name(one.country) if one.country else None)
        for one in queries.all_partners(read_session())
    ]
    return render_template("programme/partners.html", rows=rows, may_run_whole=policy.may_run_whole(viewer()))


@bp.route("/programme/partners/new", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def new_partner() -> ResponseReturnValue:
    """Add a partner."""
    demand_whole()
    return partner_form(PartnerForm(), None)


@bp.route("/programme/partners/<uuid:uuid>", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def change_partner(uuid: object) -> ResponseReturnValue:
    """Change a partner."""
    demand_whole()
    partner = queries.partner_by_uuid(read_session(), str(uuid))
    return partner_form(PartnerForm(data=choices.partner_values(partner)), partner)


def partner_form(form: PartnerForm, partner: Partner | None) -> ResponseReturnValue:
    """The form of a partner, saved if it holds."""
    choices.fill_partner(read_session(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.partner_by_uuid(session, partner.uuid) if partner else None
                save_partner(session, own, choices.partner_typed(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_list("partners", _("The partner is saved."))
    return form_page("programme/partner_form.html", form, partner=partner)


@bp.get("/programme/regions")
@needs(CoursePermission.PROGRAMME_SEE)
def regions() -> ResponseReturnValue:
    """Every region with its countries."""
    rows = [(one.row, ", ".join(map(country_name, one.countries))) for one in queries.all_regions(read_session())]
    return render_template("programme/regions.html", rows=rows, may_run_whole=policy.may_run_whole(viewer()))


@bp.route("/programme/regions/new", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def new_region() -> ResponseReturnValue:
    """Add a region."""
    demand_whole()
    return region_form(RegionForm(), None)


@bp.route("/programme/regions/<uuid:uuid>", methods=["GET", "POST"])
@needs(CoursePermission.PROGRAMME_RUN)
def change_region(uuid: object) -> ResponseReturnValue:
    """Change a region."""
    demand_whole()
    region = queries.region_by_uuid(read_session(), str(uuid))
    return region_form(RegionForm(data=choices.region_values(read_session(), region)), region)


def region_form(form: RegionForm, region: FoundRegion | None) -> ResponseReturnValue:
    """The form of a region, saved if it holds."""
    choices.fill_region(read_session(), form)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                own = queries.region_by_uuid(session, region.row.uuid) if region else None
                save_region(session, own, choices.region_typed(form), actor=viewer(), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            return to_list("regions", _("The region is saved."))
    return form_page("programme/region_form.html", form, region=region)


def to_list(name: str, text: str) -> ResponseReturnValue:
    """To a list, with word of what was done."""
    flash(text, "success")
    return redirect(url_for(f"programme.{name}"), code=303)
