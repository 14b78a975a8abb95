"""The list of applications as a file."""

from flask import Response, request

from lms.access import Permission, needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.people.applications.pages import APPLICATION_COLUMNS, application_rows, applications_page
from lms.people.applications.views.blueprint import bp
from lms.people.applications.views.deciding import DECIDED, filter_wanted
from lms.tables.exports import ASKED, ListExport, answer_export


@bp.get("/applications/export.<any(csv,xlsx,json):form>")
@needs(Permission.APPLICATION_DECIDE)
def export(form: str) -> Response:
    """The applications that one sees, narrowed as on their page."""
    shown, decided = filter_wanted(), request.args.get("tab") == DECIDED
    page = applications_page(read_session(), viewer(), shown, decided=decided, number=1, size=ASKED)
    return answer_export(
        ListExport(
            name="applications",
            title=_l("Applications"),
            columns=APPLICATION_COLUMNS,
            rows=application_rows(page),
            names_people=True,
            filter={"decided": decided, "kind": shown.kind, "place": shown.place, "words": bool(shown.words)},
        ),
        form,
    )
