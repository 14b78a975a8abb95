"""Lessons and glossary words that a person looks for, in the version of each course that is theirs to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from courses.catalogue.models import Course, CourseVersion, EntryKind, SearchEntry
from courses.catalogue.policy import visible_to
from courses.catalogue.queries import language_of, said
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.catalogue.rendering.search_entries import TABLE
from courses.learning.models import Enrolment
from courses.learning.pages.excerpts import ExcerptPiece, Highlighter
from lms.access import Viewer
from lms.text.search import SearchQuery, search_query, word_index

SIZE = 10  # of a page
LAST_PAGE = 100_000  # no list is longer
LONGEST = 200  # signs of what is looked for


@dataclass(frozen=True)
class Searched:
    """A course version that a person searches, and its language for them."""

    version_id: int
    slug: str
    title: str
    language: str
    is_taken: bool


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


def searched_by(session: Session, person: Viewer, language: str) -> list[Searched]:
    """Of each course the version that the person takes, else the newest that they may see."""
    latest = select(func.max(Enrolment.id)).where(Enrolment.person_id == person.id).group_by(Enrolment.course_id)
    newest = select(func.max(CourseVersion.id)).where(visible_to(person)).group_by(CourseVersion.course_id)
    other = aliased(Enrolment)
    takes_course = exists().where(other.person_id == person.id, other.course_id == CourseVersion.course_id)
    title = said(CourseVersion.title, CourseVersion.translations, language)
    rows = session.execute(
        select(CourseVersion.id, Course.slug, title, language_of(language), Enrolment.id.is_not(None))
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(Enrolment, and_(Enrolment.course_version_id == CourseVersion.id, Enrolment.id.in_(latest)))
        .where(or_(Enrolment.id.is_not(None), and_(CourseVersion.id.in_(newest), ~takes_course)))
    )
    return [Searched(*row) for row in rows]


def _page(session: Session, text: str, asked: SearchQuery, courses: Sequence[Searched], number: int) -> FoundPage:
    """One query; a page behind the end is the last."""
    rows = session.execute(_statement(session, asked, courses, min(max(1, number), LAST_PAGE))).all()
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


def _statement(session: Session, asked: SearchQuery, courses: Sequence[Searched], number: int) -> Any:
    """The texts are fetched for one page alone: everything found is put in order and cut to the page without them."""
    hit = word_index(session, TABLE).hits(asked).subquery("hit")
    own = [(one.version_id, one.language) for one in courses]
    order = func.row_number().over(order_by=[hit.c.far, SearchEntry.id])
    ranked = (
        select(SearchEntry.id, order.label("no"), func.count().over().label("whole"))
        .join(hit, hit.c.id == SearchEntry.id)
        .where(tuple_(SearchEntry.course_version_id, SearchEntry.language).in_(own))
        .subquery("ranked")
    )
    before = (number - 1) * SIZE
    start = case((ranked.c.whole > before, before), else_=(ranked.c.whole - 1) // SIZE * SIZE)
    shown = select(ranked).where(ranked.c.no > start).order_by(ranked.c.no).limit(SIZE).subquery("shown")
    return (
        select(
            SearchEntry.course_version_id, SearchEntry.kind, SearchEntry.slug, SearchEntry.title, SearchEntry.place,
            SearchEntry.text, shown.c.no, shown.c.whole,
        )
        .join(shown, shown.c.id == SearchEntry.id)
        .order_by(shown.c.no)
    )  # fmt: skip


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
