"""Which items are too alike: those that differ in little more than names and figures."""

import re
from collections.abc import Iterable
from itertools import combinations

from assessments.items.item import AuthoredItem

WORD = re.compile(r"[^\W\d_]+")
SENTENCE_START = re.compile(r"(?:\A|(?<=[.?!:]))\s*[\"“(]?[^\W\d_]+")
TOO_ALIKE = 0.7  # share of common words; a short item may differ in one word, a long one in some


def alike_items(items: Iterable[AuthoredItem]) -> list[tuple[AuthoredItem, AuthoredItem]]:
    """Pairs of items that ask the same in other names or figures."""
    shapes = [(item, _words(item), item.picture_file) for item in items]
    return [
        (one, other)
        for (one, words, picture), (other, others, other_picture) in combinations(shapes, 2)
        if picture == other_picture and one.kind == other.kind and _share(words, others) >= TOO_ALIKE
    ]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Common words over all words of both."""
    together = one | other
    return len(one & other) / len(together) if together else 1.0


def _words(item: AuthoredItem) -> frozenset[str]:
    """The words of an item without figures and without names, as far as a capital shows a name."""
    return frozenset().union(*map(_common_words, item.telling))


def _common_words(text: str) -> frozenset[str]:
    """The words of a text that are no names; the first word of a sentence is taken as no name."""
    lowered = SENTENCE_START.sub(lambda start: start[0].lower(), text)
    return frozenset(word for word in WORD.findall(lowered) if word[0].islower() or not word.isascii())
