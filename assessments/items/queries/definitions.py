"""Definitions of stored item versions, cached: a version never changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.items.kinds.registry import kind
from assessments.items.models import ItemVersion
from lms.db import database


@dataclass(frozen=True)
class Stored:
    """A stored item: what the page shows, and the definition with its key."""

    id: int
    kind: str
    topic: str
    lesson: str | None
    stem: str
    body: Mapping[str, Any]
    explain: str
    picture_url: str
    points: int
    definition: Any
    language: str = ""  # "" where it speaks the course's own
    no: int = 1  # of the version among those of its item


def definitions(session: Session, ids: Iterable[int], language: str = "") -> dict[int, Stored]:
    """The item versions of these numbers in a language, or in their own; one query at most, none once they were read.

    What an answer earns is the same in every language, so scoring asks for none: a key that holds words holds those
    of all languages, and a translation has that key with its own words first.
    """
    wanted = set(ids)
    kept = database().cache("item-version")
    found = {number: stored for number in wanted if (stored := kept.get((number, language))) is not None}
    missing = wanted - found.keys()
    if missing:
        for row in session.scalars(select(ItemVersion).where(ItemVersion.id.in_(missing))):
            found[row.id] = kept[row.id, language] = _stored(row, language)
    return found


def _stored(row: ItemVersion, language: str) -> Stored:
    own: dict[str, Any] = {"stem": row.stem, "body": row.body, "explain": row.explain, "picture_url": row.picture_url}
    said = row.translations.get(language)
    words: dict[str, Any] = said or own
    return Stored(
        id=row.id,
        kind=row.kind,
        topic=row.topic,
        lesson=row.lesson,
        stem=words["stem"],
        body=words["body"],
        explain=words["explain"],
        picture_url=words["picture_url"] or "",
        points=row.points,
        definition=kind(row.kind).restore(words["body"], words.get("key", row.answer_key)),
        language=language if said else "",
        no=row.no,
    )
