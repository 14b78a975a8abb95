"""After a restore: known seals are kept, what they know beyond the backup is told, and the trail goes on."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from lms import events
from lms.audit.events import InstallationRestored
from lms.audit.ports import SealIssuer
from lms.audit.queries import last_sealed
from lms.audit.seals import keeping, seal_file
from lms.audit.seals.seal import TYPE, UNBELIEVED, HeldSeal, Restoration, Seal, as_data, instant
from lms.audit.services import seal_batch
from lms.audit.verification.judging import split, spoken
from lms.audit.verification.trail import nobody_vouches, seal_of_line
from lms.db import end_read_session, read_session, transaction

log = structlog.get_logger()


@dataclass(frozen=True)
class RestoredTrail:
    """From which entry the trail goes on, and what seals know beyond it; `fault` says why they could not be kept."""

    entries: int
    known: int
    since: datetime | None = None  # between these moments was sealed what is lost
    until: datetime | None = None
    fault: str | None = None

    def words(self) -> list[str]:
        """For whoever restores."""
        said = [f"The audit trail goes on from entry {self.entries}."]
        if self.known > self.entries and self.since and self.until:
            lost = self.known - self.entries
            said.append(
                f"The seals know of {'1 entry' if lost == 1 else f'{lost} entries'} more, sealed between "
                f"{spoken(self.since)} and {spoken(self.until)}. This backup does not hold what happened then."
            )
        if self.fault:
            said.append(f"The seals could not be kept: {self.fault}. Copy the file {seal_file.NAME} here yourself.")
        return said


def go_on(folder: Path, seals: bytes, made_at: datetime, issuer: SealIssuer | None, *, now: datetime) -> RestoredTrail:
    """Keep the seals, write down that a backup of `made_at` was brought back, and seal the trail with that."""
    end_read_session()
    session = read_session()
    entries = last_sealed(session)[0]
    lines = seal_file.parsed(enumerate(seals.splitlines(keepends=True), start=1)).lines
    check = issuer.checker(session) if issuer else nobody_vouches
    held = [seal_of_line(line, check, "the file") for line in lines]
    found = beyond([one for one in held if one.vouching not in UNBELIEVED], entries)
    with transaction() as writing:
        events.publish(
            writing,
            InstallationRestored(
                subject="installation:1",
                actor_id=None,
                at=now,
                backup_made_at=instant(made_at),
                entries=entries,
                known=found.known,
            ),
        )
        while seal_batch(writing):
            pass
    number, own = last_sealed(read_session())
    made = Seal(number, own, now, Restoration(made_at, entries, found.known))
    try:
        if seals:
            seal_file.replace(seal_file.path_in(folder), seals)
        keeping.keep_restored(
            folder, made, lambda one: issuer.sign(read_session(), as_data(one), TYPE) if issuer else None
        )
    except OSError as fault:
        log.exception("audit-seals-not-kept", fault=str(fault))
        return RestoredTrail(entries, found.known, found.since, found.until, str(fault))
    finally:
        end_read_session()
    return found


def beyond(held: list[HeldSeal], entries: int) -> RestoredTrail:
    """What these seals know beyond so many entries."""
    active, _lost = split(held)
    more = [one.seal for one in active if one.seal.entries > entries]
    if not more:
        return RestoredTrail(entries, entries)
    before = [one.seal.sealed_at for one in active if one.seal.entries <= entries]
    return RestoredTrail(
        entries,
        max(one.entries for one in more),
        max(before, default=min(one.sealed_at for one in more)),
        max(one.sealed_at for one in more),
    )
