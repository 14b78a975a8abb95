"""Credentials of other bodies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from certificates.recognised.models import RecognisedCredential
from certificates.recognised.services import RecognisedDraft, confirm_recognised, enter_recognised
from tests.builders import people


def in_force(session: Session, person_id: int, now: datetime, number: str = "A-17") -> RecognisedCredential:
    """One that a second person confirmed, until the end of this day."""
    draft = RecognisedDraft(
        body="World Customs Organization", number=number, topics=["operations"], valid_until=now.date(),
        compared_by="By e-mail", compared_on=now.date(),
    )  # fmt: skip
    first, second = (people.person(session).id for _ in range(2))
    row = enter_recognised(session, person_id, draft, by_id=first, now=now)
    confirm_recognised(session, row, by_id=second, now=now)
    session.refresh(row)
    return row
