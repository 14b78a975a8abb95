"""Keep my day: the page that works without a line, what it keeps, and the key to which it seals."""

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessments.permissions import PracticalPermission
from assessments.sheets.offline.labels import day_words
from assessments.sheets.offline.pages.day import day_as_data, keeping_plan
from assessments.sheets.offline.queries.day import day_of
from assessments.sheets.rules.aliases import candidate_code
from assessments.sheets.sealing.queries import current_key, jwk_of
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.web.api import keeps

bp = Blueprint("offline_sheets", __name__, template_folder="../templates")


def page_html() -> str:
    """The page as it is shown, kept and weighed; what is kept names nothing of the day, which goes under the PIN."""
    listed = [] if keeps() else day_of(read_session(), viewer()).sheets
    links = [(one, candidate_code(one.candidate_no)) for one in listed]
    return render_template("offline_sheets/day.html", words=day_words(), links=links)


@bp.get("/sheets/day")
@needs(PracticalPermission.SHEET_RATE)
def day() -> ResponseReturnValue:
    """One's own sheets of the workshops that are under way; kept on a device they are marked without a line."""
    return page_html()


@bp.get("/sheets/day/plan")
@needs(PracticalPermission.SHEET_RATE)
def plan() -> ResponseReturnValue:
    """What a device fetches to keep the page, and what that weighs."""
    return jsonify(keeping_plan(url_for("offline_sheets.day"), page_html(), clock.now()))


@bp.get("/sheets/day/kept")
@needs(PracticalPermission.SHEET_RATE)
def kept() -> ResponseReturnValue:
    """Plan, rubrics, codes and the key to seal to, as a device keeps them, with an ETag."""
    answer = jsonify(day_as_data(read_session(), viewer()))
    answer.add_etag()
    answer.headers["Cache-Control"] = "no-store"
    return answer.make_conditional(request)


@bp.get("/sheets/key")
@needs(PracticalPermission.SHEET_RATE)
def key() -> ResponseReturnValue:
    """The public key to which sheets are sealed now, as a JWK."""
    found = current_key(read_session())
    if found is None:
        raise NotFound
    return jsonify(jwk_of(found))
