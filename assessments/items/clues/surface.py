"""The surface of one-choice questions: lengths, first words, absolutes, what an option repeats of its stem."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap

from lms.text.folding import Accents, fold

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ABSOLUTES = frozenset({
    "always", "never", "only", "must", "all", "every", "none", "nothing", "nobody", "alone", "any", "no",
    "cannot", "impossible", "certainly", "proves", "toujours", "jamais", "seul", "seule", "seulement", "tous",
    "toutes", "tout", "aucun", "aucune", "rien", "personne", "doit", "prouve",
})  # fmt: skip
REASONS = frozenset({"because", "since", "so", "as", "car", "parce", "puisque"})
NEGATIONS = frozenset({"not", "no", "never", "nor", "non", "ne", "pas"})
RELEASES = frozenset({
    "release", "let", "accept", "clear", "laisser", "laissez", "liberer", "liberez", "accepter", "acceptez",
})  # fmt: skip
SHORTEST_COMPARED = 4  # letters of a word that an option may repeat of its stem
LETS_GO = re.compile(
    r"\b(?:releas\w+|let\w*\b.{0,40}\b(?:go|pass|through|in|enter)|clear (?:it|them|the)|hand\w* .{0,30}\bback"
    r"|give\w* .{0,30}\bback|may (?:go|pass|enter|leave)|in order|go on|no permit is needed|accept"
    r"|laiss\w+ .{0,40}\b(?:partir|passer|entrer)|mainlev[ée]e|en r[èe]gle|rend\w* .{0,30}|accept\w+)\b",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"\s*(?:hold|keep|detain|seize|stop|call|ask|refuse|wait|refer|retenez|retenir|gardez|garder|saisissez|saisir"
    r"|arr[êe]tez|appelez|appeler|demandez|demander|refusez|refuser)\b",
    re.IGNORECASE,
)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without case, accents and the marks of Markdown."""
    return tuple(fold(word, accents=Accents.LATIN) for word in WORD.findall(text.replace("*", "")))


@dataclass(frozen=True)
class ShownOption:
    """An option as it is read, whether it is the key, and whether its author says why it is wrong."""

    text: str
    is_key: bool
    says_why: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return words_of(self.text)

    @property
    def first(self) -> str:
        """The word with which it begins."""
        return self.words[0] if self.words else ""

    @property
    def lets_go(self) -> bool:
        """Whether it releases the goods or the person."""
        return bool(LETS_GO.search(self.text))


@dataclass(frozen=True)
class ShownChoice:
    """A one-choice question as it is read, in the order of its file."""

    id: str
    use: str
    stem: str
    options: tuple[ShownOption, ...]

    @property
    def place(self) -> int:
        """Where the key stands, from 0."""
        return next(place for place, one in enumerate(self.options) if one.is_key)

    @property
    def key(self) -> ShownOption:
        """The option that is right."""
        return self.options[self.place]

    @property
    def is_decision(self) -> bool:
        """Whether it asks for an act: some option holds, or lets go."""
        return any(one.lets_go or HOLDS.match(one.text) for one in self.options)

    @cached_property
    def repeated(self) -> tuple[int, ...]:
        """How many words of the stem each option repeats."""
        stem = {word for word in words_of(self.stem) if len(word) >= SHORTEST_COMPARED}
        return tuple(len(stem & set(one.words)) for one in self.options)


@dataclass(frozen=True)
class FoundShare:
    """How often something holds, of how often it might; by chance it would hold in so many."""

    found: float
    of: int
    by_chance: float

    @property
    def rate(self) -> float:
        """The share; 0 of nothing."""
        return self.found / self.of if self.of else 0.0


def key_among(choices: Iterable[ShownChoice], places: Iterable[Sequence[int]]) -> FoundShare:
    """How often the key is among some options of its question; one of two that tie counts half."""
    return _sum(starmap(_hit, zip(choices, places, strict=True)))


def _hit(choice: ShownChoice, places: Sequence[int]) -> tuple[float, float] | None:
    """What one question adds: the part of a hit, and that of chance; nothing where no option stands out."""
    if not places or len(places) == len(choice.options):
        return None
    return (1 / len(places) if choice.place in places else 0.0), 1 / len(choice.options)


def _sum(hits: Iterable[tuple[float, float] | None]) -> FoundShare:
    counted = [one for one in hits if one is not None]
    return FoundShare(sum(hit for hit, _ in counted), len(counted), sum(chance for _, chance in counted))


def longest(choice: ShownChoice) -> list[int]:
    """The places of the longest options, by their signs."""
    return _most([len(one.text) for one in choice.options])


def shortest(choice: ShownChoice) -> list[int]:
    """The places of the shortest options."""
    return _most([-len(one.text) for one in choice.options])


def echo(choice: ShownChoice) -> list[int]:
    """The place of the option that alone repeats most words of the stem; empty where there is none."""
    places = _most(list(choice.repeated))
    return places if len(places) == 1 else []


def odd_first_word(choice: ShownChoice) -> list[int]:
    """The place of the one option that begins with another word than all others."""
    firsts = [one.first for one in choice.options]
    odd = [place for place, first in enumerate(firsts) if firsts.count(first) == 1]
    return odd if len(odd) == 1 and len(firsts) > 2 else []


def _most(figures: Sequence[int]) -> list[int]:
    return [place for place, one in enumerate(figures) if one == max(figures)]


def has_absolute(option: ShownOption) -> bool:
    """Whether it holds a word such as always or only."""
    return bool(ABSOLUTES & set(option.words))
