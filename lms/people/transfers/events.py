"""What happens to moves between administrations."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class TransferAsked(Event):
    """The sending side asked the receiving one to take a person over."""

    name = "people.transfer-asked"
    said = N_("Move to another administration requested")
    transfer_id: int
    from_administration_id: int
    to_administration_id: int


@dataclass(frozen=True, kw_only=True)
class TransferAnswered(Event):
    """The receiving side accepted or refused, or the sending side withdrew."""

    name = "people.transfer-answered"
    said = N_("Move to another administration answered")
    transfer_id: int
    outcome: str
