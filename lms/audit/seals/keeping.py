"""Keeping seals: what the chain has and the file does not know yet is appended, signed where there is a key."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from lms.audit.seals import seal_file
from lms.audit.seals.seal import Seal
from lms.errors import RuleBroken

log = structlog.get_logger()

Newest = Callable[[], tuple[int, str]]  # number and hash of the last sealed entry
Sign = Callable[[Seal], str | None]


def keep_newest(folder: Path, newest: Newest, sign: Sign, *, now: datetime) -> Seal | None:
    """Append the newest seal unless the file ends with it; answers what was appended. OSError where nothing can be.

    Asked while the file is held, so that of two workers none appends what is older. What an earlier round could not
    append is covered by the next one. A seal that stands unsigned is appended again as soon as it can be signed.
    """
    path = seal_file.path_in(folder)
    if newest()[0] == 0:
        return None
    with seal_file.opened(path) as handle:
        last = seal_file.tail(path).last
        number, own = newest()
        known = last is not None and (last.seal.entries, last.seal.hash) == (number, own)
        if known and last is not None and last.token is not None:
            return None
        made = Seal(number, own, now)
        token = signed(made, sign)
        if known and token is None:
            return None
        seal_file.append(handle, made, token)
        return made


def keep_restored(folder: Path, made: Seal, sign: Sign) -> None:
    """Append the seal of a restore, whatever stands before it."""
    if made.restored is None:
        raise ValueError("the seal of a restore says what was restored")
    with seal_file.opened(seal_file.path_in(folder)) as handle:
        seal_file.append(handle, made, signed(made, sign))


def signed(made: Seal, sign: Sign) -> str | None:
    """The signed form; a key that cannot be used is said in the log, and the seal is kept without a signature."""
    try:
        return sign(made)
    except RuleBroken as fault:
        log.exception("audit-seal-unsigned", fault=fault.message, entries=made.entries)
        return None
