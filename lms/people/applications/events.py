"""What happens to applications; ids only, never names or addresses of people."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class ApplicationConfirmed(Event):
    """An applicant confirmed their address, so that the application reached who decides."""

    name = "people.application-confirmed"
    said = N_("Address of an application confirmed")


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    """An application was approved or refused."""

    name = "people.application-decided"
    said = N_("Application decided")
    outcome: str
    person_id: int | None
