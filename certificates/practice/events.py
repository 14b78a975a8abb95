"""What is recorded of practice that people log; the subject is the person."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class PracticeLogged(Event):
    """Somebody logged practice of their own."""

    name = "practice.logged"
    said = N_("Practice added")
    revision_id: int
    kind: str
    on: str


@dataclass(frozen=True, kw_only=True)
class PracticeCorrected(Event):
    """They corrected an entry of the log; what it said before stays."""

    name = "practice.corrected"
    said = N_("Practice corrected")
    revision_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PracticeWithdrawn(Event):
    """They withdrew an entry; it stays in the record."""

    name = "practice.withdrawn"
    said = N_("Practice withdrawn")
    revision_id: int
    reason: str
