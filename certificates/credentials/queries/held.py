"""Credentials with the version that stands, what it was earned by, and what has happened to it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from certificates.credentials.lifecycle import Change, Changed, Standing, StatusReason, ending_of, standing
from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    StatusChange,
)


@dataclass(frozen=True)
class Held:
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
        return standing(self.changes, self.version.valid_until, now=now)

    @property
    def ending(self) -> Changed | None:
        """Why it is no longer in force."""
        return ending_of(self.changes)


def credentials_held(session: Session, *where: ColumnElement[bool]) -> list[Held]:
    """The credentials for which this holds, newest first; two queries."""
    return shown(session, chosen().where(*where).order_by(Credential.id.desc()))


def credential_held(session: Session, *where: ColumnElement[bool]) -> Held | None:
    """The one credential for which this holds."""
    return next(iter(credentials_held(session, *where)), None)


def chosen() -> Select[Credential, CredentialVersion, Claim, Achievement, NameConfirmation, int]:
    """Credentials with the version that stands and all that belongs to it."""
    signed = case((CredentialVersion.record.is_not(None), CredentialVersion.no))
    newest = (
        select(
            CredentialVersion.credential_id,
            func.coalesce(func.max(signed), func.max(CredentialVersion.no)).label("no"),
            func.sum(case((CredentialVersion.record.is_(None), 1), else_=0)).label("waiting"),
        )
        .group_by(CredentialVersion.credential_id)
        .subquery()
    )
    return (
        select(Credential, CredentialVersion, Claim, Achievement, NameConfirmation, newest.c.waiting)
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
) -> list[Held]:
    """The rows of `chosen`, narrowed or ordered, with their changes."""
    rows = session.execute(query).all()
    changes = changes_of(session, [version.id for _c, version, *_rest in rows])
    return [
        Held(credential, version, claim, achievement, written, changes[version.id], bool(waiting))
        for credential, version, claim, achievement, written, waiting in rows
    ]


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


def earlier_versions(session: Session, held: Held) -> list[Earlier]:
    """The versions that came before the one that stands, newest first."""
    rows = session.execute(
        select(CredentialVersion.id, CredentialVersion.no, NameConfirmation.name, CredentialVersion.valid_from)
        .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
        .where(CredentialVersion.credential_id == held.credential.id, CredentialVersion.no < held.version.no)
        .order_by(CredentialVersion.no.desc())
    ).all()
    changes = changes_of(session, [row.id for row in rows])
    return [Earlier(row.no, row.name, row.valid_from, ending_of(changes[row.id])) for row in rows]


def open_claims(session: Session, *where: ColumnElement[bool]) -> list[tuple[Claim, Achievement]]:
    """What was earned and waits for its holder, newest first."""
    rows = session.execute(
        select(Claim, Achievement)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(Claim.taken_at.is_(None), *where)
        .order_by(Claim.id.desc())
    )
    return [(claim, achievement) for claim, achievement in rows]
