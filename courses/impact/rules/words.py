"""Tokenizer: the words of a text as names are compared, without case, accents, hyphens and the s of a plural."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.text.folding import Accents, Letters, fold

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")  # accents may stand apart from their letters
HYPHEN = re.compile(r"[-‐‑]\n?")
PLURAL_ENDINGS = ("s", "x")
SHORTEST = 4  # letters of a word that may lose its last one


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word as it is compared, where it stands in its text, and whether it begins with a capital."""

    folded: str
    start: int
    end: int
    is_capital: bool


def folded_word(word: str) -> str:
    """One word as it is compared; `pangolins`, `Pangolin` and `PANGOLIN` are one."""
    plain = fold(word, accents=Accents.LATIN, letters=Letters.CROSSED | Letters.LIGATURES, compatible=True)
    return plain[:-1] if len(plain) >= SHORTEST and plain.endswith(PLURAL_ENDINGS) else plain


def words_of(text: str) -> list[PlainWord]:
    """The words of a text in order; a hyphen parts two words."""
    return [
        PlainWord(folded_word(found[0]), found.start(), found.end(), found[0][0].isupper())
        for found in WORD.finditer(text)
    ]


def joined_words(text: str, words: list[PlainWord]) -> list[PlainWord]:
    """The same words, with those that a hyphen joins made one: `hammer-head` as `hammerhead`."""
    made: list[PlainWord] = []
    for word in words:
        before = made[-1] if made else None
        if before is not None and HYPHEN.fullmatch(text, before.end, word.start):
            whole = "".join(WORD.findall(text, before.start, word.end))
            made[-1] = PlainWord(folded_word(whole), before.start, word.end, before.is_capital)
        else:
            made.append(word)
    return made


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """A name as the words by which it is found: its hyphens parting words, and joining them."""
    yield tuple(word.folded for word in words_of(name))
    if "-" in name:
        yield tuple(word.folded for word in words_of(name.replace("-", "")))
