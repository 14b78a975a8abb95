"""Keys of sealed sheets: written down once their wrapped half is on the disk, and used to open what came."""

from datetime import datetime
from typing import Any

from joserfc.jwk import ECKey
from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.sheets.sealing.events import SheetKeyMade
from assessments.sheets.sealing.jwe import key_id_of, open_sealed
from assessments.sheets.sealing.key_ring import KeyRing
from assessments.sheets.sealing.keys import open_key
from assessments.sheets.sealing.models import SheetKey
from assessments.sheets.sealing.queries import is_known
from lms.errors import NotFound, RuleBroken
from lms.events import publish
from lms.i18n import _


class KeyAway(NotFound):
    """The key of a sealed sheet cannot be used now: nothing is wrong with the sheet, so it is not refused."""


def register_key(session: Session, key: ECKey, *, now: datetime) -> SheetKey:
    """Write down a key whose wrapped half lies on the disk: tablets get it from now on, and the older ones retire."""
    session.execute(update(SheetKey).where(SheetKey.retired_at.is_(None)).values(retired_at=now))
    public = key.as_dict(private=False)
    row = SheetKey(kid=key.thumbprint(), x=str(public["x"]), y=str(public["y"]), made_at=now, retired_at=None)
    session.add(row)
    session.flush()
    publish(session, SheetKeyMade(subject=f"sheet-key:{row.id}", actor_id=None, at=now, key=row.kid))
    return row


def opened(session: Session, ring: KeyRing, sealed: str) -> dict[str, Any]:
    """What is inside a sealed sheet, by whichever key of this server it was sealed to.

    A sheet that is wrong is refused (RuleBroken); a key that cannot be used now is KeyAway.
    """
    kid = key_id_of(sealed)
    if not is_known(session, kid):
        raise RuleBroken(_("This sheet is sealed with a key that this server never had. It belongs to another site."))
    try:
        key = open_key(ring.folder, kid, ring.secret)
    except RuleBroken as fault:
        raise KeyAway from fault
    return open_sealed(sealed, key)
