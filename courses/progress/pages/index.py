"""The places of work that somebody answers for, with how many have begun and passed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from courses.permissions import CoursePermission
from courses.progress.labels import PLACES
from courses.progress.queries.places import PlaceCounts, counts_of_places
from lms.access import Viewer
from lms.i18n import lazy
from lms.people.api import COUNTRY, AdministrationReached, PlaceKind, administrations_reached, country_name
from lms.tables.writing.columns import OutputColumn, OutputKind

PLACE_COLUMNS = (
    OutputColumn("place", lazy("Place of work")),
    OutputColumn("kind", lazy("Kind")),
    OutputColumn("people", lazy("People"), OutputKind.WHOLE),
    OutputColumn("begun", lazy("Started a course"), OutputKind.WHOLE),
    OutputColumn("passed", lazy("Passed a final exam"), OutputKind.WHOLE),
)


@dataclass(frozen=True)
class PlaceLine:
    """A place in the list; a country of which single administrations are reached is no link."""

    kind: PlaceKind
    key: str
    name: str
    counts: PlaceCounts
    is_reached: bool = True


def place_lines(session: Session, viewer: Viewer) -> list[PlaceLine]:
    """Every place that the viewer reaches: countries, their administrations, their units; two queries."""
    counts = counts_of_places(session, viewer)
    found: dict[str, list[AdministrationReached]] = {}
    for one in administrations_reached(session, viewer, CoursePermission.PROGRESS_SEE):
        found.setdefault(one.country, []).append(one)
    scopes, lines = viewer.scopes(CoursePermission.PROGRESS_SEE), []
    for name, code in sorted((country_name(code), code) for code in found):
        inside = [each for one in found[code] for each in _administration(one, counts)]
        every = sum((each.counts for each in inside if each.kind is PlaceKind.ADMINISTRATION), PlaceCounts())
        whole = PlaceLine(PlaceKind.COUNTRY, code, name, every, is_reached=scopes.cover(COUNTRY, code))
        lines += [whole, *inside]
    return lines


def _administration(
    one: AdministrationReached, counts: Mapping[tuple[int, int | None], PlaceCounts]
) -> list[PlaceLine]:
    """An administration and its units; who works in none of them counts in the whole."""
    none = PlaceCounts()
    units = [
        PlaceLine(PlaceKind.UNIT, uuid, name, counts.get((one.id, number), none)) for number, uuid, name in one.units
    ]
    every = sum((line.counts for line in units), counts.get((one.id, None), none))
    return [PlaceLine(PlaceKind.ADMINISTRATION, one.uuid, one.name, every), *units]


def place_list_rows(lines: Iterable[PlaceLine]) -> Iterator[tuple[Any, ...]]:
    """Places as rows of `PLACE_COLUMNS`."""
    for one in lines:
        yield one.name, PLACES[one.kind], one.counts.people, one.counts.begun, one.counts.passed
