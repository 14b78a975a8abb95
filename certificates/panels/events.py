"""What is recorded of panels; the subject is the panel."""

from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class PanelConvened(Event):
    """A panel was put together for a candidate."""

    name = "panel.convened"
    said = N_("Panel created")
    candidate_id: int
    chair_id: int


@dataclass(frozen=True, kw_only=True)
class PanelJoined(Event):
    """Somebody became a member of a panel."""

    name = "panel.joined"
    said = N_("Member added to a panel")
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelLeft(Event):
    """A member left a panel."""

    name = "panel.left"
    said = N_("Member left a panel")
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelVoted(Event):
    """A member voted."""

    name = "panel.voted"
    said = N_("Vote in a panel")
    no: int
    transition: str


@dataclass(frozen=True, kw_only=True)
class PanelDecided(Event):
    """The outcome of a panel was written down."""

    name = "panel.decided"
    said = N_("Decision of a panel written")
    no: int
    transition: str
    voters: list[Any]
    dissent: list[Any]
    evidence: str
    scope: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class PanelSigned(Event):
    """A member signed what a panel decided."""

    name = "panel.signed"
    said = N_("Decision of a panel signed")
    decision_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelDissolved(Event):
    """A panel ended without a decision."""

    name = "panel.dissolved"
    said = N_("Panel closed")


@dataclass(frozen=True, kw_only=True)
class PanelVotesAgain(Event):
    """What was decided is voted on again, since evidence changed before it was signed."""

    name = "panel.votes-again"
    said = N_("Panel votes again")
    no: int
