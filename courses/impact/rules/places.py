"""Passages of a course, and the places in them where something is named, with their line and sentence."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from courses.impact.rules.naming import Naming
from courses.impact.rules.taxa import Taxa


class PassageKind(StrEnum):
    """What a text belongs to."""

    LESSON = "lesson"
    QUESTION = "question"
    WORD = "word"  # of the glossary
    FIGURE = "figure"
    COURSE = "course"  # titles and aims of the course, its modules and exams
    SOURCE = "source"


class Through(StrEnum):
    """By whose name a taxon is named."""

    ITSELF = "itself"
    GROUP = "group"  # by that of a taxon that includes it
    MEMBER = "member"  # by that of a taxon that it includes


@dataclass(frozen=True)
class Passage:
    """A text of a course: what it belongs to, where it stands, and the codes of sources that stand in it."""

    kind: PassageKind
    of: str  # the lesson, question, word, figure or source
    language: str
    file: str
    text: str  # as it is written; what is not shown is blank
    lines: tuple[tuple[int, int], ...]  # offset in the text and line of the file, for each of its lines
    codes: tuple[tuple[str, int], ...] = ()  # each with its offset

    def line_at(self, offset: int) -> int:
        """The line of the file on which the sign at this offset stands."""
        at = bisect_right(self.lines, (offset, MOST_LINES)) - 1
        return self.lines[max(at, 0)][1]


MOST_LINES = 1 << 30


@dataclass(frozen=True, order=True)
class NamedPlace:
    """Where something is named."""

    file: str
    line: int
    kind: PassageKind
    of: str
    language: str
    sentence: str
    named: tuple[str, ...]  # the names as they are written there
    through: Through = Through.ITSELF


SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.?!])[\"”»)*]*\s+|(?<=[\d)”»\"*%][.?!])\s+|\n\n")
SHOWN_WORD = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
MARKUP = re.compile(r"\*+|(?<!\w)_|_(?!\w)|^\s*(?:#+|[-*]|\d+\.)\s+|^\s*\||\|\s*$")
NOTHING = "\0"  # stands for a sign of the file that is not shown
LONGEST = 320  # signs of a sentence that is shown


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a name, without the marks of Markdown; a very long one is cut around the name."""
    begin = max((found.end() for found in SENTENCE_END.finditer(text, 0, start)), default=0)
    after = SENTENCE_END.search(text, end)
    stop = after.start() if after else len(text)
    if stop - begin > LONGEST:
        begin, stop = max(begin, start - LONGEST // 2), min(stop, end + LONGEST // 2)
    shown = SHOWN_WORD.sub(r"\1", text[begin:stop].replace(NOTHING, ""))
    return " ".join(MARKUP.sub("", shown.strip(" |")).split())


@dataclass(frozen=True)
class Named:
    """A passage with everything that is named in it: read once, asked for many taxa."""

    passage: Passage
    taxa: frozenset[str]
    start: int
    end: int


def all_named(passages: Iterable[Passage], taxa: Taxa) -> list[Named]:
    """Every name of every taxon in these passages, each looked for in the language of the passage."""
    by_language: dict[str, Naming] = {}
    found = []
    for passage in passages:
        if passage.language not in by_language:
            by_language[passage.language] = Naming(taxa, passage.language)
        for one in by_language[passage.language].mentions(passage.text):
            found.append(Named(passage, one.taxa, one.start, one.end))
    return found


def places_of(named: Iterable[Named], taxa: Taxa, wanted: Collection[str]) -> list[NamedPlace]:
    """Where any of these taxa is named: by itself, by what includes it, or by what it includes; a line once a name."""
    return _merged(_places(named, relations(taxa, wanted)))


def relations(taxa: Taxa, wanted: Collection[str]) -> dict[str, Through]:
    """The taxa by whose names any of these is named."""
    found = dict.fromkeys((above for one in wanted for above in taxa.above(one)), Through.GROUP)
    found |= dict.fromkeys((below for one in wanted for below in taxa.below(one)), Through.MEMBER)
    return found | dict.fromkeys(wanted, Through.ITSELF)


def _merged(places: Iterable[NamedPlace]) -> list[NamedPlace]:
    """Each sentence once, with all the names in it, and the nearest way in which it names the taxon."""
    found: dict[tuple[str, int, str, str], NamedPlace] = {}
    for one in places:
        key = one.file, one.line, one.of, one.sentence
        before = found.get(key, one)
        names = tuple(dict.fromkeys((*before.named, *one.named)))
        nearest = min(before.through, one.through, key=list(Through).index)
        found[key] = replace(before, named=names, through=nearest)
    return sorted(found.values())


def _places(named: Iterable[Named], relation: Mapping[str, Through]) -> Iterator[NamedPlace]:
    for one in named:
        through = {relation[taxon] for taxon in one.taxa if taxon in relation}
        if through:
            yield place_in(one.passage, one.start, one.end, min(through, key=list(Through).index))


def place_in(passage: Passage, start: int, end: int, through: Through = Through.ITSELF) -> NamedPlace:
    """A place in a passage."""
    return NamedPlace(
        passage.file,
        passage.line_at(start),
        passage.kind,
        passage.of,
        passage.language,
        sentence_at(passage.text, start, end),
        (" ".join(passage.text[start:end].split()),),
        through,
    )


def places_of_source(passages: Iterable[Passage], code: str) -> list[NamedPlace]:
    """Where this code of a source stands, each with the sentence before it; a list of codes has no sentence."""
    return _merged(_of_code(passage, code, at) for passage in passages for found, at in passage.codes if found == code)


def _of_code(passage: Passage, code: str, at: int) -> NamedPlace:
    before = len(passage.text[:at].rstrip())
    end = max(before - 1, 0)
    return replace(place_in(passage, end, end), line=passage.line_at(at), named=(code,))
