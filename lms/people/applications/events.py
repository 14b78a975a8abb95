"""What happens to applications; ids only, never names or addresses of people."""

from dataclasses import dataclass

from lms.events import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationConfirmed(Event):
    """An applicant confirmed their address, so that the application reached who decides."""

    name = "people.application-confirmed"


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(Event):
    """An application was approved or refused."""

    name = "people.application-decided"
    outcome: str
    person_id: int | None
