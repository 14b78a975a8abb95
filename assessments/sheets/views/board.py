"""The moderator's board: the page, and its parts for a page that brings itself up to date."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.pages.board import ModeratorBoard, board_page, chosen_of
from assessments.sheets.queries.board import board_version, workshops_to_moderate
from assessments.sheets.views.blueprints import moderating_bp as bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import language

EVERY = 15  # seconds after which an open board asks again


@bp.get("/performances/board")
@needs(PracticalPermission.SHEET_MODERATE)
def board() -> ResponseReturnValue:
    """How far a workshop is, how far pairs agree, how strict each assessor is, and how far the sampling plan is."""
    return render_template("sheets/board.html", page=board_asked(), every=EVERY)


@bp.get("/performances/board/parts")
@needs(PracticalPermission.SHEET_MODERATE)
def board_parts() -> ResponseReturnValue:
    """What changes of the board, for the script of its page: the same tag as before means that nothing did."""
    session = read_session()
    chosen = chosen_of(workshops_to_moderate(session, viewer()), request.args.get("workshop"))
    if chosen is None:
        raise NotFound
    tag = f"{board_version(session, viewer(), chosen)}-{language()}"
    known = request.if_none_match.contains(tag)
    answer = jsonify(parts="" if known else render_template("sheets/_board.html", page=board_asked()))
    answer.set_etag(tag)
    return answer.make_conditional(request)


def board_asked() -> ModeratorBoard:
    """The board of the workshop that the address names, else of the newest."""
    page = board_page(read_session(), viewer(), request.args.get("workshop"), language(), now=clock.now())
    if page.chosen is None and request.args.get("workshop"):
        raise NotFound
    return page
