"""Schemes and their versions: for a viewer, by name, the newest, the one in use."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import aggregate_strings

from assessments.api import Tie, TieIntervals
from certificates.schemes.models import Candidate, Scheme, SchemeVersion
from certificates.schemes.policy import visible_to
from certificates.schemes.rules.definition import SchemeDefinition, from_document
from lms.access import Viewer
from lms.cache import Cache
from lms.errors import NotFound

READ = Cache(64)  # definitions, by the name outside of their version


@dataclass(frozen=True)
class FoundScheme:
    """A scheme with its versions, the newest first."""

    row: Scheme
    versions: Sequence[SchemeVersion]

    @property
    def newest(self) -> SchemeVersion:
        """The version that was loaded last."""
        return self.versions[0]

    def in_use(self, now: datetime) -> SchemeVersion | None:
        """The version under which one applies."""
        used = [(one.used_from, one.no, one) for one in self.versions if one.used_from and one.used_from <= now]
        return max(used, key=lambda each: each[:2])[2] if used else None


def schemes_seen(session: Session, viewer: Viewer) -> list[FoundScheme]:
    """Every scheme that this person may see, by name; two queries."""
    rows = session.scalars(select(Scheme).where(visible_to(viewer)).order_by(Scheme.slug)).all()
    return _with_versions(session, rows)


def scheme_seen(session: Session, viewer: Viewer, slug: str) -> FoundScheme:
    """One of them; raises NotFound."""
    rows = session.scalars(select(Scheme).where(visible_to(viewer), Scheme.slug == slug)).all()
    found = _with_versions(session, rows)
    if not found:
        raise NotFound
    return found[0]


def version_of(found: FoundScheme, no: int) -> SchemeVersion:
    """A version by its number; raises NotFound."""
    version = next((one for one in found.versions if one.no == no), None)
    if version is None:
        raise NotFound
    return version


def scheme_named(session: Session, slug: str, *, lock: bool = False) -> FoundScheme | None:
    """A scheme by its name, for commands and services; locked, nobody else loads a version until the commit."""
    wanted = select(Scheme).where(Scheme.slug == slug)
    rows = session.scalars(wanted.with_for_update() if lock else wanted).all()
    found = _with_versions(session, rows)
    return found[0] if found else None


def version_in_use(session: Session, scheme_id: int, now: datetime) -> SchemeVersion | None:
    """The version under which one applies now; none: nobody can apply yet."""
    wanted = select(SchemeVersion).where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.used_from <= now)
    return session.scalars(wanted.order_by(SchemeVersion.used_from.desc(), SchemeVersion.no.desc()).limit(1)).first()


def definition_of(version: SchemeVersion) -> SchemeDefinition:
    """What a version defines; read once, since a version never changes."""
    known: SchemeDefinition | None = READ.get(version.uuid)
    if known is None:
        known = READ[version.uuid] = from_document(version.definition)
    return known


def versions_asked(*where: ColumnElement[bool]) -> ColumnElement[str | None]:
    """As SQL, for a statement that asks for more: the versions for which this holds, as `definitions_told` reads it."""
    name = cast(SchemeVersion.id, String) + ":" + SchemeVersion.uuid
    return select(aggregate_strings(name, " ")).where(*where).scalar_subquery()


def definitions_told(session: Session, told: str | None) -> dict[int, SchemeDefinition]:
    """What these versions define, by number; no query where each was read before, else one."""
    uuids = {int(number): uuid for number, uuid in (one.split(":") for one in (told or "").split())}
    found = {number: known for number, uuid in uuids.items() if (known := READ.get(uuid)) is not None}
    missing = uuids.keys() - found.keys()
    for version in session.scalars(select(SchemeVersion).where(SchemeVersion.id.in_(missing))) if missing else ():
        found[version.id] = definition_of(version)
    return found


def intervals_of(definition: SchemeDefinition) -> TieIntervals:
    """The intervals of a scheme as the rule of independence takes them."""
    return TieIntervals({Tie(name): months for name, months in definition.intervals.items()})


def candidates_among(session: Session, scheme_id: int, people: Collection[int]) -> frozenset[int]:
    """Which of these people are on the way of this scheme."""
    wanted = select(Candidate.person_id).where(
        Candidate.scheme_id == scheme_id, Candidate.person_id.in_(people), Candidate.closed_at.is_(None)
    )
    return frozenset(session.scalars(wanted))


def _with_versions(session: Session, rows: Sequence[Scheme]) -> list[FoundScheme]:
    wanted: Select[SchemeVersion] = select(SchemeVersion).where(SchemeVersion.scheme_id.in_([row.id for row in rows]))
    versions = session.scalars(wanted.order_by(SchemeVersion.no.desc())).all() if rows else []
    return [FoundScheme(row, [one for one in versions if one.scheme_id == row.id]) for row in rows]
