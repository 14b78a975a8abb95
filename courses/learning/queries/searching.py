"""Search: course versions that a person may search, and what is found in them, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from courses.catalogue.models import Course, CourseVersion, SearchEntry
from courses.catalogue.policy import visible_to
from courses.catalogue.queries import language_of, said
from courses.catalogue.rendering.search_entries import TABLE
from courses.learning.models import Enrolment
from courses.learning.queries.one_run import done_in_columns, names_done
from lms.access import Viewer
from lms.text.search import SearchQuery, word_index

OTHER = aliased(Enrolment)
SIZE = 10  # of a page


@dataclass(frozen=True)
class Searched:
    """A course version that a person searches, and its language for them."""

    version_id: int
    slug: str
    title: str
    language: str
    version_uuid: str
    final: str | None
    is_taken: bool
    done: frozenset[str]  # lessons read and steps done, by slug


def searched_by(session: Session, person: Viewer, language: str) -> list[Searched]:
    """Of each course the version that the person takes, else the newest that they may see."""
    latest = select(func.max(Enrolment.id)).where(Enrolment.person_id == person.id).group_by(Enrolment.course_id)
    newest = select(func.max(CourseVersion.id)).where(visible_to(person)).group_by(CourseVersion.course_id)
    takes_course = exists().where(OTHER.person_id == person.id, OTHER.course_id == CourseVersion.course_id)
    title = said(CourseVersion.title, CourseVersion.translations, language)
    rows = session.execute(
        select(
            CourseVersion.id,
            Course.slug,
            title,
            language_of(language),
            CourseVersion.uuid,
            CourseVersion.final,
            Enrolment.id.is_not(None),
            *done_in_columns(),
        )
        .join(Course, Course.id == CourseVersion.course_id)
        .outerjoin(Enrolment, and_(Enrolment.course_version_id == CourseVersion.id, Enrolment.id.in_(latest)))
        .where(or_(Enrolment.id.is_not(None), and_(CourseVersion.id.in_(newest), ~takes_course)))
    )
    return [
        Searched(number, slug, said_title, code, uuid, final, is_taken, names_done(read, done))
        for number, slug, said_title, code, uuid, final, is_taken, read, done in rows
    ]


def statement_of(session: Session, asked: SearchQuery, courses: Sequence[Searched], number: int) -> Any:
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
