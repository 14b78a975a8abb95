"""Credentials with the version that stands, what it was earned by, and what has happened to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    StatusChange,
)
from certificates.credentials.rules.award import Evidence
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.rules.lifecycle import (
    UNFIT,
    Change,
    Changed,
    Standing,
    StatusReason,
    ending_of,
    standing,
    suspension_of,
)
from certificates.credentials.rules.renewal import Term
from certificates.credentials.rules.wording import AwardWords, evidence_in, words_kept
from lms.batch import piecewise


@dataclass(frozen=True)
class HeldCredential:
    """A credential with its newest signed version, or the first one while that is being made."""

    credential: Credential
    version: CredentialVersion
    claim: Claim
    achievement: Achievement
    written: NameConfirmation
    changes: tuple[Changed, ...]
    being_made: bool  # a version waits for the worker

    def standing(self, now: datetime) -> Standing:
        """How it stands."""
        return standing(self.changes, self.version.valid_until, now=now, begins_at=self.claim.begins_at)

    @property
    def words(self) -> AwardWords | None:
        """What it awards in the language that its holder chose; none: in its own."""
        return words_kept(self.achievement.translations, self.claim.language)

    @property
    def title(self) -> str:
        """What it awards, as it is printed."""
        return self.words.title if self.words is not None else self.achievement.title

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """On what it rests, by the names that are printed."""
        return evidence_in(from_data(self.claim.evidence), self.words)

    @property
    def term(self) -> Term:
        """For how long it holds, through all its versions."""
        return Term(
            self.claim.earned_at,
            self.claim.begins_at or self.claim.earned_at,
            self.version.valid_until,
            self.achievement.renewal_window_months,
        )

    @property
    def ending(self) -> Changed | None:
        """Why it is no longer in force for good."""
        return ending_of(self.changes)

    @property
    def suspension(self) -> Changed | None:
        """The suspension under which it stands."""
        return suspension_of(self.changes)

    @property
    def reinstatement(self) -> Changed | None:
        """The lifting of a suspension for which this version was made."""
        return next((one for one in self.changes if one.change is Change.REINSTATED), None)


def credentials_held(session: Session, *where: ColumnElement[bool]) -> list[HeldCredential]:
    """The credentials for which this holds, newest first; one query, two where something is being made."""
    query = chosen().add_columns(StatusChange)
    query = query.outerjoin(StatusChange, StatusChange.version_id == CredentialVersion.id).where(*where)
    return held_with_changes(session, session.execute(query.order_by(Credential.id.desc(), StatusChange.id)))


def held_with_changes(session: Session, found: Iterable[Sequence[Any]]) -> list[HeldCredential]:
    """The rows of `chosen`, each as often as its version has changes, with one of them behind, in their order."""
    rows: dict[int, Sequence[Any]] = {}
    changes: dict[int, tuple[Changed, ...]] = defaultdict(tuple)
    for *row, change in found:
        rows.setdefault(row[1].id, row)
        if change is not None:
            changes[row[1].id] += (changed(change),)
    return _held(session, list(rows.values()), changes)


def credential_held(session: Session, *where: ColumnElement[bool]) -> HeldCredential | None:
    """The one credential for which this holds."""
    return next(iter(credentials_held(session, *where)), None)


def newest_versions() -> Subquery:
    """Of each credential the number of the version that stands, and how many wait to be signed."""
    signed = case((CredentialVersion.record.is_not(None), CredentialVersion.no))
    return (
        select(
            CredentialVersion.credential_id,
            func.coalesce(func.max(signed), func.max(CredentialVersion.no)).label("no"),
            func.sum(case((CredentialVersion.record.is_(None), 1), else_=0)).label("unsigned"),
        )
        .group_by(CredentialVersion.credential_id)
        .subquery()
    )


def chosen() -> Select[Credential, CredentialVersion, Claim, Achievement, NameConfirmation, int]:
    """Credentials with the version that stands and all that belongs to it."""
    newest = newest_versions()
    return (
        select(Credential, CredentialVersion, Claim, Achievement, NameConfirmation, newest.c.unsigned)
        .join(newest, newest.c.credential_id == Credential.id)
        .join(
            CredentialVersion,
            (CredentialVersion.credential_id == Credential.id) & (CredentialVersion.no == newest.c.no),
        )
        .join(Claim, Claim.id == Credential.claim_id)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
    )


def shown(
    session: Session, query: Select[Credential, CredentialVersion, Claim, Achievement, NameConfirmation, int]
) -> list[HeldCredential]:
    """The rows of `chosen`, narrowed or ordered, with their changes."""
    return _with_changes(session, session.execute(query).all())


def _with_changes(session: Session, rows: Sequence[Any]) -> list[HeldCredential]:
    changes = piecewise(lambda some: changes_of(session, some), [version.id for _c, version, *_rest in rows])
    return _held(session, rows, changes)


def _held(session: Session, rows: Sequence[Any], changes: Mapping[int, tuple[Changed, ...]]) -> list[HeldCredential]:
    waiting = _being_made(session, [credential.id for credential, *_rest, unsigned in rows if unsigned])
    return [
        HeldCredential(
            credential, version, claim, achievement, written, changes.get(version.id, ()), credential.id in waiting
        )
        for credential, version, claim, achievement, written, _unsigned in rows
    ]


def _being_made(session: Session, credential_ids: Collection[int]) -> frozenset[int]:
    """Those of which a version waits for the worker: not signed, and neither ended nor suspended meanwhile.

    Asked for the few that have an unsigned version at all: as a part of `chosen` it would be judged for every one.
    """
    if not credential_ids:
        return frozenset()
    stopped = select(StatusChange.id).where(
        StatusChange.version_id == CredentialVersion.id, StatusChange.change.in_(UNFIT)
    )
    return frozenset(
        session.scalars(
            select(CredentialVersion.credential_id).where(
                CredentialVersion.credential_id.in_(credential_ids),
                CredentialVersion.record.is_(None),
                ~stopped.exists(),
            )
        )
    )


def changes_of(session: Session, version_ids: Collection[int]) -> dict[int, tuple[Changed, ...]]:
    """What has happened to these versions, in order."""
    found: dict[int, tuple[Changed, ...]] = defaultdict(tuple)
    if version_ids:
        rows = session.scalars(
            select(StatusChange).where(StatusChange.version_id.in_(version_ids)).order_by(StatusChange.id)
        )
        for row in rows:
            found[row.version_id] += (changed(row),)
    return found


def open_versions(session: Session, credential_id: int) -> list[CredentialVersion]:
    """The versions of a credential that have not ended, newest first; those that wait to be signed too."""
    return [version for version, ending in _all_versions(session, credential_id) if ending is None]


def revoked_versions(session: Session, credential_id: int) -> list[CredentialVersion]:
    """The versions of a credential whose revocation stands, newest first."""
    every = _all_versions(session, credential_id)
    return [version for version, ending in every if ending is not None and ending.change is Change.REVOKED]


def _all_versions(session: Session, credential_id: int) -> list[tuple[CredentialVersion, Changed | None]]:
    versions = session.scalars(
        select(CredentialVersion)
        .where(CredentialVersion.credential_id == credential_id)
        .order_by(CredentialVersion.no.desc())
    ).all()
    changes = changes_of(session, [version.id for version in versions])
    return [(version, ending_of(changes[version.id])) for version in versions]


def changed(row: StatusChange) -> Changed:
    """One change as a value."""
    return Changed(Change(row.change), row.at, StatusReason(row.reason) if row.reason else None, row.words)


@dataclass(frozen=True)
class Earlier:
    """An earlier version: from when it was in force, and why it is not any more."""

    no: int
    name: str
    valid_from: datetime
    ending: Changed | None


def earlier_versions(session: Session, held: HeldCredential) -> list[Earlier]:
    """The signed versions that came before the one that stands, newest first."""
    rows = session.execute(
        select(CredentialVersion.id, CredentialVersion.no, NameConfirmation.name, CredentialVersion.valid_from)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .where(
            CredentialVersion.credential_id == held.credential.id,
            CredentialVersion.no < held.version.no,
            CredentialVersion.record.is_not(None),
        )
        .order_by(CredentialVersion.no.desc())
    ).all()
    changes = changes_of(session, [row.id for row in rows])
    return [Earlier(row.no, row.name, row.valid_from, ending_of(changes[row.id])) for row in rows]


def renewed_certificates(session: Session, claims: Iterable[Claim]) -> dict[int, HeldCredential]:
    """By the claims that renew one, the certificates that they renew; one query, or none."""
    renewing = {claim.renews_id: claim.id for claim in claims if claim.renews_id is not None}
    if not renewing:
        return {}
    return {
        renewing[held.claim.id]: held for held in credentials_held(session, Credential.claim_id.in_(list(renewing)))
    }


def renewed_certificate(session: Session, claim: Claim) -> HeldCredential | None:
    """The certificate that a claim renews; none where it renews none."""
    return renewed_certificates(session, [claim]).get(claim.id)


def is_open() -> tuple[ColumnElement[bool], ...]:
    """As filters of claims: those that wait for their holder, neither taken nor withdrawn."""
    return Claim.taken_at.is_(None), Claim.withdrawn_at.is_(None)


def open_claims(session: Session, *where: ColumnElement[bool]) -> list[tuple[Claim, Achievement]]:
    """What was earned and waits for its holder, newest first."""
    rows = session.execute(
        select(Claim, Achievement)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(*is_open(), *where)
        .order_by(Claim.id.desc())
    )
    return [(claim, achievement) for claim, achievement in rows]
