"""A found text as it is shown: a short piece of it, with the words that were looked for apart from the others."""

from functools import lru_cache
from typing import NamedTuple

from lms.search import SHOWN_WORD, Question, words_in

LENGTH = 200  # signs of an excerpt
BEFORE = 50  # signs of it before the first word that was found
MOST_PLACES = 300  # words found in one text that are looked at


class Piece(NamedTuple):
    """Some of a text, and whether it is what was looked for."""

    text: str
    is_found: bool


@lru_cache(maxsize=16384)
def _folded(word: str) -> tuple[str, ...]:
    return (word.lower(),) if word.isascii() else tuple(words_in(word))


def places(text: str, asked: Question) -> list[tuple[int, int]]:
    """From where to where each word stands that was looked for."""
    return [found.span() for found in SHOWN_WORD.finditer(text) if any(map(asked.finds, _folded(found[0])))]


def marked(text: str, asked: Question) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    pieces, at = [], 0
    for start, end in places(text, asked):
        pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:], False)) if piece.text)


def excerpt(text: str, asked: Question) -> tuple[Piece, ...]:
    """The piece with the most different words that were looked for; the beginning where none stands in it."""
    near = nearest(text, places(text, asked)[:MOST_PLACES])
    start = _word_after(text, near - BEFORE, near)
    end = _word_before(text, start + LENGTH, near)
    pieces = marked(text[start:end].strip(), asked)
    before = (Piece("… ", False),) if start else ()
    return (*before, *pieces, *((Piece(" …", False),) if end < len(text) else ()))


def nearest(text: str, found: list[tuple[int, int]]) -> int:
    """Where an excerpt finds the most different words after it, the first such place."""
    best, most = 0, 0
    for n, (start, _end) in enumerate(found):
        within = {_folded(text[a:b]) for a, b in found[n : n + LENGTH // 2] if b <= start + LENGTH - BEFORE}
        if len(within) > most:
            best, most = start, len(within)
    return best


def _word_after(text: str, start: int, most: int) -> int:
    """The beginning of a word from here on, at most there."""
    if start <= 0:
        return 0
    space = text.find(" ", start, most)
    return start if space < 0 else space + 1


def _word_before(text: str, end: int, least: int) -> int:
    """The end of a word up to here, at least there; in the middle of one where it is longer than an excerpt."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", least + 1, end)
    return end if space < 0 else space
