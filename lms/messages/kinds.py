"""Kinds of messages: what a package's manifest brings, so that each reader is told in their own language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Permission
from lms.calendars import CalendarAddress, Invitation
from lms.messages.rules.delivery import Channel

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What a message says in one language; `path` is the page of this site that it leads to, if there is one."""

    title: str
    text: str
    path: str = ""
    action: str = ""  # what the link to that page is called


@dataclass(frozen=True)
class PerPerson:
    """Values of each person of their own, by the id of the person."""

    of: Mapping[int, Params]


@dataclass(frozen=True)
class MessageKind:
    """One kind of message. Its row keeps values, not words: `says` puts them into words when somebody reads.

    `says` is handed the values and the code of the language that is set, so `_` speaks it already. It asks no
    database, and goes on understanding the values of messages that were sent long ago. `invites` answers what a letter
    about one message carries for its reader's calendar, as it stands when the letter goes.
    """

    name: str
    title: Any  # a lazy text, for the page on which people choose
    says: Callable[[Params, str], Said]
    params: Mapping[str, type]  # the values, each a text, whole number or yes/no
    channel: Channel = Channel.DAILY  # where the reader chose nothing
    may_be_switched_off: bool = True  # else a letter comes in any case, at once or with a digest
    free_words: str = ""  # the value that somebody typed: it stands as typed, with who wrote it
    invites: Callable[[Session, Params, CalendarAddress], Invitation | None] | None = None
    permission: str = Permission.ACCOUNT_OWN  # who gets such messages, so who is offered the choice

    def demand(self, params: Params) -> None:
        """Refuse values that this kind does not have: a fault of the program, found when a message is written."""
        if params.keys() != self.params.keys():
            raise ValueError(f"{self.name} takes {sorted(self.params)}, not {sorted(params)}.")
        wrong = sorted(name for name, value in params.items() if not _is_of(value, self.params[name]))
        if wrong:
            raise ValueError(f"{self.name}: these values are of another type: {', '.join(wrong)}.")

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What a reader may choose."""
        return tuple(one for one in Channel if self.may_be_switched_off or one is not Channel.INBOX)


def _is_of(value: object, wanted: type) -> bool:
    """Whether a value is of this type; Python takes yes and no for numbers, a message does not."""
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
