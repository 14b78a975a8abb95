"""Periodic tasks of the audit trail: sealing, verifying, and a letter with the newest seal."""

from datetime import datetime, timedelta

import structlog

from lms.audit.ports import SEAL_ISSUER
from lms.audit.queries import last_sealed
from lms.audit.seals import keeping
from lms.audit.seals.letters import write_seal_letters
from lms.audit.seals.seal import TYPE, Seal, as_data
from lms.audit.services import BATCH, seal_batch
from lms.audit.verification.running import instance, verify_here
from lms.db import end_read_session, read_session, transaction
from lms.queue.kinds import periodic

log = structlog.get_logger()


@periodic("audit-sealing", every=timedelta(minutes=1))
def seal(now: datetime) -> None:
    """Seal every entry that waits, a batch a transaction, so that nobody waits long for the one writer of SQLite.

    Then the newest seal is signed and kept in a file. Where that cannot be done the trail is sealed all the same; the
    log and the doctor say so, and the next round appends what is missing.
    """
    while True:
        with transaction() as session:
            count = seal_batch(session)
        if count < BATCH:
            break
    keep_seal(now)


def keep_seal(now: datetime) -> None:
    """Append the newest seal to the file of the instance, if it does not end with it."""
    try:
        keeping.keep_newest(instance(), newest, sign, now=now)
    except OSError as fault:
        log.exception("audit-seal-not-kept", fault=str(fault))
    finally:
        end_read_session()


def newest() -> tuple[int, str]:
    """Number and hash of the last sealed entry, as it stands at this moment."""
    end_read_session()
    return last_sealed(read_session())


def sign(made: Seal) -> str | None:
    """The signed form of a seal; none where there is no key yet."""
    issuer = SEAL_ISSUER.provider_if_any()
    return issuer.sign(read_session(), as_data(made), TYPE) if issuer else None


@periodic("audit-verification", every=timedelta(days=7))
def verify_weekly(now: datetime) -> None:
    """Compare the whole trail with its seals and its records; the doctor tells the outcome."""
    found = verify_here(now=now)
    end_read_session()
    if not found.holds:
        log.error("audit-trail-does-not-hold", faults=list(found.faults[:10]))


@periodic("audit-seal-letter", every=timedelta(days=7))
def send_seal(now: datetime) -> None:
    """Send the newest seal to the administrators, so that it is kept where this installation cannot reach."""
    with transaction() as session:
        write_seal_letters(session, instance(), now=now)
