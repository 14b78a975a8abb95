"""How a piece of a course stands: never checked, checked, not checked since, or returned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PieceKind(StrEnum):
    """A piece of a course: what a specialist signs by itself, and what a reader reports a mistake in."""

    LESSON = "lesson"
    QUESTION = "question"
    WORD = "word"


class ReviewVerdict(StrEnum):
    """What a specialist says of a piece."""

    SIGNED = "signed"
    RETURNED = "returned"


class PieceState(StrEnum):
    """How a piece stands with its specialists."""

    NEVER = "never"  # nobody has signed it, in this text or in an earlier one
    CHECKED = "checked"
    CHANGED = "changed"  # somebody signed it, and its text or a source of it is not what it was
    RETURNED = "returned"  # somebody returned this very text


@dataclass(frozen=True)
class PieceContent:
    """What a piece says and rests on, as hashes."""

    text_hash: str
    sources: Mapping[str, str]  # code → hash of all that is known of the source
    next_readings: tuple[date, ...] = ()  # of its sources, where one is known


@dataclass(frozen=True)
class SpecialistReading:
    """One reading of a piece by a specialist, against the text and the sources of then."""

    by_id: int
    function: str  # as they said it then
    rights: frozenset[str]  # the rights by which they signed, as they held them then
    verdict: ReviewVerdict
    text_hash: str
    sources: Mapping[str, str]
    at: datetime
    sentence: str = ""  # on which the remark is
    remark: str = ""

    def fits(self, piece: PieceContent) -> bool:
        """Whether it was this very text, on these very sources."""
        return self.text_hash == piece.text_hash and dict(self.sources) == dict(piece.sources)


@dataclass(frozen=True)
class PieceStanding:
    """How a piece stands, by which readings, and when its sources are to be read again."""

    state: PieceState
    readings: tuple[SpecialistReading, ...] = ()  # those by which it stands so, the newest first
    text_changed: bool = False  # since the newest of them
    sources_changed: tuple[str, ...] = ()  # codes, since then
    next_check: date | None = None


def standing_of(piece: PieceContent, readings: Iterable[SpecialistReading]) -> PieceStanding:
    """How a piece stands; of each person the newest reading counts, and a return stands until its person signs.

    A text that somebody returned and that was changed since is what it was before: signed earlier, or never.
    """
    due = min(piece.next_readings, default=None)
    newest = newest_of_each(readings)
    here = [one for one in newest if one.fits(piece)]
    for verdict, state in ((ReviewVerdict.RETURNED, PieceState.RETURNED), (ReviewVerdict.SIGNED, PieceState.CHECKED)):
        if found := tuple(one for one in here if one.verdict is verdict):
            return PieceStanding(state, found, next_check=due)
    if before := tuple(one for one in newest if one.verdict is ReviewVerdict.SIGNED):
        return PieceStanding(PieceState.CHANGED, before, *what_changed(before[0], piece), next_check=due)
    return PieceStanding(PieceState.NEVER, next_check=due)


def newest_of_each(readings: Iterable[SpecialistReading]) -> list[SpecialistReading]:
    """The newest reading of each person, the newest first; of two at one moment the later one given counts."""
    found: dict[int, SpecialistReading] = {}
    for one in readings:
        before = found.get(one.by_id)
        if before is None or one.at >= before.at:
            found[one.by_id] = one
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def what_changed(reading: SpecialistReading, piece: PieceContent) -> tuple[bool, tuple[str, ...]]:
    """Whether the text changed since a reading, and which sources did, came or went, by code."""
    return reading.text_hash != piece.text_hash, sources_changed(reading.sources, piece.sources)


def sources_changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of sources that came, went or say something else, in the order of the alphabet."""
    return tuple(sorted(code for code in {*before, *now} if before.get(code) != now.get(code)))


@dataclass(frozen=True)
class Need:
    """Whose signature a course needs: of anybody with a right, named by its role, or of one person."""

    role: str = ""
    person_id: int | None = None

    def met_by(self, reading: SpecialistReading) -> bool:
        """Whether this reading is such a signature."""
        if reading.verdict is not ReviewVerdict.SIGNED:
            return False
        return reading.by_id == self.person_id if self.person_id is not None else self.role in reading.rights


def missing(needs: Sequence[Need], piece: PieceContent, readings: Iterable[SpecialistReading]) -> tuple[Need, ...]:
    """The signatures that a piece lacks before it may be published; one that was returned lacks all of them."""
    standing = standing_of(piece, readings)
    if standing.state is not PieceState.CHECKED:
        return tuple(needs)
    return tuple(need for need in needs if not any(need.met_by(one) for one in standing.readings))
