"""How people want to be told: their choices, their quiet hours, their time zones."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.batch import Ids, among
from lms.messages.kinds import MessageKind
from lms.messages.models import MessageChoice, QuietHours
from lms.messages.rules.delivery import QUIET, Channel, Quiet
from lms.people.api import time_zones_of

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Wishes:
    """What a person chose for one kind of message, or what holds where they chose nothing."""

    channel: Channel
    quiet: Quiet
    zone: ZoneInfo


def wishes_of(session: Session, ids: Ids, kind: MessageKind) -> "WishBook":
    """What these people chose for a kind, in a constant number of queries."""
    chosen = select(MessageChoice.person_id, MessageChoice.channel).where(
        MessageChoice.kind == kind.name, among(MessageChoice.person_id, ids)
    )
    channels = {person_id: Channel(channel) for person_id, channel in session.execute(chosen)}
    return WishBook(kind, channels, quiet_hours_of(session, ids), zones_of(session, ids))


@dataclass(frozen=True)
class WishBook:
    """The wishes of many people; whoever is not in it has none of their own."""

    kind: MessageKind
    channels: Mapping[int, Channel]
    quiet: Mapping[int, Quiet]
    zones: Mapping[int, ZoneInfo]

    def of(self, person_id: int) -> Wishes:
        """What this person wants."""
        return Wishes(
            self.channels.get(person_id, self.kind.channel),
            self.quiet.get(person_id, QUIET),
            self.zones.get(person_id, UTC_ZONE),
        )


def quiet_hours_of(session: Session, ids: Ids) -> dict[int, Quiet]:
    """The quiet hours of those of these people who chose some."""
    rows = session.execute(
        select(QuietHours.person_id, QuietHours.begins, QuietHours.ends).where(among(QuietHours.person_id, ids))
    )
    return {person_id: Quiet(begins, ends) for person_id, begins, ends in rows}


def zones_of(session: Session, ids: Ids) -> dict[int, ZoneInfo]:
    """The time zones of these people."""
    return {person_id: ZoneInfo(name) for person_id, name in time_zones_of(session, ids).items()}


def choices_of(session: Session, person_id: int) -> dict[str, Channel]:
    """What a person chose, by kind."""
    rows = session.execute(
        select(MessageChoice.kind, MessageChoice.channel).where(MessageChoice.person_id == person_id)
    )
    return {kind: Channel(channel) for kind, channel in rows}


def channel_chosen(session: Session, person_id: int, kind: str) -> Channel | None:
    """What a person chose for one kind, if anything."""
    found = session.get(MessageChoice, (person_id, kind))
    return Channel(found.channel) if found is not None else None
