"""Applications for accounts in every state."""

from __future__ import annotations

import itertools
from datetime import datetime

from sqlalchemy.orm import Session

from lms.people.applications.models import AccountApplication
from lms.people.applications.services import ApplicationDraft, apply_for_account, confirm_address
from lms.people.models import Administration, Unit
from tests.builders.people import NOW

_numbers = itertools.count(1)


def application(
    session: Session,
    place: Administration | None,
    name: str = "Ana Silva",
    *,
    confirmed: bool = True,
    at: datetime = NOW,
    country: str = "TH",
    unit: Unit | None = None,
    email: str | None = None,
    words: str = "",
) -> AccountApplication:
    """Somebody asks for an account in this administration; in one that is not listed where there is none."""
    draft = ApplicationDraft(
        name=name,
        email=email or f"applicant{next(_numbers)}@example.org",
        country=place.country if place else country,
        language="en",
        administration_id=place.id if place else None,
        administration_words="" if place else "River Rangers",
        unit_id=unit.id if unit else None,
        words=words,
    )
    row = apply_for_account(session, draft, now=at)
    if confirmed:
        confirm_address(session, row, now=at)
    return row
