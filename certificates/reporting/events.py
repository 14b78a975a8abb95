"""What reporting says has happened."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ReportFrozen(Event):
    """A donor report was frozen; the subject is the fund."""

    name = "report.frozen"
    said = N_("A donor report was closed")
    report_id: int
    first_quarter: str
    last_quarter: str
