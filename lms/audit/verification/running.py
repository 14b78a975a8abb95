"""Verifying the trail of the running installation: its folder, its keys, the records of its packages."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import structlog
from flask import current_app

from lms.audit.ports import SEAL_ISSUER
from lms.audit.verification.outcome import keep_outcome
from lms.audit.verification.trail import GivenSeal, TrailReport, verify_end, verify_trail
from lms.db import end_read_session, read_session
from lms.manifest import composition

log = structlog.get_logger()
WHOLE = 20_000  # entries up to which the doctor reads all of them
LAST = 2_000  # entries that it reads of a longer trail


def instance() -> Path:
    """The instance folder."""
    return Path(current_app.config["INSTANCE_PATH"])


def verify_here(*, given: Sequence[GivenSeal] = (), now: datetime) -> TrailReport:
    """Compare everything, and keep the outcome for the doctor.

    The database is read anew, after the seals: of what was sealed in between they know nothing then.
    """
    end_read_session()
    found = verify_trail(
        read_session(),
        instance(),
        SEAL_ISSUER.provider_if_any(),
        kinds=composition().audited,
        given=given,
        now=now,
    )
    try:
        keep_outcome(instance(), found, now=now)
    except OSError as fault:
        log.exception("audit-outcome-not-kept", fault=str(fault))
    return found


def verify_end_here(*, now: datetime) -> TrailReport:
    """Compare what can be compared quickly; the database is read anew here too."""
    end_read_session()
    return verify_end(read_session(), instance(), SEAL_ISSUER.provider_if_any(), whole=WHOLE, last=LAST, now=now)
