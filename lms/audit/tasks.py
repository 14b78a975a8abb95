"""Periodic task of the audit trail: the sealer."""

from datetime import datetime, timedelta

from lms.audit.services import BATCH, seal_batch
from lms.db import transaction
from lms.queue.kinds import periodic


@periodic("audit-sealing", every=timedelta(minutes=1))
def seal(_now: datetime) -> None:
    """Seal every entry that waits, a batch a transaction, so that nobody waits long for the one writer of SQLite."""
    while True:
        with transaction() as session:
            count = seal_batch(session)
        if count < BATCH:
            return
