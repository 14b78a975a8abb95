"""What happens to complaints; ids alone, never words, names or addresses."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(Event):
    """Somebody complained."""

    name = "certificates.complaint-received"
    said = N_("Complaint received")
    topic: str


@dataclass(frozen=True, kw_only=True)
class ComplaintStepTaken(Event):
    """Something was done about a complaint."""

    name = "certificates.complaint-step"
    said = N_("Step in a complaint")
    no: int
    act: str
    finding: str | None


@dataclass(frozen=True, kw_only=True)
class ComplaintConcernNamed(Event):
    """A quality officer named whom a complaint is about; that person handles it no more."""

    name = "certificates.complaint-concern"
    said = N_("Person named whom a complaint is about")
    person_id: int
