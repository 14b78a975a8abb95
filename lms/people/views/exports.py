"""Lists of people, administrations and units as files."""

from flask import Response

from lms.access import Permission, needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.people.pages import exports
from lms.people.queries import administrations as administration_queries
from lms.people.queries import people as queries
from lms.people.views.blueprints import administrations, people
from lms.people.views.people import people_wanted
from lms.tables.exports import ASKED, ListExport, answer_export


@people.get("/people/export.<any(csv,xlsx,json):form>")
@needs(Permission.PEOPLE_MANAGE)
def export(form: str) -> Response:
    """The people whom one may see, narrowed as on their page."""
    wanted = people_wanted(administration_queries.administrations_peopled(read_session(), viewer()))
    found = queries.people_page(
        read_session(),
        viewer(),
        administration_id=wanted.administration.id if wanted.administration else None,
        words=wanted.words,
        number=1,
        unchecked=wanted.unchecked,
        size=ASKED,
    )
    place = wanted.administration.uuid if wanted.administration else None
    return answer_export(
        ListExport(
            name="people",
            title=_l("People"),
            columns=exports.PEOPLE_COLUMNS,
            rows=exports.people_rows(found.rows),
            names_people=True,
            filter={"administration": place, "words": bool(wanted.words), "unchecked": wanted.unchecked},
        ),
        form,
    )


@administrations.get("/administrations/export.<any(csv,xlsx,json):form>", endpoint="export")
@needs(Permission.ADMINISTRATION_MANAGE)
def export_administrations(form: str) -> Response:
    """The administrations that one manages."""
    found = administration_queries.administrations_seen(read_session(), viewer())
    counts = administration_queries.people_counts(read_session(), [row.id for row in found])
    return answer_export(
        ListExport(
            name="administrations",
            title=_l("Administrations"),
            columns=exports.ADMINISTRATION_COLUMNS,
            rows=exports.administration_rows(found, counts),
            names_people=False,
        ),
        form,
    )


@administrations.get("/administrations/<uuid:uuid>/units/export.<any(csv,xlsx,json):form>")
@needs(Permission.ADMINISTRATION_MANAGE)
def export_units(uuid: object, form: str) -> Response:
    """The units of an administration."""
    row = administration_queries.administration_seen(read_session(), viewer(), str(uuid))
    return answer_export(
        ListExport(
            name="units",
            title=_l("Units"),
            columns=exports.UNIT_COLUMNS,
            rows=exports.unit_rows(administration_queries.units_of(read_session(), [row.id])),
            names_people=False,
        ),
        form,
    )
