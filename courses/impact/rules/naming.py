"""Which taxa a text names: the longest name at each place counts, so that a snow leopard is no leopard."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from courses.impact.rules.taxa import Rank, Taxa, Taxon, abbreviated
from courses.impact.rules.words import PlainWord, joined_words, spellings, words_of

ALL_OF = frozenset(
    word.folded
    for word in words_of("all any every no tous toutes tout toute chaque aucun aucune todos todas cada nenhum nenhuma")
)  # what stands before a name that is too wide without it, such as `all birds`
ARTICLES = frozenset(word.folded for word in words_of("the of les des os as dos das"))


@dataclass(frozen=True, slots=True)
class TaxonMention:
    """A name in a text: which taxa it may mean, and where it stands."""

    taxa: frozenset[str]  # ids
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A taxon by one of its names."""

    taxon: str
    is_scientific: bool = False  # begins with a capital
    is_wide: bool = False  # counts after a word such as `all` alone


class Naming:
    """The names of taxa in one language, found in texts; scientific names are of every language."""

    def __init__(self, taxa: Taxa, language: str) -> None:
        self._names: dict[tuple[str, ...], set[_Name]] = {}
        self._longest = 1
        for taxon in taxa.rows:
            for spelling, name in _names_of(taxon, language):
                self._names.setdefault(spelling, set()).add(name)
                self._longest = max(self._longest, len(spelling))

    def mentions(self, text: str) -> list[TaxonMention]:
        """Every name in this text, in order."""
        words = words_of(text)
        found = set(self._found(words))
        joined = joined_words(text, words)
        if len(joined) != len(words):
            found |= set(self._found(joined))
        return sorted(found, key=lambda one: (one.start, one.end, sorted(one.taxa)))

    def _found(self, words: Sequence[PlainWord]) -> Iterator[TaxonMention]:
        place = 0
        while place < len(words):
            mention, length = self._at(words, place)
            if mention:
                yield mention
            place += length

    def _at(self, words: Sequence[PlainWord], place: int) -> tuple[TaxonMention | None, int]:
        """The longest name that begins at this word, and how many words it takes."""
        for length in range(min(self._longest, len(words) - place), 0, -1):
            spelling = tuple(word.folded for word in words[place : place + length])
            fits = [one for one in self._names.get(spelling, ()) if _fits(one, words, place)]
            if fits:
                last = words[place + length - 1]
                return TaxonMention(frozenset(one.taxon for one in fits), words[place].start, last.end), length
        return None, 1


def _names_of(taxon: Taxon, language: str) -> Iterator[tuple[tuple[str, ...], _Name]]:
    """Every spelling of every name of a taxon."""
    is_wide = taxon.rank is Rank.WIDE
    for name in _scientific(taxon):
        for spelling in spellings(name):
            yield spelling, _Name(taxon.id, is_scientific=True)
    for name in taxon.names.get(language, ()):
        for spelling in spellings(name):
            yield spelling, _Name(taxon.id, is_wide=is_wide)


def _scientific(taxon: Taxon) -> Iterable[str]:
    for name in taxon.scientific_names:
        yield name
        if short := abbreviated(name):
            yield short


def _fits(name: _Name, words: Sequence[PlainWord], place: int) -> bool:
    if name.is_scientific:
        return words[place].is_capital
    if name.is_wide:
        before = [word.folded for word in words[max(0, place - 3) : place]]
        while before and before[-1] in ARTICLES:
            before.pop()
        return bool(before) and before[-1] in ALL_OF
    return True
