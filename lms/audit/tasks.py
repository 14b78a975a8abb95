"""Periodic task of the audit trail: the sealer."""

from datetime import datetime

from lms.audit.services import BATCH, seal_batch
from lms.db import transaction
from lms.jobs import every_minute


@every_minute("audit-sealing")
def seal(_now: datetime) -> None:
    """Seal every entry that waits, a batch a transaction, so that nobody waits long for the one writer of SQLite."""
    while True:
        with transaction() as session:
            count = seal_batch(session)
        if count < BATCH:
            return
