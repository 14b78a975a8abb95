"""Candidates with the version of their scheme, their steps and their evidence, found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, defer

from certificates.candidates import policy
from certificates.candidates.rules.history import Step
from certificates.candidates.rules.matrix import Piece
from certificates.schemes.models import Candidate, CandidateTransition, EvidencePiece, Scheme, SchemeVersion
from certificates.schemes.queries.versions import definition_of
from certificates.schemes.rules.definition import SchemeDefinition
from lms.access import Viewer
from lms.errors import NotFound

VERSION, SCHEME = aliased(SchemeVersion), aliased(Scheme)  # a filter may ask about versions of its own


@dataclass(frozen=True)
class FoundSchemeVersion:
    """A version of a scheme, with what it defines."""

    id: int
    no: int
    scheme_id: int
    slug: str
    definition: SchemeDefinition


@dataclass(frozen=True)
class CandidateFound:
    """A candidate, with the version of the scheme under which they are."""

    row: Candidate
    version: FoundSchemeVersion

    @property
    def definition(self) -> SchemeDefinition:
        """What the version defines."""
        return self.version.definition


def version_in_use(session: Session, slug: str, now: datetime) -> FoundSchemeVersion:
    """The version of this scheme on which a new candidate begins; none in use looks like no scheme."""
    found = versions_in_use(session, now, Scheme.slug == slug)
    if not found:
        raise NotFound
    return found[0]


def versions_in_use(session: Session, now: datetime, *where: ColumnElement[bool]) -> list[FoundSchemeVersion]:
    """The newest version in use of each scheme, by name; one query."""
    rows = session.execute(
        select(SchemeVersion, Scheme)
        .join(Scheme, Scheme.id == SchemeVersion.scheme_id)
        .where(SchemeVersion.used_from <= now, *where)
        .order_by(Scheme.slug, SchemeVersion.used_from, SchemeVersion.no)
    )
    newest = {scheme.slug: (version, scheme) for version, scheme in rows}
    return [_version(version, scheme) for version, scheme in newest.values()]


def newer_version(session: Session, candidate: CandidateFound, now: datetime) -> FoundSchemeVersion | None:
    """The version in use where it is newer than the candidate's; one query."""
    found = versions_in_use(session, now, Scheme.id == candidate.row.scheme_id)
    return found[0] if found and found[0].no > candidate.version.no else None


def _version(version: SchemeVersion, scheme: Scheme) -> FoundSchemeVersion:
    return FoundSchemeVersion(version.id, version.no, scheme.id, scheme.slug, definition_of(version))


def candidates_where(session: Session, *where: ColumnElement[bool]) -> list[CandidateFound]:
    """Candidates, who began last first, each with their version; one query, however many.

    What a version defines is read once; until then it comes with another query.
    """
    rows = session.execute(
        select(Candidate, VERSION, SCHEME)
        .join(VERSION, VERSION.id == Candidate.scheme_version_id)
        .join(SCHEME, SCHEME.id == VERSION.scheme_id)
        .where(*where)
        .order_by(Candidate.began_at.desc(), Candidate.id.desc())
        .options(defer(VERSION.definition))
    )
    return [CandidateFound(row, _version(version, scheme)) for row, version, scheme in rows]


def versions_of_open(session: Session) -> dict[int, SchemeDefinition]:
    """What the versions define on which somebody is under way; one query."""
    under_way = select(Candidate.scheme_version_id).where(Candidate.closed_at.is_(None))
    versions = session.scalars(
        select(SchemeVersion).where(SchemeVersion.id.in_(under_way)).options(defer(SchemeVersion.definition))
    )
    return {one.id: definition_of(one) for one in versions}


def _one(session: Session, *where: ColumnElement[bool]) -> CandidateFound:
    found = candidates_where(session, *where)
    if not found:
        raise NotFound
    return found[0]


def own_candidate(session: Session, viewer: Viewer, uuid: str) -> CandidateFound:
    """One's own way to a certificate."""
    return _one(session, Candidate.uuid == uuid, Candidate.person_id == viewer.id)


def own_candidates(session: Session, person_id: int) -> list[CandidateFound]:
    """All of one's own, the newest first."""
    return candidates_where(session, Candidate.person_id == person_id)


def file_of(session: Session, viewer: Viewer, uuid: str) -> CandidateFound:
    """A candidate whose whole file the viewer sees."""
    return _one(session, Candidate.uuid == uuid, policy.files_seen_by(viewer))


def files_seen(session: Session, viewer: Viewer, *where: ColumnElement[bool]) -> list[CandidateFound]:
    """The candidates whose files the viewer sees."""
    return candidates_where(session, policy.files_seen_by(viewer), *where)


def standings_seen(session: Session, viewer: Viewer) -> list[CandidateFound]:
    """The candidates of whom the viewer sees where they are, as who nominates officers there."""
    return candidates_where(session, policy.nominated_by(viewer), Candidate.person_id != viewer.id)


def candidate_by_id(session: Session, candidate_id: int) -> CandidateFound:
    """One by its number inside."""
    return _one(session, Candidate.id == candidate_id)


def open_candidates_of(session: Session, people: Collection[int]) -> list[CandidateFound]:
    """The ways of these people that are not over."""
    return candidates_where(session, Candidate.person_id.in_(people), Candidate.closed_at.is_(None))


def transitions_of(session: Session, candidate_ids: Collection[int]) -> dict[int, list[CandidateTransition]]:
    """The steps of these candidates in their order; one query."""
    found: dict[int, list[CandidateTransition]] = defaultdict(list)
    query = select(CandidateTransition).where(CandidateTransition.candidate_id.in_(candidate_ids))
    for row in session.scalars(query.order_by(CandidateTransition.candidate_id, CandidateTransition.no)):
        found[row.candidate_id].append(row)
    return found


def moved_at(session: Session, candidate_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these candidates took their last step; who took none is missing. One query."""
    of_these = CandidateTransition.candidate_id.in_(candidate_ids)
    newest = select(func.max(CandidateTransition.id)).where(of_these).group_by(CandidateTransition.candidate_id)
    rows = select(CandidateTransition.candidate_id, CandidateTransition.at).where(CandidateTransition.id.in_(newest))
    return dict(session.execute(rows).all())


def as_steps(rows: Sequence[CandidateTransition]) -> list[Step]:
    """Steps as rules read them."""
    return [Step(one.transition, one.from_state, one.to_state, one.actor_id, one.second_id, one.at) for one in rows]


def evidence_of(session: Session, candidate_ids: Collection[int]) -> dict[int, list[EvidencePiece]]:
    """Every version of every piece of these candidates, as they were taken up; one query."""
    found: dict[int, list[EvidencePiece]] = defaultdict(list)
    query = select(EvidencePiece).where(EvidencePiece.candidate_id.in_(candidate_ids))
    for row in session.scalars(query.order_by(EvidencePiece.candidate_id, EvidencePiece.id)):
        found[row.candidate_id].append(row)
    return found


def as_piece(row: EvidencePiece) -> Piece:
    """A piece as rules read it."""
    met = row.outcome.get("met")
    return Piece(
        uuid=row.uuid,
        ref=row.ref,
        digest=row.digest,
        kind=row.kind,
        title=row.title,
        at=row.at,
        competences=tuple(row.competences),
        met=met if isinstance(met, dict) else {},
        observed=row.observed_by_id is not None,
        by_machine=row.by_machine,
        confirmed=row.confirmed_by_id is not None,
        withdrawn=row.withdrawn_at is not None,
    )
