"""The board of a cohort, an officer on it, and the board as a file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from courses.cohorts.labels import BOARD_FILTERS, BOARD_ORDERS
from courses.cohorts.pages.board import BoardChoice, BoardPage, page_of_board
from courses.cohorts.pages.board_rows import COLUMNS, board_rows
from courses.cohorts.pages.board_summary import KEPT, board_summary
from courses.cohorts.pages.officer import officer_page
from courses.cohorts.queries import cohorts as queries
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.cohorts.rules.states import CohortState
from courses.cohorts.views.blueprints import bp
from courses.cohorts.views.participants import found_in
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import lazy as _l
from lms.tables.exports import ListExport, answer_export
from lms.web.api import choice_asked


def filter_asked() -> BoardFilter:
    """The filter that the address or the form names; all, where it names none that there is."""
    return choice_asked(BoardFilter, "show", BoardFilter.ALL)


def order_asked() -> BoardOrder:
    """The order that the address names; by name, where it names none that there is."""
    return choice_asked(BoardOrder, "order", BoardOrder.NAME)


def with_a_board(uuid: object) -> FoundCohort:
    """This cohort, if the viewer leads it and it has a board."""
    return demand_board(queries.cohort_led(read_session(), viewer(), str(uuid)))


def demand_board(cohort: FoundCohort) -> FoundCohort:
    """This cohort, if it was opened: before that nobody learns in it."""
    if cohort.state not in (CohortState.OPEN, CohortState.ENDED):
        raise NotFound
    return cohort


@bp.get("/cohorts/<uuid:uuid>/board")
@needs(CoursePermission.COHORT_LEAD)
def board(uuid: object) -> ResponseReturnValue:
    """How the officers of a cohort stand, and who needs the trainer."""
    cohort = with_a_board(uuid)
    choice = BoardChoice(filter_asked(), order_asked(), request.args.get("after", ""))
    summary = board_summary(read_session(), viewer(), cohort, clock.now(), newest=asks_for_newest())
    page = page_of_board(read_session(), summary, cohort, choice)
    body = summary.made(("body", choice), lambda: rendered(cohort, page))
    return render_template("cohorts/board.html", cohort=cohort, page=page, body=body, kept=KEPT.seconds)


def rendered(cohort: FoundCohort, page: BoardPage) -> Markup:
    """A page of the board, the same for all who see it in one language."""
    made = render_template(
        "cohorts/_board_page.html", cohort=cohort, page=page, filters=BOARD_FILTERS, orders=BOARD_ORDERS
    )
    return Markup(made)  # noqa: S704  # made by our template


def asks_for_newest() -> bool:
    """Whether the reader wants no board that was kept: by the link for that, or by having the page loaded again."""
    control = request.cache_control
    return "newest" in request.args or bool(control.no_cache) or control.max_age == 0


@bp.get("/cohorts/<uuid:uuid>/board/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_LEAD)
def export_board(uuid: object, form: str) -> Response:
    """The board as a file, whole, in its filter."""
    cohort, show = with_a_board(uuid), filter_asked()
    rows = board_rows(read_session(), viewer(), cohort, BoardChoice(show, order_asked()), clock.now())
    listed = ListExport(
        name="cohort-board",
        title=_l("Board of a cohort"),
        columns=COLUMNS,
        rows=rows,
        names_people=True,
        filter={"cohort": cohort.id, "show": show.value},
    )
    return answer_export(listed, form)


@bp.get("/cohorts/<uuid:uuid>/officers/<uuid:person>")
@needs(CoursePermission.COHORT_LEAD)
def officer(uuid: object, person: object) -> ResponseReturnValue:
    """All that a trainer may see of an officer; of one who has left nothing of the course is seen."""
    cohort, found = found_in(read_session(), uuid, person)
    page = officer_page(read_session(), viewer(), demand_board(cohort), found, clock.now())
    return render_template("cohorts/officer.html", cohort=cohort, page=page)
