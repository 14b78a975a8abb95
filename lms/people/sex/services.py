"""What a person tells of their sex, kept and taken back by them alone."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.people.sex.models import PersonSex
from lms.people.sex.rules import Sex


def say_sex(session: Session, person_id: int, sex: Sex | None, *, now: datetime) -> None:
    """Keep what this person says of themselves; nothing said forgets what was. The record is not told."""
    session.execute(delete(PersonSex).where(PersonSex.person_id == person_id))
    if sex is not None:
        session.add(PersonSex(person_id=person_id, sex=sex, said_at=now))
    session.flush()
