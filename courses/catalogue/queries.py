"""Courses, their versions, and the files, lessons and pictures of these."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courses.catalogue.course_folder.course_file import CardSpec
from courses.catalogue.models import (
    Asset,
    Course,
    CourseFile,
    CourseVersion,
    CourseWithdrawal,
    Lesson,
    Module,
    is_published,
    newest_published,
)
from courses.catalogue.rendering.lesson_html import PAGE
from courses.catalogue.rules import renewal_window
from courses.ports.questions import StoredPicture

MEDIA = "/media/"  # where pages find pictures


def course_of(session: Session, slug: str) -> Course | None:
    """The course of this name."""
    return session.scalars(select(Course).where(Course.slug == slug)).one_or_none()


def lock_course(session: Session, course_id: int) -> None:
    """Until the commit nobody else loads, signs or publishes a version of this course; who begins it does not wait."""
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update(key_share=True))


def is_withdrawn() -> ColumnElement[bool]:
    """As a filter on `CourseVersion`: of a course that nobody begins any more."""
    return CourseVersion.course_id.in_(
        select(CourseWithdrawal.course_id).where(
            CourseWithdrawal.withdrawn, CourseWithdrawal.id.in_(_newest_withdrawals())
        )
    )


def withdrawn_reasons(session: Session, course_ids: Collection[int]) -> dict[int, str]:
    """Those of these courses that nobody begins any more, with the reason; one query."""
    rows = session.execute(
        select(CourseWithdrawal.course_id, CourseWithdrawal.reason).where(
            CourseWithdrawal.course_id.in_(course_ids),
            CourseWithdrawal.withdrawn,
            CourseWithdrawal.id.in_(_newest_withdrawals()),
        )
    )
    return dict(rows.all())


def _newest_withdrawals() -> Select[int]:
    return select(func.max(CourseWithdrawal.id)).group_by(CourseWithdrawal.course_id)


def newest_version(session: Session, course_id: int) -> CourseVersion | None:
    """The version that whoever begins now will take."""
    return session.scalars(
        select(CourseVersion)
        .where(CourseVersion.course_id == course_id, is_published())
        .order_by(CourseVersion.no.desc())
        .limit(1)
    ).first()


def version_of_content(session: Session, course_id: int, content: str) -> CourseVersion | None:
    """The version with this content, if it was ever loaded."""
    return session.scalars(
        select(CourseVersion).where(CourseVersion.course_id == course_id, CourseVersion.hash == content)
    ).one_or_none()


def version_of_number(session: Session, course_id: int, no: int) -> CourseVersion | None:
    """The version of a course with this number."""
    return session.scalars(
        select(CourseVersion).where(CourseVersion.course_id == course_id, CourseVersion.no == no)
    ).one_or_none()


def stored_picture(key: str, width: int, height: int) -> StoredPicture:
    """A picture as pages show it."""
    return StoredPicture(MEDIA + key, width, height)


def picture_key(url: str) -> str:
    """The key in the storage of a picture that pages find at this address."""
    return url.removeprefix(MEDIA)


def pictures_of_version(session: Session, version_id: int) -> dict[str, StoredPicture]:
    """The pictures of a version by name."""
    rows = session.execute(
        select(Asset.name, Asset.key, Asset.width, Asset.height).where(Asset.course_version_id == version_id)
    )
    return {name: stored_picture(key, width, height) for name, key, width, height in rows}


def media_type_of(session: Session, key: str) -> str | None:
    """What the picture with this key is served as; nothing for a key that is no picture of any course."""
    return session.scalars(select(Asset.media_type).where(Asset.key == key).limit(1)).first()


def files_of_version(session: Session, version_id: int) -> dict[str, str]:
    """The path and key of every file of a version."""
    rows = session.execute(select(CourseFile.path, CourseFile.key).where(CourseFile.course_version_id == version_id))
    return {row.path: row.key for row in rows}


def lessons_of_version(session: Session, version_id: int) -> Sequence[Lesson]:
    """The lessons of a version in order."""
    return session.scalars(select(Lesson).where(Lesson.course_version_id == version_id).order_by(Lesson.no)).all()


def lesson_of_version(session: Session, version_id: int, slug: str) -> Lesson | None:
    """A lesson of a version by its name."""
    return session.scalars(
        select(Lesson).where(Lesson.course_version_id == version_id, Lesson.slug == slug)
    ).one_or_none()


def claims_of_lesson(session: Session, version_id: int, slug: str) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """The sources of a lesson of a version, and what it states by language, as they are stored; one query."""
    row = session.execute(
        select(Lesson.sources, Lesson.claims).where(Lesson.course_version_id == version_id, Lesson.slug == slug)
    ).one()
    return row.sources, row.claims


def version_to_render(session: Session) -> CourseVersion | None:
    """A version with pages that an older program rendered."""
    return session.scalars(
        select(CourseVersion)
        .join(Lesson, Lesson.course_version_id == CourseVersion.id)
        .where(Lesson.renderer != PAGE)
        .limit(1)
    ).first()


@dataclass(frozen=True)
class LessonLine:
    """A lesson in an outline."""

    slug: str
    no: int
    title: str
    minutes: int
    figure: StoredPicture | None  # the first on its page; none: it shows none


@dataclass(frozen=True)
class ModuleLine:
    """A module in an outline, with its lessons."""

    no: int
    slug: str
    title: str
    aim: str
    checkpoint: str | None
    lessons: tuple[LessonLine, ...]


def modules_of_versions(
    session: Session, version_ids: Collection[int], language: str = ""
) -> dict[int, tuple[ModuleLine, ...]]:
    """The modules of each version with their lessons, in order, in one query."""
    title = said(Lesson.title, Lesson.translations, language)
    other = Lesson.translations[(language, "parts")] if language else null()  # whose figures may speak the language
    rows = session.execute(
        select(Module, Lesson.slug, Lesson.no, title, Lesson.minutes, Lesson.parts, other)
        .join(Lesson, Lesson.module_id == Module.id)
        .where(Module.course_version_id.in_(version_ids))
        .order_by(Module.course_version_id, Lesson.no)
    ).all()
    found: dict[int, dict[int, ModuleLine]] = {}
    for module, slug, no, said_title, minutes, parts, translated in rows:
        line = LessonLine(slug, no, said_title, minutes, _first_figure(translated or parts))
        modules = found.setdefault(module.course_version_id, {})
        before = modules[module.no].lessons if module.no in modules else ()
        words = {"title": module.title, "aim": module.aim} | module.translations.get(language, {})
        modules[module.no] = ModuleLine(
            module.no, module.slug, words["title"], words["aim"], module.checkpoint, (*before, line)
        )
    return {version_id: tuple(modules.values()) for version_id, modules in found.items()}


def _first_figure(parts: Iterable[Mapping[str, Any]]) -> StoredPicture | None:
    """The first figure of a stored page."""
    figures = (part["figure"] for part in parts if "figure" in part)
    return next((StoredPicture(one["url"], one["width"], one["height"]) for one in figures), None)


def said(column: InstrumentedAttribute[Any], translations: InstrumentedAttribute[Any], language: str) -> Any:
    """What a column says in a language, or in the course's own where that has no such words; "" is its own."""
    return func.coalesce(translations[(language, column.key)].as_string(), column) if language else column


def lesson_titles(session: Session, version_id: int, language: str = "") -> dict[str, str]:
    """The title of each lesson of a version by slug, in order."""
    title = said(Lesson.title, Lesson.translations, language)
    rows = session.execute(select(Lesson.slug, title).where(Lesson.course_version_id == version_id).order_by(Lesson.no))
    return dict(rows.all())


@dataclass(frozen=True)
class Act:
    """The act at the counter of a lesson."""

    lesson: str  # its slug
    title: str
    act: str


def acts(session: Session, version_id: int, language: str = "") -> list[Act]:
    """The act at the counter of each lesson of a version, in order."""
    return acts_of(session, [version_id], language)[version_id]


def acts_of(session: Session, version_ids: Collection[int], language: str = "") -> dict[int, list[Act]]:
    """The act at the counter of each lesson of these versions, in order; one query."""
    title, act = (said(column, Lesson.translations, language) for column in (Lesson.title, Lesson.act))
    rows = session.execute(
        select(Lesson.course_version_id, Lesson.slug, title, act)
        .where(Lesson.course_version_id.in_(version_ids))
        .order_by(Lesson.no)
    )
    found: dict[int, list[Act]] = {version_id: [] for version_id in version_ids}
    for version_id, *line in rows:
        found[version_id].append(Act(*line))
    return found


def cards_of(session: Session, version_ids: Collection[int]) -> dict[int, CardSpec]:
    """What the counter card of each version measures with; one query."""
    rows = session.execute(select(CourseVersion.id, CourseVersion.card).where(CourseVersion.id.in_(version_ids)))
    return {version_id: CardSpec(**card) for version_id, card in rows}


@dataclass(frozen=True)
class VersionTitle:
    """What a version is called, for pages of other packages."""

    id: int
    course_id: int
    slug: str
    no: int
    title: str
    valid_months: int | None
    language: str  # of its words here
    certifies: str  # what the holder of its certificate can do
    own_renewal_window: int | None  # in months; none: as the rule of all courses says

    @property
    def renewal_window_months(self) -> int:
        """How many months before its end a certificate of it is renewed."""
        return renewal_window(self.own_renewal_window)


def version_titles(session: Session, version_ids: Collection[int], language: str = "") -> dict[int, VersionTitle]:
    """What these versions are called in a language, or in their own, by id, in one query."""
    rows = session.execute(
        select(
            CourseVersion.id,
            CourseVersion.course_id,
            Course.slug,
            CourseVersion.no,
            said(CourseVersion.title, CourseVersion.translations, language),
            CourseVersion.valid_months,
            language_of(language),
            said(CourseVersion.certifies, CourseVersion.translations, language),
            CourseVersion.renewal_window_months,
        )
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id.in_(version_ids))
    )
    return {row.id: VersionTitle(*row) for row in rows}


def course_titles(session: Session, course_ids: Collection[int], language: str = "") -> dict[int, str]:
    """What courses are called in a language, or in their own, by the newest version that is published; one query.

    A course of which none is published has no title here.
    """
    newest = newest_published().where(CourseVersion.course_id.in_(course_ids))
    title = said(CourseVersion.title, CourseVersion.translations, language)
    rows = session.execute(select(CourseVersion.course_id, title).where(CourseVersion.id.in_(newest)))
    return dict(rows.all())


def titles_of_slugs(session: Session, slugs: Collection[str], language: str = "") -> dict[str, str]:
    """The same by the names that addresses use; what is no course, or has no title yet, is missing."""
    ids = dict(session.execute(select(Course.id, Course.slug).where(Course.slug.in_(slugs))).all())
    return {ids[course_id]: title for course_id, title in course_titles(session, list(ids), language).items()}


def language_of(language: str) -> Any:
    """The language in which a version speaks to who wants this one: its own where it has no other."""
    if not language:
        return CourseVersion.language
    there = CourseVersion.translations[(language, "title")].as_string().is_not(None)
    return case((there, literal(language)), else_=CourseVersion.language)


def stored_keys(session: Session) -> set[str]:
    """The keys in the storage of every picture and file of every version."""
    return {key for column in (Asset.key, CourseFile.key) for key in session.scalars(select(column).distinct())}
