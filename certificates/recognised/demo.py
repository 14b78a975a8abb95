"""The part of recognised credentials in the demonstration: the first experts and assessors hold none of ours."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from certificates.recognised.services import RecognisedDraft, confirm_recognised, enter_recognised
from lms.db import transaction

ENTERS, CONFIRMS = "helen.brandt", "victor.amadi"
BODY = "Register of Accredited Experts (demonstration)"
ENTERED_BEFORE, CONFIRMED_BEFORE, VALID_FOR = timedelta(days=200), timedelta(days=198), timedelta(days=700)


def load(world: dict[str, Any], now: datetime) -> None:
    """The credential of each expert and assessor, entered by one registrar and confirmed by another."""
    if not world.get("covered"):
        return
    with transaction() as session:
        for number, (username, topics) in enumerate(world["covered"].items(), start=1):
            recognise(session, world["people"], number, username, topics, now)


def recognise(
    session: Session, people: dict[str, int], number: int, username: str, topics: tuple[str, ...], now: datetime
) -> None:
    """One credential of another body."""
    at = now - ENTERED_BEFORE
    draft = RecognisedDraft(
        body=BODY, number=f"AE-{2400 + number}", topics=topics, valid_until=(now + VALID_FOR).date(),
        compared_by="Secretariat of the register, by letter", compared_on=at.date(),
        document_note="Copy of the certificate",
    )  # fmt: skip
    row = enter_recognised(session, people[username], draft, by_id=people[ENTERS], now=at)
    confirm_recognised(session, row, by_id=people[CONFIRMS], now=now - CONFIRMED_BEFORE)
