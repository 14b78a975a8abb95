"""Seals of the audit trail, signed with the issuer's Ed25519 key, and told by which of its keys they are signed."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import IssuerKey
from certificates.credentials.queries.keys import active_key, all_keys, public_half
from certificates.credentials.queries.lists import published_lists
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.services.signing import open_signer
from certificates.credentials.signing import jwt
from certificates.credentials.signing.keys import KeyKind, open_pair
from certificates.credentials.verification.seal_reference import kept_seal, reference_in, storage_key
from lms.audit.api import CheckedToken, CheckToken, PublishedSeal, Vouching
from lms.errors import RuleBroken


class AuditSeals:
    """The issuer as the audit trail needs it; `setting` answers under which name and with which keys it issues."""

    def __init__(self, setting: Callable[[], Issuing]) -> None:
        self._setting = setting

    def sign(self, session: Session, content: Mapping[str, Any], kind: str) -> str | None:
        """The compact token of a seal; none before the issuer has a name and a key."""
        setting = self._setting()
        if setting.did is None or active_key(session, KeyKind.ED25519) is None:
            return None
        signer = open_signer(session, setting, KeyKind.ED25519)
        return jwt.signed(dict(content), signer, key_id=signer.public.key_id(setting.did), kind=kind)

    def signs_since(self, session: Session) -> datetime | None:
        """When the first key of the issuer was made; none before it has one that signs."""
        if self._setting().did is None or active_key(session, KeyKind.ED25519) is None:
            return None
        return min(row.made_at for row in all_keys(session) if row.kind == KeyKind.ED25519)

    def checker(self, session: Session) -> CheckToken:
        """Tells who vouches for a token: by the keys of the register, and by whether their other half is kept here.

        Whoever can write into the database alone can name keys there, but cannot put their wrapped half beside it.
        """
        setting = self._setting()
        known = {
            public_half(row).key_id(str(setting.did)): (public_half(row).jwk, self._vouching(row))
            for row in all_keys(session)
            if row.kind == KeyKind.ED25519
        }

        def check(token: str) -> CheckedToken:
            try:
                key_id = str(jwt.key_id_of(token))
                content = json.loads(jwt.content_of(token))
            except (jwt.TokenBroken, ValueError):
                return CheckedToken(Vouching.BROKEN, None)
            said = content if isinstance(content, dict) else None
            if key_id not in known:
                return CheckedToken(Vouching.STRANGER, said, key_id)
            public, vouching = known[key_id]
            try:
                jwt.verify(token, public)
            except jwt.TokenBroken:
                return CheckedToken(Vouching.BROKEN, said, key_id)
            return CheckedToken(vouching, said, key_id)

        return check

    def published(self, session: Session) -> Iterator[PublishedSeal]:
        """The seal that each published status list names."""
        for row in published_lists(session):
            named = reference_in(json.loads(row.document or "{}"))
            if named is not None:
                content = kept_seal(*named)
                token = None if content is None else content.decode("ascii", "replace")
                yield PublishedSeal(f"the published status list {row.name}", token)

    def _vouching(self, row: IssuerKey) -> Vouching:
        if row.state == KeyState.COMPROMISED:
            return Vouching.COMPROMISED
        setting = self._setting()
        try:
            open_pair(setting.keys, public_half(row), setting.secret)
        except RuleBroken:
            return Vouching.ELSEWHERE
        return Vouching.SIGNED


def named_seals(session: Session) -> list[str]:
    """The keys in the storage of the seals that the published lists name."""
    named = (reference_in(json.loads(row.document or "{}")) for row in published_lists(session))
    return [key for one in named if one is not None and (key := storage_key(one[0])) is not None]
