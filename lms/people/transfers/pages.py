"""What the pages of moves offer: where to, and how a move stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Permission, Viewer
from lms.i18n import _
from lms.people import labels
from lms.people.access.scope_kinds import covers_administration
from lms.people.models import Administration, Unit
from lms.people.pages.picking import PickedPlace
from lms.people.queries.administrations import administrations_of_country
from lms.people.transfers import queries
from lms.people.transfers.rules import TransferOutcome
from lms.web.forms import options


@dataclass(frozen=True)
class Destinations:
    """Where officers of a place can go: its units, administrations of one's own, and those that must accept."""

    units: Sequence[Unit]
    own: Sequence[Administration]
    others: Sequence[Administration]

    @property
    def choices(self) -> list[Any]:
        """As the options of a field, each under the name of what happens."""
        return [
            *options([("", _("Choose where to."))]),
            *options([(f"unit:{row.uuid}", row.name) for row in self.units], _("Another unit, at once")),
            *options(
                [(f"administration:{row.uuid}", row.name) for row in self.own], _("Your administrations, at once")
            ),
            *options([(f"administration:{row.uuid}", row.name) for row in self.others], _("When they accept")),
        ]


def destinations(session: Session, viewer: Viewer, place: PickedPlace, country: str) -> Destinations:
    """Where the officers of the chosen place can go; of the administrations beyond one's scope, those of a country."""
    if place.administration is None:
        return Destinations((), (), ())
    scopes, here = viewer.scopes(Permission.PEOPLE_MANAGE), place.administration.id
    others = [row for row in administrations_of_country(session, country) if not covers_administration(scopes, row)]
    return Destinations(
        place.units,
        [row for row in place.administrations if row.id != here],
        [row for row in others if row.id != here],
    )


@dataclass(frozen=True)
class MoveShown:
    """How the newest move of a person stands, in words; whether it can still be taken back."""

    words: str
    reason: str
    is_open: bool
    at: Any


def newest_move(session: Session, person_id: int) -> MoveShown | None:
    """The newest move of a person, for their own page and for the sending side; none that was accepted."""
    found = queries.newest_of(session, person_id)
    if found is None:
        return None
    place = f"{found.receiving.name}, {labels.country_name(found.receiving.country)}"
    if found.answer is None:
        words = _("A move to %(place)s was requested. Nothing changes until they accept.", place=place)
        return MoveShown(words, found.row.words, True, found.row.asked_at)
    if found.answer.outcome == TransferOutcome.REFUSED:
        words = _("%(place)s did not accept the move.", place=place)
        return MoveShown(words, found.answer.reason, False, found.answer.at)
    return None
