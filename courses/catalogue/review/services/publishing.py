"""A version is published once every signature that its course needs is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import CourseVersion
from courses.catalogue.rendering.search_entries import make_entries
from courses.catalogue.review import queries
from courses.catalogue.review.rules.standing import Need, missing
from courses.events import CourseVersionPublished
from lms import events


@dataclass(frozen=True)
class Lacking:
    """How many pieces of a version lack a signature that its course needs, of how many."""

    count: int = 0
    of: int = 0


def lacking(session: Session, version: CourseVersion) -> Lacking:
    """What is missing before a version may be published; nothing where the course needs nobody's signature."""
    needs: Sequence[Need] = queries.needs_of(session, version.course_id)
    if not needs:
        return Lacking()
    pieces = queries.pieces_of_version(session, version.id)
    read = queries.readings_of(session, version.course_id)
    lacks = [missing(needs, queries.content_of(one), read.get(queries.name_of(one), ())) for one in pieces]
    return Lacking(sum(bool(one) for one in lacks), len(pieces))


def publish_when_signed(session: Session, course_id: int, *, now: datetime) -> bool:
    """Publish the newest version of a course if it waits and lacks nothing; answers whether it was published."""
    version = queries.version_under_review(session, course_id)
    if version is None or version.published_at is not None or lacking(session, version).count:
        return False
    version.published_at = now
    session.flush()
    make_entries(session, version)
    tell_published(session, version, actor_id=None, now=now)
    return True


def tell_published(session: Session, version: CourseVersion, *, actor_id: int | None, now: datetime) -> None:
    """Say that a version is open to whoever begins from now on."""
    subject = f"course:{version.course_id}"
    happened = CourseVersionPublished(subject=subject, actor_id=actor_id, at=now, no=version.no, hash=version.hash)
    events.publish(session, happened)
