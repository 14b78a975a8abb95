"""What the doctor asks of statistics: whether numpy and scipy are there."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.statistics.available import what_is_missing
from lms.ports import Finding, Health


def check_statistics(_session: Session, _now: datetime) -> list[Finding]:
    """Whether agreement, severity and cut scores can be computed here."""
    missing = what_is_missing()
    if missing is not None:
        return [Finding("statistics", Health.WARN, missing)]
    return [Finding("statistics", Health.OK, "agreement, severity and cut scores can be computed")]
