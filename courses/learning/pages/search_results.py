"""Lessons and glossary words that a person looks for, in the version of each course that is theirs to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from courses.catalogue.models import EntryKind
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.learning.outline import OutlineStep, outlines
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
    step: OutlineStep | None = None  # of a lesson: its figure and its minutes
    is_read: bool = False


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
    """A page of what was found: with every word or, where nothing has them all, with any.

    Three queries at most, and two more the first time that lessons of a course are found.
    """
    text = text.replace("\0", "")[:LONGEST].strip()
    asked = search_query(text)
    courses = searched_by(session, person, language) if asked.words else []
    if not courses:
        return FoundPage(text)
    made = _page(session, text, asked, courses, number)
    if not made.rows and len(asked.words) > 1:
        made = _page(session, text, _any(asked), courses, number)
    return replace(made, rows=tuple(_as_steps(session, made.rows, language)))


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


def _as_steps(session: Session, found: Sequence[Found], language: str) -> list[Found]:
    """Lessons with their figure and minutes, and whether they are read; no query once outlines are remembered."""
    courses = {one.course.version_id: one.course for one in found if one.kind is EntryKind.LESSON}
    shapes = outlines(session, courses.values(), language)
    steps = {step.url: step for shape in shapes.values() for step in shape.lessons}
    made = []
    for one in found:
        step = steps.get(one.url)
        made.append(replace(one, step=step, is_read=step.slug in one.course.done) if step else one)
    return made


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
