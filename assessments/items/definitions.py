"""Definitions of stored item versions; a version never changes, so what was read once is kept in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.items.models import ItemVersion
from assessments.items.registry import kind
from lms.db import database


@dataclass(frozen=True)
class Stored:
    """A stored item: what the page shows, and the definition with its key."""

    id: int
    kind: str
    topic: str
    lesson: str
    stem: str
    body: Mapping[str, Any]
    explain: str
    picture_url: str
    points: int
    definition: Any


def definitions(session: Session, ids: Iterable[int]) -> dict[int, Stored]:
    """The item versions of these numbers; at most one query, and none once they were read."""
    wanted = set(ids)
    kept = database().memory("item-version")
    found = {number: stored for number in wanted if (stored := kept.get(number)) is not None}
    missing = wanted - found.keys()
    if missing:
        for row in session.scalars(select(ItemVersion).where(ItemVersion.id.in_(missing))):
            stored = Stored(
                id=row.id,
                kind=row.kind,
                topic=row.topic,
                lesson=row.lesson,
                stem=row.stem,
                body=row.body,
                explain=row.explain,
                picture_url=row.picture_url or "",
                points=row.points,
                definition=kind(row.kind).restore(row.body, row.answer_key),
            )
            found[row.id] = stored
            kept[row.id] = stored
    return found
