"""Meetings in the states of their pages: to come, running, over, cancelled, and with trainers who disagree."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.queries.cohorts import FoundCohort, cohorts_by_id
from courses.cohorts.queries.participants import participants_of
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.rules.states import IN
from courses.cohorts.services.meetings import cancel_meetings
from lms.people.models import Person
from tests.builders import meetings
from tests.pages.made import World


def add(session: Session, made: World, now: datetime) -> None:
    """All of them, of two classes that stand already."""
    shown, shared = (_class(session, made.values[name]) for name in ("class", "class-shared"))
    trainer, other = made.person(session, "trainer"), made.person(session, "other trainer")
    days = [(now + timedelta(days=5 + 7 * number)).date() for number in range(4)]
    series = meetings.planned(session, shown, days, now, title="Module 2 : la valeur")
    cancel_meetings(session, series[3], "La salle est prise.", following=False, by=trainer.id, now=now)
    over = meetings.running(session, shown, now - timedelta(days=6), title="Ouverture")
    met = meetings.running(session, shown, now, title="Visite du port")
    officers = _officers(session, shown)
    said = (Presence.PRESENT, Presence.LATE, Presence.EXCUSED)
    lines = [
        meetings.line(one, trainer, seq, now, presence)
        for seq, (one, presence) in enumerate(zip(officers, said, strict=False))
    ]
    meetings.keep(session, met, trainer, *lines, now=now)
    disputed = meetings.running(session, shared, now, title="Atelier")
    (about, *_rest) = _officers(session, shared)
    for by, presence in ((trainer, Presence.PRESENT), (other, Presence.ABSENT)):
        meetings.keep(session, disputed, by, meetings.line(about, by, 1, now, presence), now=now)
    made.values |= {
        "planned": series[0].uuid, "off": series[3].uuid, "over": over.uuid, "met": met.uuid, "disputed": disputed.uuid,
        "open-shared": meetings.running(session, shared, now, title="Exercice").uuid,
    }  # fmt: skip
    session.flush()


def _class(session: Session, uuid: str) -> FoundCohort:
    number = session.scalars(select(Cohort.id).where(Cohort.uuid == uuid)).one()
    return cohorts_by_id(session, [number])[number]


def _officers(session: Session, cohort: FoundCohort) -> list[Person]:
    found = participants_of(session, [cohort.id])[cohort.id]
    return [session.get_one(Person, one.person_id) for one in found if one.status in IN]
