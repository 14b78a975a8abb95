"""Meetings of the cohort of home, of which the rows speak: on one its trainers disagree, of one there is no roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.meeting_codes import code_at
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.services.meeting_codes import secret_of
from lms.people.models import Person
from tests.access_matrix import persons
from tests.builders import meetings


@dataclass(frozen=True)
class Held:
    """The meetings by their names outside; both have begun."""

    disputed: str  # its trainers disagree about the owner
    quiet: str  # nothing is said of anybody
    code: str  # of `quiet`, at the moment at which everybody asks


def build(session: Session, home: FoundCohort, trainers: tuple[Person, Person], owner: Person, now: datetime) -> Held:
    """Both of them."""
    disputed, quiet = (
        meetings.running(session, home, now, title=f"{persons.HOMES} {name}") for name in ("opening", "visit")
    )
    for by, presence in zip(trainers, (Presence.PRESENT, Presence.ABSENT), strict=True):
        meetings.keep(session, disputed, by, meetings.line(owner, by, 1, now, presence), now=now)
    secret = secret_of(session, quiet)
    assert secret is not None
    return Held(disputed.uuid, quiet.uuid, code_at(secret, now))


def over(session: Session, cohort: FoundCohort, trainer: Person, owner: Person, now: datetime) -> None:
    """A meeting of a cohort that is over, at which the owner was, whose name somebody checked."""
    past = meetings.running(session, cohort, now - timedelta(hours=4), title="Past")
    meetings.keep(session, past, trainer, meetings.line(owner, trainer, 1, now), now=now)
    owner.name_checked_at = owner.name_checked_at or now
    session.flush()
