"""The moderator's board."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.pages.board import board_page
from assessments.sheets.views.blueprints import moderating_bp as bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import language


@bp.get("/performances/board")
@needs(PracticalPermission.SHEET_MODERATE)
def board() -> ResponseReturnValue:
    """How far a workshop is, how far pairs agree, and how strict each assessor is."""
    page = board_page(read_session(), viewer(), request.args.get("workshop"), language(), now=clock.now())
    if page.chosen is None and request.args.get("workshop"):
        raise NotFound
    return render_template("sheets/board.html", page=page)
