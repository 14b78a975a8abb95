"""Lessons and glossary words that a person looks for, in the version of each course that is theirs to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import EntryKind
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.learning.pages.excerpts import ExcerptPiece, Highlighter
from courses.learning.queries.searching import SIZE, Searched, searched_by, statement_of
from lms.access import Viewer
from lms.text.search import SearchQuery, search_query

LAST_PAGE = 100_000  # no list is longer
LONGEST = 200  # signs of what is looked for


@dataclass(frozen=True)
class Found:
    """A lesson or word that was found."""

    kind: EntryKind
    url: str
    title: tuple[ExcerptPiece, ...]
    excerpt: tuple[ExcerptPiece, ...]
    place: str
    course: Searched


@dataclass(frozen=True)
class FoundPage:
    """Some of what was found, and where it stands in the whole list."""

    text: str  # what was looked for, as it was typed
    rows: tuple[Found, ...] = ()
    count: int = 0
    number: int = 1
    has_every: bool = True  # else each has only some of the words

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // SIZE))


def find(session: Session, person: Viewer, text: str, number: int, language: str) -> FoundPage:
    """A page of what was found: with every word or, where nothing has them all, with any; three queries at most."""
    text = text.replace("\0", "")[:LONGEST].strip()
    asked = search_query(text)
    courses = searched_by(session, person, language) if asked.words else []
    if not courses:
        return FoundPage(text)
    made = _page(session, text, asked, courses, number)
    return made if made.rows or len(asked.words) == 1 else _page(session, text, _any(asked), courses, number)


def _any(asked: SearchQuery) -> SearchQuery:
    return replace(asked, every=False)


def _page(session: Session, text: str, asked: SearchQuery, courses: Sequence[Searched], number: int) -> FoundPage:
    """One query; a page behind the end is the last."""
    rows = session.execute(statement_of(session, asked, courses, min(max(1, number), LAST_PAGE))).all()
    if not rows:
        return FoundPage(text)
    by_version, marker = {one.version_id: one for one in courses}, Highlighter(asked)
    return FoundPage(
        text=text,
        rows=tuple(_found(row, by_version[row.course_version_id], marker) for row in rows),
        count=rows[0].whole,
        number=(rows[0].no - 1) // SIZE + 1,
        has_every=asked.every,
    )


def _found(row: Any, course: Searched, marker: Highlighter) -> Found:
    is_word = row.kind == EntryKind.WORD
    return Found(
        kind=EntryKind(row.kind),
        url=f"/courses/{course.slug}/glossary#term-{row.slug}" if is_word else lesson_path(course.slug, row.slug),
        title=marker.marked(row.title),
        excerpt=marker.excerpt(row.text),
        place=row.place,
        course=course,
    )
