"""Keys of sealed sheets: the one of now, and those of before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.sealing.key_ring import KEY_LIFE
from assessments.sheets.sealing.keys import public_jwk
from assessments.sheets.sealing.models import SheetKey


def current_key(session: Session) -> SheetKey | None:
    """The key to which sheets are sealed now; none before the first is made."""
    return session.scalars(
        select(SheetKey).where(SheetKey.retired_at.is_(None)).order_by(SheetKey.id.desc()).limit(1)
    ).one_or_none()


def fresh_key_due(session: Session, now: datetime) -> bool:
    """Whether there is none, or the one of now is too old."""
    key = current_key(session)
    return key is None or now - key.made_at >= KEY_LIFE


def is_known(session: Session, kid: str) -> bool:
    """Whether this server made the key of this name."""
    return session.scalars(select(SheetKey.id).where(SheetKey.kid == kid)).one_or_none() is not None


def all_keys(session: Session) -> Sequence[SheetKey]:
    """Every key that was ever made, oldest first."""
    return session.scalars(select(SheetKey).order_by(SheetKey.id)).all()


def jwk_of(key: SheetKey) -> dict[str, str]:
    """The public half as a tablet keeps it."""
    return public_jwk(key.kid, key.x, key.y)
