"""To whom a trainer writes from the board, as the page says it before anything is sent."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.pages.board import board_standings, chosen_of
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import BoardFilter
from lms.access import Viewer
from lms.people.api import people_named


@dataclass(frozen=True)
class Recipients:
    """Who is in a filter of the board now, or those of them who were ticked."""

    show: BoardFilter
    ticked: Sequence[str]  # places in the cohort; none: everybody in the filter
    people: Sequence[int]
    names: Sequence[str]

    @property
    def fingerprint(self) -> str:
        """Tells whether it is still the same people as a moment ago."""
        numbers = " ".join(str(one) for one in sorted(self.people))
        return hashlib.sha256(numbers.encode()).hexdigest()[:32]


def recipients(
    session: Session, viewer: Viewer, cohort: FoundCohort, show: BoardFilter, ticked: Collection[str], now: datetime
) -> Recipients:
    """To whom a message goes that is written from this filter, by name; who left meanwhile is not among them."""
    chosen = chosen_of(board_standings(session, viewer, cohort, now), show)
    if ticked:
        chosen = [one for one in chosen if one.officer.uuid in ticked]
    people = [one.person_id for one in chosen]
    names = people_named(session, people)
    kept = sorted(one.officer.uuid for one in chosen) if ticked else []
    return Recipients(show, kept, people, sorted(names.values(), key=str.casefold))
