"""Whose calendar is asked for, and what stands in it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import ids
from lms.calendar_feeds.models import CalendarFeed
from lms.calendars import CalendarEvent
from lms.people.models import Person
from lms.ports import CalendarSource


def owner_of(session: Session, token: str) -> Person | None:
    """Who has the calendar at this address; nobody where it was renewed, or the account is closed."""
    return session.scalars(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == ids.digest(token), Person.closed_at.is_(None))
    ).one_or_none()


def address_made_at(session: Session, person_id: int) -> datetime | None:
    """Since when a person has an address; nothing where they have none."""
    return session.scalars(select(CalendarFeed.made_at).where(CalendarFeed.person_id == person_id)).one_or_none()


def events_of(
    session: Session, sources: Iterable[CalendarSource], person_id: int, now: datetime
) -> list[CalendarEvent]:
    """What every area has planned for this person."""
    return [event for source in sources for event in source(session, [person_id], now).get(person_id, ())]
