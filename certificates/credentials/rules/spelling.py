"""Whether a name on a certificate is the checked name of the account in another spelling, or for a person to judge."""

import unicodedata
from collections import Counter
from datetime import datetime
from enum import StrEnum
from itertools import permutations

from lms.text.folding import Accents, Letters, fold


class Doubt(StrEnum):
    """What no machine decides about a name: it waits for a manager."""

    LATIN = "latin"  # more than accents, case, order, hyphens and spaces differs from the checked name
    LOCAL = "local"  # a name in another script, and not the one that stands checked beside the Latin name
    RENAMED = "renamed"  # the account got its name after this was earned, from whoever checked it


# Letters that somebody without them on the keyboard types plainly, as passports write them.
PLAIN = Letters.CROSSED | Letters.LIGATURES | Letters.NORDIC | Letters.AFRICAN | Letters.ENG_AS_N
# Words that nobody bears as a name; short ones that somewhere are names, such as Eng or Hon, are for a manager.
_TITLES = (
    "mr mrs ms mx sir madam dr doctor prof professor engr esq phd msc bsc mba honourable captain colonel general "
    "sergeant lieutenant inspector superintendent officer director commissioner ambassador minister deputy chief "
    "mme mlle monsieur madame mademoiselle docteur professeur capitaine commandant générale directeur directrice "
    "commissaire inspecteur inspectrice ministre"
)
_TITLE_KEYS = frozenset(fold(_TITLES, accents=Accents.LATIN).split())
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bb\u02bc\u00b4`", "'"))
_MOST_TURNED = 6  # words whose every order is tried: 720 orders


def doubts(
    latin: str, local: str, *, name: str, local_name: str, named_at: datetime | None, earned_at: datetime
) -> frozenset[Doubt]:
    """What a person must judge before the names `latin` and `local` are signed; nothing: the holder's word is enough.

    `name` and `local_name` are the checked names of the account. `named_at` is when whoever checked them last changed
    them, if they ever did: to check what one has changed oneself after an exam was passed is to decide alone.
    """
    known = [one for one in (name, local_name) if one]
    found = set()
    if not any(spelled_alike(latin, one) for one in known):
        found.add(Doubt.LATIN)
    if local and unicodedata.normalize("NFC", local) not in {unicodedata.normalize("NFC", one) for one in known}:
        found.add(Doubt.LOCAL)
    if named_at is not None and named_at > earned_at:
        found.add(Doubt.RENAMED)
    return frozenset(found)


def spelled_alike(one: str, other: str) -> bool:
    """Whether two spellings differ by nothing but accents, case, order of the words, hyphens or spaces.

    Some order of the words of one, written without spaces, is some order of the words of the other.
    """
    here, there = words_of(one), words_of(other)
    if sorted("".join(here)) != sorted("".join(there)):
        return False
    return bool(here) and not _runs(here).isdisjoint(_runs(there))


def titles_added(wished: str, checked: str) -> tuple[str, ...]:
    """The titles that are all that a wished name has more than the checked one; none where anything else differs."""
    added = Counter(map(_bare, words_of(wished))) - Counter(map(_bare, words_of(checked)))
    if not added or not added.keys() <= _TITLE_KEYS:
        return ()
    left, kept, titles = dict(added), [], []
    for word in wished.replace("-", " ").split():
        key = _bare("".join(words_of(word)))
        if left.get(key):
            left[key] -= 1
            titles.append(word)
        else:
            kept.append(word.strip(",;"))
    return tuple(titles) if spelled_alike(" ".join(kept), checked) else ()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name without case and accents; a hyphen parts words as a space does."""
    folded = fold(name, accents=Accents.LATIN, letters=PLAIN, compatible=True, form="NFD").translate(_APOSTROPHES)
    parted = "".join(" " if unicodedata.category(sign) in {"Pd", "Zs"} else sign for sign in folded)
    return tuple(parted.split())


def _runs(words: tuple[str, ...]) -> set[str]:
    """The words in every order, written without spaces; of very many words as they stand and sorted alone."""
    if len(words) > _MOST_TURNED:
        return {"".join(words), "".join(sorted(words))}
    return {"".join(order) for order in permutations(words)}


def _bare(word: str) -> str:
    """A word without its dots and commas, as titles are abbreviated in many ways."""
    return word.strip(".,;:").replace(".", "")
