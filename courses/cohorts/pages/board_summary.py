"""What a board says of a whole cohort, kept by this process for some seconds: a page of fifty costs a page of fifty.

Only for those who lead the cohort itself or every cohort, who all see the same. Whatever leads to other officers or
other deadlines, and whoever asks for the newest, has it made anew; what officers do meanwhile is seen some seconds
later, and the page says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from courses.cohorts.pages.standing import CourseStanding, OfficerStanding, standings
from courses.cohorts.queries.board import changes_of_boards
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.scope_kind import COHORT
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.cache import Cache
from lms.db import database
from lms.i18n import language
from lms.people.api import PersonOutside, people_outside

KEPT = timedelta(seconds=15)
REMEMBERED = 8  # cohorts: one of thousands takes some megabytes
LISTS = 48  # filters, orders and pages of one of them
Made = TypeVar("Made")
Stands = TypeVar("Stands", bound=CourseStanding)


@dataclass(frozen=True)
class BoardSummary(Generic[Stands]):
    """How the people of a board stood at a moment, and what pages made of that."""

    at: datetime
    everybody: Sequence[Stands]
    people: Mapping[int, PersonOutside]
    _made: Cache = field(default_factory=lambda: Cache(LISTS))

    @property
    def counts(self) -> Mapping[BoardFilter, int]:
        """How many officers each filter shows."""
        return self.made("counts", lambda: {one: len(self.chosen(one)) for one in BoardFilter})

    def chosen(self, show: BoardFilter) -> Sequence[Stands]:
        """Those whom a filter shows."""
        return self.made(("chosen", show), lambda: [one for one in self.everybody if show in one.filters])

    def made(self, key: Any, make: Callable[[], Made]) -> Made:
        """What was made of it before, else made now."""
        found: Made | None = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        return found


def summary_now(
    session: Session, viewer: Viewer | None, cohort: FoundCohort, now: datetime
) -> BoardSummary[OfficerStanding]:
    """How the officers whom the viewer sees stand now; without a viewer, everybody."""
    everybody = standings(session, [cohort], now, viewer=viewer)[cohort.id]
    return BoardSummary(now, everybody, people_outside(session, [one.person_id for one in everybody]))


def board_summary(
    session: Session, viewer: Viewer, cohort: FoundCohort, now: datetime, *, newest: bool
) -> BoardSummary[OfficerStanding]:
    """The same, up to some seconds old for who sees the whole cohort, unless they ask for the newest."""
    scopes = viewer.scopes(CoursePermission.COHORT_LEAD)
    if not (scopes.everywhere or scopes.cover(COHORT, cohort.id)):
        return summary_now(session, viewer, cohort, now)
    memory = database().cache("cohort-boards", REMEMBERED)
    row, key = cohort.row, (cohort.row.uuid, language())
    said = (changes_of_boards(session), row.title, row.starts_on, row.ends_on, row.time_zone, cohort.state)
    kept: tuple[Any, BoardSummary[OfficerStanding]] | None = memory.get(key)
    if kept is not None and not newest and kept[0] == said and timedelta() <= now - kept[1].at < KEPT:
        return kept[1]
    made = summary_now(session, None, cohort, now)
    memory[key] = said, made
    return made
