"""Sheets as a tablet seals them, by the published library instead of a browser."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwe
from joserfc.jwk import ECKey
from sqlalchemy.orm import Session

from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.sealing.keys import make_key
from assessments.sheets.sealing.models import SheetKey
from assessments.sheets.sealing.queries import current_key, jwk_of
from assessments.sheets.sealing.services import register_key
from assessments.sheets.sealing.tickets import ticket_for
from tests.builders.people import NOW


def key(session: Session, now: datetime = NOW) -> SheetKey:
    """The key of now, made where there is none."""
    ring = key_ring()
    return current_key(session) or register_key(session, make_key(ring.folder, ring.secret), now=now)


def content(performance: str, assessor: str, **values: Any) -> dict[str, Any]:
    """A whole sheet of the small rubric."""
    return {
        "v": 1,
        "seal": secrets.token_urlsafe(12),
        "performance": performance,
        "assessor": assessor,
        "ticket": ticket_for(performance, assessor),
        "after": 0,
        "device": "tablet-1",
        "seq": 5,
        "sealed_at": (NOW - timedelta(days=1)).isoformat(),
        "offset": 86_400_000,
        "ratings": {"names": 2, "protects": 1},
        "comments": {},
        "grade": 2,
        "flagged": False,
    } | values


def seal(row: SheetKey, said: dict[str, Any]) -> str:
    """The sheet, sealed to this key."""
    public = ECKey.import_key({name: value for name, value in jwk_of(row).items() if name in {"kty", "crv", "x", "y"}})
    head = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": row.kid}
    plain = json.dumps(said, ensure_ascii=False).encode()
    return jwe.encrypt_compact(head, plain, public, algorithms=["ECDH-ES", "A256GCM"])
