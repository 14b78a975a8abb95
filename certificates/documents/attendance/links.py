"""The link on a confirmation of attendance: signed with the secret of the site, so that no table holds it."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from flask import current_app

SEAL = 12  # bytes of the signature: as long as the link of a certificate is random
WHOLE = 16 + SEAL


def _seal(uuid: bytes) -> bytes:
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), b"attendance" + uuid, hashlib.sha256).digest()[:SEAL]


def attendance_token(participant_uuid: str) -> str:
    """What stands in the address that the code of a paper holds; short, since it is typed too."""
    uuid = UUID(participant_uuid).bytes
    return urlsafe_b64encode(uuid + _seal(uuid)).decode().rstrip("=")


def participant_of(token: str) -> str | None:
    """Whose paper it is, by the public id of their place in a cohort; none for an address that was not made here."""
    try:
        content = urlsafe_b64decode(token.encode() + b"==")
    except (Error, ValueError):
        return None
    uuid, seal = content[:16], content[16:]
    return str(UUID(bytes=uuid)) if len(content) == WHOLE and hmac.compare_digest(seal, _seal(uuid)) else None
