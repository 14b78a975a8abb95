"""What writes the audit trail: an entry beside its cause, and later, in batches, the seals."""

import json
from datetime import UTC

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.audit.queries import last_sealed, unsealed
from lms.audit.rules import sealed
from lms.db import lock
from lms.events import Event

SEALING = "audit-sealing"  # the lock of the one sealer
BATCH = 500  # entries sealed in one transaction


def append(session: Session, event: Event) -> None:
    """Add an entry without a seal, in the transaction of what it tells of; waits for nobody.

    It is written with what else waits to be written, so that many entries take one statement.
    """
    session.add(
        AuditEntry(
            at=event.at.astimezone(UTC),  # as it will be read again
            name=event.name,
            subject=event.subject,
            actor_id=event.actor_id,
            data=json.loads(json.dumps(event.data())),
        )
    )


def seal_batch(session: Session, limit: int = BATCH) -> int:
    """Give number and hash to entries that have none yet, oldest first; answers how many.

    Which entries those are is asked of the table each time, and never concluded from the highest id: transactions
    commit in another order than that in which their ids were given.
    """
    lock(session, SEALING)  # before anything is read, so that two never go on from the same entry
    number, previous = last_sealed(session)
    seals = []
    for entry_id, said in unsealed(session, limit):
        made = sealed(number + 1, previous, said)
        number, previous = made.number, made.hash
        seals.append({"id": entry_id, "seq": made.number, "previous": made.previous, "hash": made.hash})
    if seals:
        session.execute(update(AuditEntry), seals)
    return len(seals)
