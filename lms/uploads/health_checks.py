"""What the doctor asks about files: whether the virus scanner answers, and what no scanner looked at."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.ports import Finding, Health
from lms.uploads import queries
from lms.uploads.contents import scanner


def check_uploads(session: Session, _now: datetime) -> list[Finding]:
    """Counts, and the scanner."""
    unfinished, kept, unchecked = queries.counts(session)
    words = f"{kept} kept, {unfinished} unfinished"
    if not scanner.is_configured():
        detail = f"{words}. CLAMD_URL is not set: no file is checked for viruses, and pages say so"
        return [Finding("uploads", Health.OK, detail)]
    try:
        scanner.ping()
    except scanner.ScannerAway as fault:
        detail = f"{words}, {unchecked} of them not checked. clamd does not answer: {fault or 'no words'}. Start it."
        return [Finding("uploads", Health.BAD, detail)]
    state = Health.WARN if unchecked else Health.OK
    return [Finding("uploads", state, f"{words}, {unchecked} of them not checked for viruses yet. clamd answers")]
