"""Evidence and files of somebody: whole, begun, attached; a witness who is asked and one who has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.evidence.links import witness_token
from lms.people.models import Person
from tests.builders import evidence, people


@dataclass(frozen=True)
class Shown:
    """By uuid; `link` is what stands in the address of the witness's page."""

    item: str
    request: str
    link: str
    attached: str  # a photo of that piece
    unused: str  # a photo that nothing holds
    begun: str  # a file of which no piece has come


def build(session: Session, rows: Sequence[Person], now: datetime) -> Shown:
    """The like for each of these people; answers that of the first. Each bears the word of whose it is."""
    first, *_others = [_of(session, row, now) for row in rows]
    return first


def _of(session: Session, row: Person, now: datetime) -> Shown:
    word = row.name.partition(" ")[2]
    viewer = people.viewer(session, row)
    photo = evidence.file(session, row.id, now, name=f"{word}.jpg")
    item = evidence.item(session, row.id, now, files=False, title=f"Training of {word}", place=f"{word} airport")
    photo.attached_to, photo.attached_at = f"evidence:{item.uuid}", now
    asked = evidence.asked(session, item, viewer, now, name=f"Boss {word}", email=f"asked@{word.lower()}.example")
    evidence.confirmed(session, item, viewer, now, name=f"Guest {word}", email=f"guest@{word.lower()}.example")
    unused = evidence.file(session, row.id, now, name=f"unused {word}.jpg")
    begun = evidence.file(session, row.id, now, name=f"begun {word}.jpg", begun=True)
    return Shown(
        item=item.uuid,
        request=asked.uuid,
        link=witness_token(asked.uuid),
        attached=photo.uuid,
        unused=unused.uuid,
        begun=begun.uuid,
    )
