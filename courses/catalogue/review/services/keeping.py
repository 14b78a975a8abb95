"""The pieces of a version, kept when it is loaded; texts and sources once for all versions that share them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.course_folder.bundle import Bundle, parse
from courses.catalogue.course_folder.files import Folder
from courses.catalogue.models import Course, CourseVersion
from courses.catalogue.review import queries
from courses.catalogue.review.models import CourseLoader, CoursePiece, PieceSource, PieceText
from courses.catalogue.review.pieces import FolderPiece, pieces_of
from courses.catalogue.services.exporting import files_of
from lms.errors import RuleBroken
from lms.inserts import insert_many, insert_missing


def keep_pieces(session: Session, version: CourseVersion, bundle: Bundle) -> None:
    """Write every piece of a version that was just loaded; its words are those that its lessons use."""
    said = {version.language: version.words}
    said |= {language: other.get("words", ()) for language, other in version.translations.items()}
    pieces = pieces_of(bundle, said)
    texts = {one.text_hash: {"lines": list(one.lines)} for one in pieces}
    sources = {source.hash: {"said": {"source": source.said}} for one in pieces for source in one.sources.values()}
    _keep_missing(session, PieceText, texts)
    _keep_missing(session, PieceSource, sources)
    if pieces:
        insert_many(session, CoursePiece, [_row(version.id, one) for one in pieces])


def keep_missing_pieces(session: Session) -> bool:
    """Keep the pieces of one version that an older program loaded; answers whether there was one."""
    version = queries.version_without_pieces(session)
    if version is None:
        return False
    bundle = parse(Folder(files_of(session, version.id)))
    if bundle.course is None:
        raise RuleBroken(f"The stored files of course version {version.id} cannot be read.")
    keep_pieces(session, version, bundle)
    was_written(session, version.course_id)
    return True


def was_written(session: Session, course_id: int) -> None:
    """Have pages that remember how lessons stand ask again."""
    course = session.get_one(Course, course_id)
    course.review_no = Course.review_no + 1
    session.flush()


def note_loader(session: Session, version_id: int, person_id: int) -> None:
    """Keep who loaded a version: what is new in it they do not sign."""
    insert_missing(session, CourseLoader, course_version_id=version_id, person_id=person_id)


def _row(version_id: int, piece: FolderPiece) -> dict[str, Any]:
    days = [one.next_reading for one in piece.sources.values() if one.next_reading]
    return {
        "course_version_id": version_id,
        "language": piece.language,
        "kind": piece.kind,
        "name": piece.name,
        "no": piece.no,
        "title": piece.title,
        "lesson": piece.lesson,
        "text_hash": piece.text_hash,
        "sources": {code: one.hash for code, one in piece.sources.items()},
        "next_reading": min(days, default=None),
    }


def _keep_missing(
    session: Session, model: type[PieceText] | type[PieceSource], wanted: Mapping[str, Mapping[str, Any]]
) -> None:
    """Insert those that no earlier version brought; of two loaded at once either may have been faster."""
    known = set(session.scalars(select(model.hash).where(model.hash.in_(list(wanted)))))
    for digest in _missing(wanted, known):
        insert_missing(session, model, hash=digest, **wanted[digest])


def _missing(wanted: Iterable[str], known: set[str]) -> list[str]:
    return sorted(set(wanted) - known)
