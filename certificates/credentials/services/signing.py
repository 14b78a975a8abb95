"""The issuer's keys in use: made with the first certificate, opened when something is signed."""

from datetime import datetime

from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import IssuerKey
from certificates.credentials.queries.keys import active_key, public_half
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.signing.keys import KeyKind, KeyPair, PublicKey, open_pair
from certificates.events import IssuerKeyMade
from lms import events
from lms.errors import RuleBroken


def missing_kinds(session: Session) -> list[KeyKind]:
    """The kinds of key that nothing can be signed without and that are not there."""
    return [kind for kind in KeyKind if active_key(session, kind) is None]


def register_key(session: Session, public: PublicKey, *, now: datetime) -> IssuerKey:
    """Write down a key whose wrapped half is kept on disk; it signs from now on."""
    row = IssuerKey(
        kind=public.kind,
        x=public.x,
        y=public.y,
        name=public.name,
        state=KeyState.ACTIVE,
        made_at=now,
        active_from=now,
    )
    session.add(row)
    session.flush()
    events.publish(
        session,
        IssuerKeyMade(subject=f"issuer-key:{row.id}", actor_id=None, at=now, kind=public.kind, key=public.name),
    )
    return row


def open_signer(session: Session, setting: Issuing, kind: KeyKind) -> KeyPair:
    """The key of this kind that signs now, unwrapped."""
    row = active_key(session, kind)
    if row is None:
        raise RuleBroken(f"There is no signing key of the kind {kind} yet.")
    return open_pair(setting.keys, public_half(row), setting.secret)
