"""Which administration and unit a page about many officers shows, chosen among those whose people one manages."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.people.models import Administration, Unit
from lms.people.queries.administrations import administrations_peopled, units_of


@dataclass(frozen=True)
class PickedPlace:
    """The administrations to choose from, the chosen one with its units, and the unit, if one was chosen."""

    administrations: list[Administration]
    administration: Administration | None
    units: list[Unit]
    unit: Unit | None

    @property
    def unit_id(self) -> int | None:
        """The number of the unit."""
        return self.unit.id if self.unit else None


def picked_place(session: Session, viewer: Viewer, asked: Mapping[str, str]) -> PickedPlace:
    """What was asked for; where there is but one administration it need not be asked for."""
    rows = administrations_peopled(session, viewer)
    only = rows[0] if len(rows) == 1 else None
    administration = next((row for row in rows if row.uuid == asked.get("administration")), only)
    units = units_of(session, [administration.id]) if administration else []
    unit = next((row for row in units if row.uuid == asked.get("unit")), None)
    return PickedPlace(rows, administration, units, unit)
