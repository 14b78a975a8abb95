"""Lists of people, administrations and units as they are exported: what their pages show, and no more."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lms.i18n import lazy as _l
from lms.people import labels
from lms.people.models import Administration, Unit
from lms.people.queries.people import PersonRow
from lms.people.rules import AdministrationKind, UnitKind
from lms.tables.writing.columns import OutputColumn, OutputKind

PEOPLE_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("local_name", _l("Name in the country's script")),
    OutputColumn("username", _l("User name")),
    OutputColumn("administration", _l("Administration")),
    OutputColumn("unit", _l("Unit")),
    OutputColumn("name_checked", _l("Name checked"), OutputKind.YES_NO),
    OutputColumn("state", _l("Status")),
)
ADMINISTRATION_COLUMNS = (
    OutputColumn("name", _l("Name")),
    OutputColumn("kind", _l("Kind")),
    OutputColumn("country", _l("Country")),
    OutputColumn("people", _l("People"), OutputKind.WHOLE),
)
UNIT_COLUMNS = (OutputColumn("name", _l("Name")), OutputColumn("kind", _l("Kind")))


def people_rows(found: Iterable[PersonRow]) -> Iterator[tuple[Any, ...]]:
    """People as rows of `PEOPLE_COLUMNS`."""
    for one in found:
        yield (
            one.name,
            one.local_name,
            one.username,
            one.administration,
            one.unit,
            one.name_checked,
            _l("closed") if one.closed else _l("active") if one.has_password else _l("no password yet"),
        )


def administration_rows(found: Iterable[Administration], counts: Mapping[int, int]) -> Iterator[tuple[Any, ...]]:
    """Administrations as rows of `ADMINISTRATION_COLUMNS`."""
    for row in found:
        kind = labels.ADMINISTRATION_KINDS[AdministrationKind(row.kind)]
        yield row.name, kind, labels.country_name(row.country), counts.get(row.id, 0)


def unit_rows(found: Iterable[Unit]) -> Iterator[tuple[Any, ...]]:
    """Units as rows of `UNIT_COLUMNS`."""
    for row in found:
        yield row.name, labels.UNIT_KINDS[UnitKind(row.kind)]
