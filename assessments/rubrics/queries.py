"""Rubrics and their versions, found; everybody who may see rubrics sees all of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.rubrics.models import Rubric, RubricVersion
from assessments.rubrics.rules.definition import RubricDefinition, definition_from_data
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class FoundVersion:
    """A version of a rubric with what it says."""

    rubric: Rubric
    row: RubricVersion
    definition: RubricDefinition


@dataclass(frozen=True)
class VersionEntry:
    """A version as a list shows it."""

    no: int
    made_at: datetime
    made_by_id: int | None


def newest_versions(session: Session, viewer: Viewer) -> list[FoundVersion]:
    """The newest version of every rubric that this person may see, by slug; one query."""
    _demand(viewer)
    return _newest(session)


def observation_rubrics(session: Session) -> list[FoundVersion]:
    """The newest version of every rubric that is meant for observing trainees, by slug; one query."""
    return [one for one in _newest(session) if one.definition.observation]


def _newest(session: Session) -> list[FoundVersion]:
    newest = (
        select(RubricVersion.rubric_id, func.max(RubricVersion.no).label("no"))
        .group_by(RubricVersion.rubric_id)
        .subquery()
    )
    rows = session.execute(
        select(Rubric, RubricVersion)
        .join(RubricVersion, RubricVersion.rubric_id == Rubric.id)
        .join(newest, (newest.c.rubric_id == RubricVersion.rubric_id) & (newest.c.no == RubricVersion.no))
        .order_by(Rubric.slug)
    )
    return [FoundVersion(rubric, row, definition_from_data(row.definition)) for rubric, row in rows]


def version_seen(session: Session, viewer: Viewer, slug: str, no: int | None = None) -> FoundVersion:
    """One version of a rubric, the newest where no number is given."""
    _demand(viewer)
    query = select(Rubric, RubricVersion).join(RubricVersion).where(Rubric.slug == slug)
    query = query.where(RubricVersion.no == no) if no is not None else query.order_by(RubricVersion.no.desc()).limit(1)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return FoundVersion(found.Rubric, found.RubricVersion, definition_from_data(found.RubricVersion.definition))


def versions_of(session: Session, rubric: Rubric) -> list[VersionEntry]:
    """All versions of a rubric, the newest first."""
    rows = session.execute(
        select(RubricVersion.no, RubricVersion.made_at, RubricVersion.made_by_id)
        .where(RubricVersion.rubric_id == rubric.id)
        .order_by(RubricVersion.no.desc())
    )
    return [VersionEntry(*row) for row in rows]


def newest_of(session: Session, slug: str) -> FoundVersion | None:
    """The newest version of the rubric with this slug, for services."""
    found = session.execute(
        select(Rubric, RubricVersion)
        .join(RubricVersion)
        .where(Rubric.slug == slug)
        .order_by(RubricVersion.no.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    return FoundVersion(found.Rubric, found.RubricVersion, definition_from_data(found.RubricVersion.definition))


def _demand(viewer: Viewer) -> None:
    if not viewer.may(PracticalPermission.RUBRIC_SEE) and not viewer.may(PracticalPermission.RUBRIC_WRITE):
        raise NotFound
