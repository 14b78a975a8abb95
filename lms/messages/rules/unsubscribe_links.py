"""Unsubscribe links: a signed token for one person and one kind of message, without sign-in and without an end."""

import hashlib
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

DIGEST = ""  # in place of a kind: every digest
SALT = "unsubscribe"


@dataclass(frozen=True)
class UnsubscribeWish:
    """Whose letters about which kind of message are to stop."""

    person_uuid: str
    kind: str


def unsubscribe_token(wish: UnsubscribeWish, secret: str) -> str:
    """The token of a link in a letter."""
    return str(_signer(secret).dumps([wish.person_uuid, wish.kind]))


def wish_of(token: str, secret: str) -> UnsubscribeWish | None:
    """What a token says; nothing if we did not sign it."""
    try:
        said: Any = _signer(secret).loads(token)
    except BadSignature:
        return None
    return UnsubscribeWish(str(said[0]), str(said[1]))


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT, signer_kwargs={"digest_method": hashlib.sha256})
