"""Placements: since when a person works where; who works in no administration has none."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.inserts import insert_many
from lms.people.models import Person, Placement


def begin_placements(session: Session, people: Iterable[Person], *, now: datetime) -> None:
    """Write down where these people work from now on, as their accounts say."""
    rows = [
        {
            "person_id": person.id,
            "administration_id": person.administration_id,
            "unit_id": person.unit_id,
            "begun_at": now,
        }
        for person in people
        if person.administration_id is not None
    ]
    if rows:
        insert_many(session, Placement, rows)


def renew_placements(session: Session, people: Iterable[Person], *, now: datetime) -> None:
    """The same for people who worked elsewhere until now."""
    moved = list(people)
    former = update(Placement).where(Placement.person_id.in_([one.id for one in moved]), Placement.ended_at.is_(None))
    session.execute(former.values(ended_at=now))
    begin_placements(session, moved, now=now)
