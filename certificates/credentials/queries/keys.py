"""The issuer's keys and the name that it issues under."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials.models import IssuedUnder, IssuerKey
from certificates.credentials.rules.lifecycle import PUBLISHED, KeyState
from certificates.credentials.signing.keys import KeyKind, PublicKey


def active_key(session: Session, kind: KeyKind) -> IssuerKey | None:
    """The key of this kind that signs now."""
    return session.scalars(
        select(IssuerKey).where(IssuerKey.kind == kind, IssuerKey.state == KeyState.ACTIVE)
    ).one_or_none()


def all_keys(session: Session) -> Sequence[IssuerKey]:
    """Every key that this installation ever had, oldest first."""
    return session.scalars(select(IssuerKey).order_by(IssuerKey.id)).all()


def published_keys(session: Session) -> list[PublicKey]:
    """The keys that verifiers may trust, retired ones too."""
    rows = session.scalars(select(IssuerKey).where(IssuerKey.state.in_(PUBLISHED)).order_by(IssuerKey.id))
    return [public_half(row) for row in rows]


def public_half(row: IssuerKey) -> PublicKey:
    """A key as it is published."""
    return PublicKey(KeyKind(row.kind), row.x, row.y)


def issued_under(session: Session) -> str | None:
    """The name under which certificates were issued; none before the first."""
    return session.scalars(select(IssuedUnder.did)).one_or_none()
