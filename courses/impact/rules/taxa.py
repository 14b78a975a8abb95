"""Taxa and how they lie in each other: what an impact asks for, and what a list of the law is compared with."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from courses.impact.rules.words import words_of


class Rank(StrEnum):
    """Of a taxon; a group is what people or papers call by one name, such as the African pangolins."""

    SUBSPECIES = "subspecies"
    SPECIES = "species"
    GENUS = "genus"
    FAMILY = "family"
    ORDER = "order"
    CLASS = "class"
    GROUP = "group"
    WIDE = "wide"  # a group so wide that a text names it after a word such as `all` alone: all birds


class Status(StrEnum):
    """Where a taxon stands in the Appendices."""

    ONE = "I"
    TWO = "II"
    THREE = "III"
    SPLIT = "I/II"  # by population, or by the members of the taxon
    NOT_LISTED = "none"
    UNKNOWN = ""  # of a group whose members say it, or nobody knows it for certain


LANGUAGES = ("en", "fr", "pt")


@dataclass(frozen=True)
class Taxon:
    """A row of the taxa: its names, what includes it, and what the courses say of its listing."""

    id: str
    scientific_name: str  # may be empty for a group
    rank: Rank
    synonyms: tuple[str, ...] = ()
    within: tuple[str, ...] = ()  # ids of the taxa that include it
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by language, plurals among them
    group: str = ""
    status: Status = Status.UNKNOWN
    annotation: str = ""  # such as #15; empty: none, or not looked at
    status_date: str = ""  # the day, or the month, as of which the status is known
    grade: str = ""
    source: str = ""
    row: int = 0  # of its file

    @property
    def called(self) -> str:
        """How it is told to people."""
        english = self.names.get("en", ())
        return self.scientific_name or (english[0] if english else self.id)

    @property
    def scientific_names(self) -> tuple[str, ...]:
        """Its scientific name and the synonyms, without the `spp.` of a genus."""
        return tuple(SPP.sub("", name) for name in (self.scientific_name, *self.synonyms) if name)


SPP = re.compile(r"\s+spp?\.?\Z")


def abbreviated(name: str) -> str | None:
    """A species with its genus as one letter, such as `D. nigra`; nothing for a name of one word."""
    genus, *rest = name.split()
    return f"{genus[0]}. {' '.join(rest)}" if rest else None


@dataclass(frozen=True)
class Taxa:
    """All taxa of a file."""

    rows: tuple[Taxon, ...]

    @cached_property
    def by_id(self) -> dict[str, Taxon]:
        """Each taxon by its id."""
        return {one.id: one for one in self.rows}

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one in self.rows:
            for above in one.within:
                found.setdefault(above, []).append(one.id)
        return {above: tuple(ids) for above, ids in found.items()}

    def above(self, taxon_id: str) -> frozenset[str]:
        """The ids of all taxa that include it, near and far; not its own."""
        return self._reached(taxon_id, lambda one: self.by_id[one].within)

    def below(self, taxon_id: str) -> frozenset[str]:
        """The ids of all taxa that it includes."""
        return self._reached(taxon_id, lambda one: self._members.get(one, ()))

    def _reached(self, start: str, step: Callable[[str], Iterable[str]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(step(start))
        while waiting:
            one = waiting.pop()
            if one in self.by_id and one not in found and one != start:
                found.add(one)
                waiting.extend(step(one))
        return frozenset(found)

    def named(self, word: str) -> tuple[Taxon, ...]:
        """The taxa that somebody means who types this: an id, or any name in any language."""
        if word in self.by_id:
            return (self.by_id[word],)
        wanted = _compared(SPP.sub("", word.strip()))
        return tuple(one for one in self.rows if wanted and wanted in _all_names(one))


def _compared(name: str) -> str:
    return "".join(word.folded for word in words_of(name))


def _all_names(taxon: Taxon) -> set[str]:
    scientific = taxon.scientific_names
    short = [short for name in scientific if (short := abbreviated(name))]
    return {_compared(name) for name in (*scientific, *short, *(n for names in taxon.names.values() for n in names))}
