"""Complaints in every state."""

from __future__ import annotations

import itertools
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.complaints.models import Complaint
from certificates.complaints.rules import ComplaintTopic
from certificates.complaints.services import ComplaintDraft, complain
from lms.access import Viewer
from tests.builders.people import NOW

WORDS = "The trainer read the answers of the final exam aloud on the last day."
_numbers = itertools.count(1)


def complaint(
    session: Session, words: str = WORDS, *, person: Viewer | None = None, email: str = "", at: datetime = NOW
) -> Complaint:
    """Somebody complains about a training: under an account, by an address, or without saying who they are."""
    draft = ComplaintDraft(
        key=f"key-{next(_numbers)}",
        topic=ComplaintTopic.TRAINING,
        words=words,
        language="en",
        reference="Class of port officers",
        email=email,
        person=person,
    )
    return complain(session, draft, now=at)
