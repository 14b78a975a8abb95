"""What the doctor tells of the audit trail: its end at once, the whole since it was last compared."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.audit.seals import seal_file
from lms.audit.verification.outcome import LastComparison, last_outcome
from lms.audit.verification.running import instance, verify_end_here
from lms.audit.verification.trail import TrailReport
from lms.ports import Finding, Health

NAME = "audit"
STALE = timedelta(days=8)  # the trail is compared as a whole every seven days
NAMED = 3


def check_trail(_session: Session, now: datetime) -> list[Finding]:
    """The newest seals and entries, looked at now, and the outcome of the last whole comparison."""
    found = verify_end_here(now=now)
    return [*of_end(found), of_whole(last_outcome(instance()), now)]


def of_end(found: TrailReport) -> list[Finding]:
    """What was seen just now; a trail that nothing was written to has nothing to tell."""
    if not found.holds:
        return [Finding(NAME, Health.BAD, words) for words in found.faults[:NAMED]]
    entries = found.read.seen.entries
    part = "the whole chain" if found.read.read_from == 1 else f"the chain from entry {found.read.read_from} on"
    if not entries:
        return [Finding(NAME, Health.OK, "nothing is sealed yet")]
    newest = found.seals.newest
    until = newest.seal.entries if newest else 0
    seals = "1 seal" if found.seals.agreeing == 1 else f"{found.seals.agreeing} seals"
    words = f"{entries} entries; {part} holds, and agrees with {seals} at the end of the file"
    if until < entries:
        fault = cannot_append()
        words += f". The file of seals ends at entry {until}"
        return [
            Finding(NAME, Health.BAD if fault else Health.WARN, f"{words}{fault or ': the worker appends the rest'}")
        ]
    if found.seals.signed_until < entries:
        signed = found.seals.signed_until
        return [Finding(NAME, Health.OK, f"{words}; signed up to entry {signed}")]
    return [Finding(NAME, Health.OK, words)]


def cannot_append() -> str | None:
    """Why the file of seals cannot be appended to; tried without writing."""
    try:
        with seal_file.opened(seal_file.path_in(instance())):
            return None
    except OSError as fault:
        return f", and nothing can be appended to it: {fault.strerror or fault}"


def of_whole(outcome: LastComparison | None, now: datetime) -> Finding:
    """Whether everything fitted together when it was last compared, and since when."""
    if outcome is None:
        return Finding(NAME, Health.OK, "never compared as a whole yet: the worker does it, or “lms audit verify”")
    at, since = f"{outcome.at:%Y-%m-%d %H:%M} UTC", f"{outcome.since:%Y-%m-%d %H:%M} UTC"
    if not outcome.holds:
        first = f" {outcome.faults[0]}" if outcome.faults else ""
        return Finding(
            NAME, Health.BAD, f"does not hold since {since}, last compared {at}.{first} See “lms audit verify”."
        )
    words = f"holds since {since}; last compared as a whole {at}, {outcome.entries} entries"
    return Finding(NAME, Health.WARN if now - outcome.at > STALE else Health.OK, words)
