"""The figures of the programme, and of one country."""

from flask import render_template
from flask.typing import ResponseReturnValue

from certificates.permissions import CertificatePermission
from certificates.reporting import labels
from certificates.reporting.pages.country import country_page
from certificates.reporting.pages.figures import figures_page
from certificates.reporting.pages.tile_map import tile_map_svg
from certificates.reporting.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session


@bp.get("/programme/figures")
@needs(CertificatePermission.FIGURES_READ)
def figures() -> ResponseReturnValue:
    """The figures of all countries, or of those that one sees, as they were counted last."""
    page = figures_page(read_session(), viewer())
    return render_template(
        "reporting/figures.html", page=page, drawn=tile_map_svg(page.tiles), why_left_out=labels.WHY_LEFT_OUT
    )


@bp.get("/programme/figures/<country>")
@needs(CertificatePermission.FIGURES_READ)
def country(country: str) -> ResponseReturnValue:
    """The figures of one country, with names where the viewer's role reaches."""
    page = country_page(read_session(), viewer(), country, clock.now())
    return render_template("reporting/country.html", page=page, why_left_out=labels.WHY_LEFT_OUT)
