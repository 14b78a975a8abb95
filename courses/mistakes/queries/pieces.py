"""The piece of a course in which somebody has found a mistake, as far as they may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.course_folder.files import LANGUAGE
from courses.catalogue.models import CourseVersion, is_published
from courses.catalogue.queries import VersionTitle, lesson_titles, version_titles
from courses.catalogue.rendering.lesson_html import lesson_path
from courses.catalogue.review.rules.standing import PieceKind
from courses.learning.queries.runs import EnrolledCourse, course_taken, course_to_read, on_offer, words_of
from courses.mistakes.ports import REPORTED_QUESTIONS
from lms.access import Viewer
from lms.errors import Conflict, NotFound
from lms.i18n import _


@dataclass(frozen=True)
class NamedPiece:
    """What an address or a phone names; what it does not name is empty."""

    course: str = ""
    lesson: str = ""
    check: str = ""
    word: str = ""
    attempt: str = ""
    question: str = ""  # its place on the paper of the attempt
    version: str = ""  # the public id of the version that was read
    language: str = ""  # in which it was read


@dataclass(frozen=True)
class FoundPiece:
    """A piece of a course, in the version and language in which it was read."""

    piece: PieceKind
    name: str
    lesson: str
    exam: str
    title: str
    words: str  # what the question asks or the word means; empty for a lesson
    course: VersionTitle
    path: str  # where it is read


def find_piece(session: Session, viewer: Viewer, asked: NamedPiece, language: str) -> FoundPiece:
    """The piece, in the version that is named if the course has it still, else in the one that the viewer takes.

    What they may not read is not found. What a kept page names and the course has lost is told as that.
    """
    said = asked.language if LANGUAGE.match(asked.language) else language
    if asked.attempt:
        return _answered(session, viewer, asked, said)
    for version_id in _versions(session, viewer, asked):
        course = version_titles(session, [version_id], said)[version_id]
        found = _in_version(session, asked, course)
        if found is not None:
            return found
    if asked.version and (asked.lesson or asked.word):
        raise Conflict(_("This is no longer in your course. Open the course to see what replaced it."))
    raise NotFound


def piece_of_version(session: Session, version_id: int, asked: NamedPiece, language: str) -> FoundPiece:
    """A lesson, practice question or word of this version, whoever asks; what it has not is not found."""
    found = _in_version(session, asked, version_titles(session, [version_id], language)[version_id])
    if found is None:
        raise NotFound
    return found


def _answered(session: Session, viewer: Viewer, asked: NamedPiece, language: str) -> FoundPiece:
    position = int(asked.question) if asked.question.isascii() and asked.question.isdigit() else 0
    one = REPORTED_QUESTIONS.provider().answered(session, viewer, asked.attempt, position, language)
    course = version_titles(session, [one.course_version_id], language)[one.course_version_id]
    path = f"/attempts/{asked.attempt}#r{one.position}"
    return FoundPiece(PieceKind.QUESTION, one.name, one.lesson, one.exam, one.exam_title, one.stem, course, path)


def _versions(session: Session, viewer: Viewer, asked: NamedPiece) -> Sequence[int]:
    """The version that was read, if the course has it, then the one that the viewer takes or may read."""
    taken = _read_by(session, viewer, asked)
    named = session.scalars(
        select(CourseVersion.id).where(
            CourseVersion.uuid == asked.version,
            CourseVersion.course_id == taken.course_id,
            is_published(),
        )
    ).all()
    return [*named, *([taken.version_id] if taken.version_id not in named else [])]


def _read_by(session: Session, viewer: Viewer, asked: NamedPiece) -> EnrolledCourse:
    taken = course_taken(session, viewer.id, asked.course) or course_to_read(session, viewer, asked.course)
    if taken is None and asked.word:  # the glossary is open to who may begin the course
        taken = next(iter(on_offer(session, viewer, asked.course)), None)
    if taken is None:
        raise NotFound
    return taken


def _in_version(session: Session, asked: NamedPiece, course: VersionTitle) -> FoundPiece | None:
    if asked.word:
        return _word(session, asked.word, course)
    title = lesson_titles(session, course.id, course.language).get(asked.lesson)
    if title is None:
        return None
    path = lesson_path(course.slug, asked.lesson)
    if not asked.check:
        return FoundPiece(PieceKind.LESSON, asked.lesson, asked.lesson, "", title, "", course, path)
    stem = REPORTED_QUESTIONS.provider().practice(session, course.id, asked.check, course.language)
    if stem is None:
        return None
    path = f"{path}#check-{asked.check}"
    return FoundPiece(PieceKind.QUESTION, asked.check, asked.lesson, "", title, stem, course, path)


def _word(session: Session, name: str, course: VersionTitle) -> FoundPiece | None:
    for word in words_of(session, course.id, course.language):
        if word["id"] == name:
            path = f"/courses/{course.slug}/glossary#term-{name}"
            return FoundPiece(PieceKind.WORD, name, "", "", word["term"], word["meaning"], course, path)
    return None
