"""Consent: asked for, and answered by the person alone."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import events
from lms.errors import RuleBroken
from lms.i18n import _
from lms.inserts import insert_many
from lms.people.consents.events import ConsentAnswered
from lms.people.consents.models import ProcessingConsent
from lms.people.consents.queries import newest_consent
from lms.people.consents.rules import NOTICE_VERSION, ConsentAnswer
from lms.people.models import Person


def ask_consent(session: Session, people: Iterable[Person], *, now: datetime) -> None:
    """Have these people read what is kept, and say yes or no, before they see any other page."""
    asked = list(people)
    for person in asked:
        person.consent_due = True
    rows = [{"person_id": person.id, "version": NOTICE_VERSION, "asked_at": now} for person in asked]
    insert_many(session, ProcessingConsent, rows)


def answer_consent(session: Session, person_id: int, answer: ConsentAnswer, *, now: datetime) -> None:
    """Keep what the person says; after a no the account stays shut, until they say yes."""
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).one()
    if not person.consent_due:
        raise RuleBroken(_("You have already answered. If you changed your mind, write to the person named there."))
    row = newest_consent(session, person.id)
    if row is None or row.answered_at is not None:
        row = ProcessingConsent(person_id=person.id, version=NOTICE_VERSION, asked_at=now)
        session.add(row)
    row.answer, row.answered_at, row.version = answer, now, NOTICE_VERSION
    person.consent_due = answer is not ConsentAnswer.YES
    session.flush()
    told = ConsentAnswered(
        subject=f"person:{person.id}", actor_id=person.id, at=now, version=row.version, answer=answer
    )
    events.publish(session, told)
