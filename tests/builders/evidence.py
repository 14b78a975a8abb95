"""Evidence of tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.evidence.models import EvidenceItem, WitnessRequest
from assessments.evidence.rules import OwnEvidenceKind, PeopleShown
from assessments.evidence.services import (
    EvidenceDraft,
    WitnessDraft,
    add_evidence,
    ask_witness,
    give_word,
    withdraw_evidence,
)
from lms import ids, storage
from lms.access import Viewer
from lms.uploads.models import Upload, UploadState
from lms.uploads.rules.kinds import FileKind
from tests.builders import uploads


def draft(**more: Any) -> EvidenceDraft:
    values: dict[str, Any] = {
        "kind": OwnEvidenceKind.TRAINING,
        "title": "Two days on pangolin scales",
        "day": date(2026, 11, 20),
        "place": "Airport of Bangkok",
        "text": "I taught twelve officers.",
        "codes": "T-1 T-2.1",
        "people_shown": PeopleShown.AGREED,
    }
    return EvidenceDraft(**(values | more))


def file(session: Session, person_id: int, now: datetime, *, name: str = "room.jpg", begun: bool = False) -> Upload:
    """A whole photo of somebody that nothing holds yet, or one of which no piece has come."""
    content = begun_content() if begun else uploads.photo((120, 90))
    row = Upload(
        uuid=ids.new_uuid(),
        person_id=person_id,
        purpose="evidence",
        name=name,
        size=len(content),
        sha256=storage.key_of(content, ""),
        state=UploadState.OPEN if begun else UploadState.KEPT,
        begun_at=now,
    )
    if not begun:
        row.kept_at, row.kind, row.kept_size = now, FileKind.JPEG, len(content)
        row.kept_key = storage.put(content, ".jpg")
    session.add(row)
    session.flush()
    return row


def begun_content() -> bytes:
    """What a file that is begun will hold."""
    return uploads.photo((80, 60))


def plan(session: Session, person_id: int, now: datetime) -> Upload:
    """A PDF of two pages of which the original is kept too."""
    row = file(session, person_id, now, name="plan.pdf")
    row.kept_key = row.original_key = storage.put(uploads.pdf(2), ".pdf")
    row.kind = row.original_kind = FileKind.PDF
    row.pages = 2
    session.flush()
    return row


def item(session: Session, person_id: int, now: datetime, *, files: bool = True, **more: Any) -> EvidenceItem:
    """Evidence with a photo."""
    sent = [file(session, person_id, now).uuid] if files else []
    return add_evidence(session, draft(**more), sent, person_id=person_id, now=now)


def asked(session: Session, of: EvidenceItem, viewer: Viewer, now: datetime, **more: Any) -> WitnessRequest:
    """A witness who has a letter."""
    values = {"name": "Boss Witness", "function": "Head of post", "email": "boss@witness.example", "language": "en"}
    return ask_witness(session, of.uuid, WitnessDraft(**(values | more)), viewer=viewer, now=now)


def confirmed(session: Session, of: EvidenceItem, viewer: Viewer, now: datetime, **more: Any) -> WitnessRequest:
    """A witness who has answered."""
    row = asked(session, of, viewer, now, **more)
    give_word(session, row.uuid, "Calm and exact. I sat in the room.", row.name, confirms=True, now=now)
    return row


def withdraw(session: Session, of: EvidenceItem, viewer: Viewer, now: datetime) -> None:
    """Withdraw it."""
    withdraw_evidence(session, of.uuid, "It was another day.", viewer=viewer, now=now)
