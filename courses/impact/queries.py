"""Official lists that were loaded, and the courses with which they are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course, CourseVersion, newest_published
from courses.catalogue.queries import is_withdrawn
from courses.events import AppendicesLoaded
from courses.impact.models import KeptAppendices
from lms.audited_rows import rows_of
from lms.errors import NotFound
from lms.ports import AuditedRecords


def kept_appendices(session: Session, *, first: int = 0, most: int | None = None) -> Sequence[KeptAppendices]:
    """The lists that were loaded, the one of the newest day first; all of them, or some from a place on."""
    order = (KeptAppendices.valid_on.desc(), KeptAppendices.id.desc())
    return session.scalars(select(KeptAppendices).order_by(*order).offset(first).limit(most)).all()


def kept_count(session: Session) -> int:
    """How many lists were loaded."""
    return session.scalars(select(func.count(KeptAppendices.id))).one()


def kept_by_uuid(session: Session, uuid: str) -> KeptAppendices:
    """One of them."""
    found = session.scalars(select(KeptAppendices).where(KeptAppendices.uuid == uuid)).one_or_none()
    if found is None:
        raise NotFound
    return found


def kept_by_digest(session: Session, digest: str) -> KeptAppendices | None:
    """The one that was made of the same file."""
    return session.scalars(select(KeptAppendices).where(KeptAppendices.digest == digest)).one_or_none()


def kept_before(session: Session, kept: KeptAppendices) -> KeptAppendices | None:
    """The list of the nearest earlier day."""
    return session.scalars(
        select(KeptAppendices)
        .where(KeptAppendices.valid_on < kept.valid_on)
        .order_by(KeptAppendices.valid_on.desc(), KeptAppendices.id.desc())
        .limit(1)
    ).first()


@dataclass(frozen=True)
class TaughtVersion:
    """The newest version of a course on offer."""

    id: int
    slug: str
    hash: str  # of its content


def taught_versions(session: Session) -> list[TaughtVersion]:
    """The newest published version of every course that is not withdrawn; one query."""
    newest = newest_published().where(~is_withdrawn())
    rows = session.execute(
        select(CourseVersion.id, Course.slug, CourseVersion.hash)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id.in_(newest))
        .order_by(Course.slug)
    )
    return [TaughtVersion(*row) for row in rows]


def stored_keys(session: Session) -> set[str]:
    """The keys in the storage of every list."""
    return set(session.scalars(select(KeptAppendices.key)))


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "official Appendices",
        AppendicesLoaded.name,
        rows_of("appendices", KeptAppendices.id, KeptAppendices.id, digest=KeptAppendices.digest),
    ),
)
