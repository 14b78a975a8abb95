"""What can be found in a course: the words of its lessons and of its glossary, as plain text beside the pages."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, select
from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.models import CourseVersion, EntryKind, Lesson, Module, SearchEntry, is_published
from courses.catalogue.rendering.lesson_html import PAGE, readable
from lms.text.search import FOLDING, Indexed, word_index

ENTRIES = 1  # raise when the same pages give other entries
MADE_BY = f"{FOLDING}.{ENTRIES}.{PAGE}"
LONGEST_TEXT = 200_000  # signs; PostgreSQL takes a megabyte of words
TABLE: Table = SearchEntry.__table__  # type: ignore[assignment]  # a mapped class has a Table


def make_entries(session: Session, version: CourseVersion) -> None:
    """Write the entries of a published version anew, one for each lesson and word in each of its languages."""
    old = select(SearchEntry.id).where(SearchEntry.course_version_id == version.id)
    index = word_index(session, TABLE)
    index.drop(session, old)
    session.execute(delete(SearchEntry).where(SearchEntry.course_version_id == version.id))
    if version.published_at is None:
        return
    rows = [*_lessons(session, version), *_words(version)]
    session.add_all(rows)
    session.flush()
    index.put(session, [Indexed(row.id, row.title, row.text) for row in rows])


def _entry(version: CourseVersion, language: str, kind: EntryKind, **columns: str) -> SearchEntry:
    columns["text"] = columns["text"][:LONGEST_TEXT]
    return SearchEntry(course_version_id=version.id, language=language, kind=kind, made_by=MADE_BY, **columns)


def _lessons(session: Session, version: CourseVersion) -> Iterator[SearchEntry]:
    modules = {one.id: one for one in session.scalars(select(Module).where(Module.course_version_id == version.id))}
    for lesson in queries.lessons_of_version(session, version.id):
        module = modules[lesson.module_id]
        yield _lesson(version, version.language, lesson, module, {})
        for language in version.translations:
            yield _lesson(version, language, lesson, module, lesson.translations.get(language, {}))


def _lesson(
    version: CourseVersion, language: str, lesson: Lesson, module: Module, said: Mapping[str, Any]
) -> SearchEntry:
    place = module.title if language == version.language else module.translations.get(language, {}).get("title")
    return _entry(
        version,
        language,
        EntryKind.LESSON,
        slug=lesson.slug,
        title=said.get("title", lesson.title),
        place=place or module.title,
        text=readable(said.get("parts", lesson.parts)),
    )


def _words(version: CourseVersion) -> Iterator[SearchEntry]:
    said: dict[str, Sequence[Mapping[str, str]]] = {version.language: version.words}
    said |= {language: other.get("words", version.words) for language, other in version.translations.items()}
    for language, words in said.items():
        for one in words:
            yield _entry(
                version, language, EntryKind.WORD, slug=one["id"], title=one["term"], place="", text=one["meaning"]
            )


def version_to_index(session: Session) -> CourseVersion | None:
    """A published version whose entries are not there, or were made by an older program."""
    return session.scalars(select(CourseVersion).where(_to_index()).order_by(CourseVersion.id.desc()).limit(1)).first()


def _to_index() -> ColumnElement[bool]:
    """A version without lessons has none: looking for it again would never end."""
    own = SearchEntry.course_version_id == CourseVersion.id
    return (
        is_published()
        & exists().where(Lesson.course_version_id == CourseVersion.id)
        & ~exists().where(own, SearchEntry.made_by == MADE_BY)
    )
