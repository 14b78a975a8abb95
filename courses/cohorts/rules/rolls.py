"""Roll: lines of who was there, written on several devices, with or without a network, and joined in any order.

A roll is a set of lines, to which one only adds; each says how one person was there, and who says so. Two rolls are
merged by their union, so it is the same in whichever order, however often and by whichever way lines arrive. What holds
for a person is computed from the set.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce


class Presence(StrEnum):
    """How somebody was at a meeting."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    EXCUSED = "excused"
    ABSENT = "absent"


WAS_THERE = frozenset({Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY})


class LineSource(StrEnum):
    """Where a line comes from."""

    LIST = "list"  # a trainer, on the list
    SHEET = "sheet"  # keyed in from a printed sheet
    DECISION = "decision"  # a trainer, about lines that disagree
    CODE = "code"  # the person, with the code on the screen
    SELF = "self"  # the person alone


OWN = (LineSource.CODE, LineSource.SELF)  # what people say of themselves, the stronger first


@dataclass(frozen=True, order=True)
class RollLineId:
    """The name of a line: the device on which it was made, and its number there."""

    device: str
    seq: int


@dataclass(frozen=True)
class RollLine:
    """What somebody said about one person at one meeting; never changed, only followed by another."""

    id: RollLineId
    person_id: int
    by_id: int
    source: LineSource
    presence: Presence | None  # none: they take back what they said before
    at: datetime  # by the clock of the device
    clock_offset: timedelta = timedelta()  # what has to be added to that clock
    over: frozenset[RollLineId] = frozenset()  # of a decision: the lines that it was taken about

    @property
    def said_at(self) -> datetime:
        """When it was said, by the server's clock."""
        return self.at + self.clock_offset


Roll = frozenset[RollLine]


@dataclass(frozen=True)
class RollStanding:
    """What the roll says of one person; with a conflict nothing is settled until one decides."""

    presence: Presence | None = None  # none: nobody has said anything, or there is a conflict
    lines: tuple[RollLine, ...] = ()  # on which it rests; in a conflict, those that disagree

    @property
    def in_conflict(self) -> bool:
        """Whether trainers disagree and nobody has decided."""
        return self.presence is None and bool(self.lines)

    @property
    def was_there(self) -> bool:
        """Whether it counts as having been at the meeting: late and left early do."""
        return self.presence in WAS_THERE


def merged(*rolls: Iterable[RollLine]) -> Roll:
    """The join of rolls: every line of each of them, once."""
    return reduce(frozenset.union, map(frozenset, rolls), frozenset())


def standings(roll: Collection[RollLine], people: Iterable[int]) -> Mapping[int, RollStanding]:
    """What the roll says of each of these people."""
    about: dict[int, list[RollLine]] = defaultdict(list)
    for line in roll:
        about[line.person_id].append(line)
    return {person: standing(about.get(person, ())) for person in people}


def standing(lines: Collection[RollLine]) -> RollStanding:
    """What the lines about one person come to.

    Decisions win over the lines that they name; of what trainers said, the last word of each counts; only where no
    trainer said anything, what people say of themselves counts, by code before without.
    """
    told = _told_by_trainers(lines)
    if told:
        agreed = {line.presence for line in told}
        return RollStanding(told[0].presence if len(agreed) == 1 else None, told)
    for source in OWN:
        own = [line for line in _last_words(lines, {source}) if line.presence is not None]
        if own:
            return RollStanding(own[-1].presence, (own[-1],))
    return RollStanding()


def _told_by_trainers(lines: Collection[RollLine]) -> tuple[RollLine, ...]:
    """The words of trainers that no decision has settled, and the decisions, in the order in which they were said."""
    decisions = [line for line in lines if line.source is LineSource.DECISION]
    words = _last_words(lines, {LineSource.LIST, LineSource.SHEET})
    settled = {name for decision in decisions for name in decision.over if name != decision.id}
    left = [line for line in (*words, *decisions) if line.id not in settled]
    if decisions and not any(line.source is LineSource.DECISION for line in left):
        left.extend(decisions)  # each says that the other is settled: they disagree
    return tuple(sorted((line for line in left if line.presence is not None), key=_order))


def _last_words(lines: Collection[RollLine], sources: Collection[LineSource]) -> list[RollLine]:
    """The last word of everybody who said something this way, in order.

    On one device its numbers say what came last, whatever its clock did; between devices of one person the moment does.
    """
    on_device: dict[tuple[int, str], RollLine] = {}
    for line in sorted((one for one in lines if one.source in sources), key=lambda one: (one.id.seq, _order(one))):
        on_device[line.by_id, line.id.device] = line
    last: dict[int, RollLine] = {}
    for line in sorted(on_device.values(), key=_order):
        last[line.by_id] = line
    return sorted(last.values(), key=_order)


def _order(line: RollLine) -> tuple[object, ...]:
    """When it was said, and then all else that it says: whoever has the same lines has them in the same order."""
    rest = line.person_id, line.by_id, line.source, str(line.presence), line.clock_offset, sorted(line.over)
    return line.said_at, line.id, *rest
