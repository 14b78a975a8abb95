"""What the pages say of confirmations of attendance: one's own, and those of a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.queries.attended import Attended, AttendedCohort, attended_led, attended_own
from courses.ports.pages import ATTENDANCE_PAPERS
from lms.access import Viewer
from lms.i18n import _, ngettext


@dataclass(frozen=True)
class OwnConfirmation:
    """One's own attendance in words, and where the confirmation is, if it is made."""

    words: str
    url: str = ""


def own_confirmation(session: Session, viewer: Viewer, uuid: str, now: datetime) -> OwnConfirmation | None:
    """What an officer is told on the page of their cohort; nothing before a meeting was held."""
    found = attended_own(session, viewer, uuid, now)
    own = next(iter(found.people), None)
    if own is None or not own.held:
        return None
    there = meetings_said(own)
    percent = found.cohort.row.attendance_percent
    if not found.is_over:
        words = _(
            "After the last meeting you get a confirmation, if you were at %(percent)s %% of them.", percent=percent
        )
    elif not own.reaches:
        words = _(
            "A confirmation needs %(percent)s %% of the meetings. Is your attendance wrong? Ask a trainer.",
            percent=percent,
        )
    elif not own.person.name_checked:
        words = _("Your confirmation waits: nobody has compared your name with your document. Ask a trainer.")
    else:
        return OwnConfirmation(there, ATTENDANCE_PAPERS.provider().own(uuid))
    return OwnConfirmation(f"{there} {words}")


def meetings_said(one: Attended) -> str:
    """At how many meetings somebody was."""
    held = ngettext("%(num)s meeting", "%(num)s meetings", one.held)
    return _("You were at %(there)s of %(held)s.", there=len(one.there), held=held)


def hours_said(lasted: timedelta) -> str:
    """A length in hours, to the quarter of an hour."""
    quarters = round(lasted / timedelta(minutes=15))
    whole, rest = divmod(quarters, 4)
    return f"{whole}{('', '¼', '½', '¾')[rest]}" if whole or not rest else ("¼", "½", "¾")[rest - 1]


@dataclass(frozen=True)
class ConfirmationLine:
    """An officer in the list of confirmations."""

    name: str
    there: str
    hours: str
    state: tuple[str, str]  # words and tone of a chip


@dataclass(frozen=True)
class ConfirmationsPage:
    """Who gets a confirmation of attendance, and who does not, and why."""

    found: AttendedCohort
    lines: Sequence[ConfirmationLine]
    count: int  # that are made
    url: str  # of all of them; empty: there is none yet

    @property
    def percent(self) -> int:
        """The share that is asked for."""
        return self.found.cohort.row.attendance_percent


def confirmations_page(session: Session, viewer: Viewer, uuid: str, now: datetime) -> ConfirmationsPage:
    """The officers of a cohort with their attendance; as many queries for many as for one."""
    found = attended_led(session, viewer, uuid, now)
    count = sum(one.is_confirmed for one in found.people)
    ready = found.is_over and count
    url = ATTENDANCE_PAPERS.provider().of_cohort(uuid) if ready else ""
    return ConfirmationsPage(found, [_line(found, one) for one in found.people], count, url)


def _line(found: AttendedCohort, one: Attended) -> ConfirmationLine:
    state: tuple[Any, str]
    if not one.reaches:
        state = (_("too few meetings"), "")
    elif not one.person.name_checked:
        state = (_("name not checked"), "warn")
    else:
        state = (_("gets it"), "ok") if found.is_over else (_("enough so far"), "ok")
    there = _("%(there)s of %(held)s", there=len(one.there), held=one.held)
    return ConfirmationLine(one.person.name, there, hours_said(one.lasted), state)
