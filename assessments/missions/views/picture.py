"""What missions observed, and what became of their recommendations: pages and files."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from assessments.missions import policy
from assessments.missions.pages import picture as pages
from assessments.missions.queries.reports import followed, noted
from assessments.missions.rules.picture import picture as picture_of
from assessments.missions.views.blueprints import bp
from assessments.permissions import PracticalPermission
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export


@bp.get("/missions/picture")
@needs(PracticalPermission.MISSION_PICTURE)
def picture() -> ResponseReturnValue:
    """What missions observed, by country and topic; of other countries by topic alone."""
    page = pages.picture_page(read_session(), viewer())
    return render_template("missions/picture.html", page=page)


@bp.get("/missions/picture/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.MISSION_PICTURE)
def export_picture(form: str) -> Response:
    """The same numbers as a file."""
    shown = picture_of(noted(read_session()), policy.countries_in_full(viewer()))
    listed = ListExport(
        name="missions-picture",
        title=_l("What missions observed"),
        columns=pages.PICTURE_COLUMNS,
        rows=pages.picture_rows(shown),
        names_people=False,
    )
    return answer_export(listed, form)


@bp.get("/missions/follow-up")
@needs(PracticalPermission.MISSION_PICTURE)
def follow_up() -> ResponseReturnValue:
    """What became of the recommendations, as hosts told it."""
    rows = list(pages.follow_up_rows(followed(read_session(), viewer())))
    return render_template("missions/follow_up.html", rows=rows, columns=pages.FOLLOW_UP_COLUMNS)


@bp.get("/missions/follow-up/export.<any(csv,xlsx,json):form>")
@needs(PracticalPermission.MISSION_PICTURE)
def export_follow_up(form: str) -> Response:
    """The same as a file."""
    listed = ListExport(
        name="missions-follow-up",
        title=_l("What happened with the recommendations"),
        columns=pages.FOLLOW_UP_COLUMNS,
        rows=pages.follow_up_rows(followed(read_session(), viewer())),
        names_people=False,
    )
    return answer_export(listed, form)
