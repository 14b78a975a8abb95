"""Seals compared with the chain: which agree, which do not, and what no seal vouches for; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.audit.seals.seal import UNBELIEVED, HeldSeal, Vouching

SETTLED = timedelta(hours=1)  # after which what happened must be under a signed seal, where there is a key


@dataclass(frozen=True)
class ChainSeen:
    """What was seen of the chain: how many entries have a place, how far it holds, the hashes that were asked for."""

    entries: int
    whole_until: int
    hashes: Mapping[int, str]


@dataclass(frozen=True)
class Lost:
    """What a restore has left behind: entries that seals know; none where no seal knew of more than the backup."""

    at: datetime
    backup_made_at: datetime
    entries: int  # the chain goes on from this one
    known: int
    signed: bool  # whether somebody vouches for the restore

    @property
    def count(self) -> int:
        """How many entries are lost."""
        return self.known - self.entries


@dataclass(frozen=True)
class SealsJudged:
    """How the seals and the chain go together; without a fault they do, as far as `signed_until`."""

    agreeing: int = 0
    signed_until: int = 0  # the last entry for which a signed seal vouches
    newest: HeldSeal | None = None  # of those that agree
    unsigned: int = 0  # seals that agree, and for which nobody vouches beyond `signed_until`
    uncompared: int = 0  # of places behind the first break of the chain
    lost: tuple[Lost, ...] = ()
    faults: tuple[str, ...] = ()


def split(lines: Sequence[HeldSeal]) -> tuple[list[HeldSeal], list[Lost]]:
    """The lines of the file that the chain must agree with, and what restores have left behind.

    A restore for which nobody vouches sets no signed seal aside.
    """
    active: list[HeldSeal] = []
    lost: list[Lost] = []
    for held in lines:
        again = held.seal.restored
        if again is not None:
            signed = held.vouching is Vouching.SIGNED
            behind = [
                one
                for one in active
                if one.seal.entries > again.entries and (signed or one.vouching is not Vouching.SIGNED)
            ]
            known = max([again.known, *(one.seal.entries for one in behind)])
            lost.append(Lost(held.seal.sealed_at, again.backup_made_at, again.entries, known, signed))
            active = [one for one in active if one not in behind]
        active.append(held)
    return active, lost


def judge(lines: Sequence[HeldSeal], others: Sequence[HeldSeal], chain: ChainSeen) -> SealsJudged:
    """Compare the lines of the file, and seals from elsewhere, with the chain."""
    faults = [unbelieved(held) for held in (*lines, *others) if held.vouching in UNBELIEVED]
    active, lost = split([held for held in lines if held.vouching not in UNBELIEVED])
    elsewhere = [held for held in others if held.vouching not in UNBELIEVED]
    faults += [words for held in elsewhere if (words := beyond_restore(held, lost))]
    elsewhere = [held for held in elsewhere if not left_behind(held, lost)]
    agreeing = [held for held in (*active, *elsewhere) if chain.hashes.get(held.seal.entries) == held.seal.hash]
    numbers = {held.seal.entries for held in agreeing}
    faults += disagreeing(active, chain, numbers)
    for held in elsewhere:
        faults += disagreeing([held], chain, numbers)
    signed_until = max((h.seal.entries for h in agreeing if h.vouching is Vouching.SIGNED), default=0)
    newest = max(agreeing, key=lambda held: (held.seal.entries, held.vouching is Vouching.SIGNED), default=None)
    return SealsJudged(
        agreeing=len(agreeing),
        signed_until=signed_until,
        newest=newest,
        unsigned=sum(held.seal.entries > signed_until for held in agreeing),
        uncompared=sum(chain.whole_until < h.seal.entries <= chain.entries for h in (*active, *elsewhere)),
        lost=tuple(lost),
        faults=tuple(dict.fromkeys(faults)),
    )


def unbelieved(held: HeldSeal) -> str:
    """Why a seal is not believed."""
    if held.vouching is Vouching.STRANGER:
        return f"The seal in {held.where} is signed with a key that is none of the issuer's. Somebody made it up."
    return f"The seal in {held.where} was changed: its signature does not fit."


def disagreeing(seals: Iterable[HeldSeal], chain: ChainSeen, agreeing: Collection[int]) -> list[str]:
    """What is missing at the end, and the first place where another entry stands than was sealed."""
    known = list(seals)
    faults = []
    longest = max(known, key=lambda held: held.seal.entries, default=None)
    if longest is not None and longest.seal.entries > chain.entries:
        faults.append(
            f"The seal in {longest.where} knows {longest.seal.entries} entries, sealed until "
            f"{spoken(longest.seal.sealed_at)}; the trail has {chain.entries}: "
            f"{counted(longest.seal.entries - chain.entries)} missing."
        )
    other = [
        held
        for held in known
        if held.seal.entries <= chain.whole_until and chain.hashes.get(held.seal.entries) != held.seal.hash
    ]
    first = min(other, key=lambda held: held.seal.entries, default=None)
    if first is not None:
        before = max((number for number in agreeing if number < first.seal.entries), default=0)
        until = f" Up to entry {before} it is as it was sealed." if before else ""
        faults.append(
            f"Entry {first.seal.entries} is not the one that was sealed on {spoken(first.seal.sealed_at)} "
            f"({first.where}): the chain was written anew, there or before.{until}"
        )
    return faults


def left_behind(held: HeldSeal, lost: Iterable[Lost]) -> list[Lost]:
    """The restores that have left behind what this seal knows; a signed seal only by one that is signed too."""
    seal, signed = held.seal, held.vouching is Vouching.SIGNED
    return [
        one for one in lost if seal.sealed_at < one.at and seal.entries > one.entries and (one.signed or not signed)
    ]


def beyond_restore(held: HeldSeal, lost: Iterable[Lost]) -> str | None:
    """What is wrong where a seal from elsewhere knows more than was known when a backup was brought back."""
    over = next((one for one in left_behind(held, lost) if held.seal.entries > one.known), None)
    if over is None:
        return None
    return (
        f"The seal in {held.where} knows {held.seal.entries} entries, sealed until {spoken(held.seal.sealed_at)}. "
        f"The restore of {spoken(over.at)} knew of {over.known} and went on from {over.entries}: "
        f"{counted(held.seal.entries - over.entries)} lost."
    )


def overdue(
    judged: SealsJudged, chain: ChainSeen, *, since: datetime | None, oldest: datetime | None, now: datetime
) -> str | None:
    """What is wrong where a key signs `since`, and the `oldest` entry without a signed seal is over an hour old."""
    if since is None or oldest is None or judged.signed_until >= chain.entries:
        return None
    waits_since = max(since, oldest)
    if now - waits_since <= SETTLED:
        return None
    return (
        f"No signed seal vouches for the entries from {judged.signed_until + 1} on, though the issuer has a key and "
        f"the first of them is of {spoken(waits_since)}. Start the worker, and look at the log if it runs."
    )


def counted(count: int) -> str:
    """So many entries, with their verb."""
    return "1 entry is" if count == 1 else f"{count} entries are"


def spoken(at: datetime) -> str:
    """A moment for a person."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
