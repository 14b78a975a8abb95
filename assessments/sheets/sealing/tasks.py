"""Periodic work for sheets without a network: there is always a fresh key to seal to."""

from datetime import datetime, timedelta

from assessments.sheets.sealing.key_ring import KeyRing, key_ring
from assessments.sheets.sealing.keys import make_key
from assessments.sheets.sealing.queries import fresh_key_due
from assessments.sheets.sealing.services import register_key
from lms.db import read_session, transaction
from lms.queue.kinds import periodic


@periodic("sheet-keys", every=timedelta(hours=1))
def keep_a_key(now: datetime) -> None:
    """Make the first key, and a fresh one every ninety days; those before it stay and open what comes late."""
    ensure_key(key_ring(), now=now)


def ensure_key(ring: KeyRing, *, now: datetime) -> bool:
    """Make a key where one is due; the wrapped file is there before anything says that it is."""
    if not fresh_key_due(read_session(), now):
        return False
    made = make_key(ring.folder, ring.secret)
    with transaction() as session:
        register_key(session, made, now=now)
    return True
