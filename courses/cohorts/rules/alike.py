"""Names that may be of one person: the same words in any order, or one letter away."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from lms.text.folding import Accents, Letters, fold

WORDS = re.compile(r"[^\W_]+")
LONG_ENOUGH = 8  # letters of a name from which on one letter other may be chance; shorter names have to be the same

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


def name_key(name: str) -> str:
    """The words of a name without case and accents, in the order of the alphabet."""
    letters = Letters.CROSSED | Letters.LIGATURES
    return " ".join(sorted(WORDS.findall(fold(name, accents=Accents.LATIN, letters=letters, compatible=True))))


def signs_of(key: str) -> frozenset[str]:
    """The name, and of a long one what is left when a letter is missing; names alike share one of these."""
    if len(key) < LONG_ENOUGH:
        return frozenset({key} if key else ())
    return frozenset({key, *(key[:place] + key[place + 1 :] for place in range(len(key)))})


def alike(
    wanted: Mapping[Key, tuple[Hashable, Sequence[str]]], known: Iterable[tuple[Thing, Hashable, Sequence[str]]]
) -> dict[Key, list[Thing]]:
    """Of each wanted one, by place and names, what is known at the same place with a name like one of theirs."""
    signs: dict[tuple[Hashable, str], set[Key]] = defaultdict(set)
    for key, (place, names) in wanted.items():
        for name in names:
            for sign in signs_of(name_key(name)):
                signs[place, sign].add(key)
    found: dict[Key, list[Thing]] = {}
    for thing, place, names in known:
        hits: set[Key] = set()
        for name in names:
            for sign in signs_of(name_key(name)):
                hits |= signs.get((place, sign), set())
        for key in hits:
            found.setdefault(key, []).append(thing)
    return found
