"""JWE compact serialisation (RFC 7516) of a sealed sheet: ECDH-ES on P-256, A256GCM, opened here and nowhere else.

Strict: one algorithm, one curve, no compression, no header that is not named here, and a limit before anything is read.
"""

import json
import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from lms.errors import RuleBroken
from lms.i18n import _

ALGORITHM, ENCRYPTION, CURVE = "ECDH-ES", "A256GCM", "P-256"
LARGEST = 16 * 1024  # signs of a sealed sheet: five times what a long one takes
HEADER_PARTS = {"alg", "enc", "kid", "epk"}
KEY_PARTS = {"kty", "crv", "x", "y"}
PIECE = re.compile(r"[A-Za-z0-9_-]*\Z")


def key_id_of(sealed: str) -> str:
    """The name of the key to which it is sealed; whatever is not of our one form is refused with what is wrong."""
    return str(_header(sealed)["kid"])


def open_sealed(sealed: str, key: ECKey) -> dict[str, Any]:
    """The JSON object inside; what was changed, or is sealed to another key, is refused."""
    _header(sealed)
    try:
        plain = jwe.decrypt_compact(sealed, key, algorithms=[ALGORITHM, ENCRYPTION]).plaintext
    except (JoseError, ValueError) as fault:
        raise RuleBroken(_("This sealed sheet was changed on the way, or it was sealed with another key.")) from fault
    found = _parsed(plain or b"")
    if not isinstance(found, dict):
        raise RuleBroken(_("This is sealed, but it is not a sheet."))
    return found


def _header(sealed: str) -> dict[str, Any]:
    if len(sealed) > LARGEST:
        raise RuleBroken(_("This sealed sheet is too long: it may have at most %(most)s characters.", most=LARGEST))
    pieces = sealed.split(".")
    if len(pieces) != 5 or any(PIECE.match(one) is None for one in pieces):
        raise RuleBroken(_("This is not a sealed sheet: it must be one JWE of five parts."))
    header = _parsed(_decoded(pieces[0]))
    if not isinstance(header, dict) or (header.get("alg"), header.get("enc")) != (ALGORITHM, ENCRYPTION):
        raise RuleBroken(_("This kind of seal is not accepted here. Only ECDH-ES with A256GCM is accepted."))
    if set(header) != HEADER_PARTS or pieces[1] or not isinstance(header["kid"], str) or not _is_key(header["epk"]):
        raise RuleBroken(_("The header of this sealed sheet has parts that are not allowed, or parts are missing."))
    return header


def _is_key(found: Any) -> bool:
    if not isinstance(found, dict) or set(found) != KEY_PARTS:
        return False
    return (found["kty"], found["crv"]) == ("EC", CURVE) and all(isinstance(found[one], str) for one in "xy")


def _decoded(piece: str) -> bytes:
    try:
        return urlsafe_b64decode(piece + "=" * (-len(piece) % 4))
    except (NotBase64, ValueError):
        return b""


def _parsed(data: bytes) -> Any:
    """JSON, or nothing where it is none or is nested without end."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
