"""The files of a course version, given back as they were loaded."""

from pathlib import Path

from sqlalchemy.orm import Session

from courses.catalogue import queries
from courses.catalogue.course_folder.files import misplaced
from courses.catalogue.models import CourseVersion
from lms import storage
from lms.errors import NotFound, RuleBroken


def export_course(session: Session, slug: str, target: Path) -> CourseVersion:
    """Write the newest version's files as they were loaded into an empty folder; it can be loaded elsewhere."""
    course = queries.course_of(session, slug)
    version = queries.newest_version(session, course.id) if course else None
    if version is None:
        raise NotFound
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RuleBroken("That folder is not empty. Name one that is empty or does not exist yet.")
    for path, data in sorted(files_of(session, version.id).items()):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return version


def files_of(session: Session, version_id: int) -> dict[str, bytes]:
    """The files of a version, from the store."""
    kept = queries.files_of_version(session, version_id)
    if any(misplaced(path) for path in kept):
        raise RuleBroken("The database names a file outside the course folder; nothing was written.")
    return {path: storage.get(key) for path, key in kept.items()}
