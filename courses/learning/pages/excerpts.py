"""A found text as it is shown: a short piece of it, with the words that were looked for apart from the others."""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from lms.text.search import SHOWN_WORD, SearchQuery, words_in

LENGTH = 200  # signs of an excerpt
BEFORE = 50  # signs of it before the first word that was found

Place = tuple[int, int, str]


class ExcerptPiece(NamedTuple):
    """Some of a text, and whether it is what was looked for."""

    text: str
    is_found: bool


@lru_cache(maxsize=16384)
def folded(shown: str) -> tuple[str, ...]:
    """The words of one word as it stands in a text; the same ones come again and again."""
    return (shown.lower(),) if shown.isascii() else tuple(words_in(shown))


class Highlighter:
    """Marks the words of one question in many texts; each word is folded once."""

    def __init__(self, asked: SearchQuery) -> None:
        self.asked = asked
        self._known: dict[str, str] = {}

    def places(self, text: str) -> list[Place]:
        """From where to where each word stands that was looked for, and by which word it was found."""
        found, known = [], self._known
        for word in SHOWN_WORD.finditer(text):
            by = known.get(word[0])
            if by is None:
                by = known[word[0]] = self._found_by(word[0])
            if by:
                found.append((*word.span(), by))
        return found

    def _found_by(self, shown: str) -> str:
        return next(filter(None, map(self.asked.found_by, folded(shown))), "")

    def marked(self, text: str) -> tuple[ExcerptPiece, ...]:
        """The whole text in pieces."""
        return _pieces(text, self.places(text), 0, len(text))

    def excerpt(self, text: str) -> tuple[ExcerptPiece, ...]:
        """The piece with the most different words that were looked for; the beginning where none stands in it."""
        found = self.places(text)
        near = nearest(found)
        start = _word_after(text, near - BEFORE, near)
        end = _word_before(text, start + LENGTH, near)
        before = (ExcerptPiece("… ", False),) if start else ()
        after = (ExcerptPiece(" …", False),) if end < len(text) else ()
        return (*before, *_pieces(text, found, start, end), *after)


def _pieces(text: str, found: list[Place], start: int, end: int) -> tuple[ExcerptPiece, ...]:
    """A text from here to there, the words that were found apart."""
    pieces, at = [], start
    for begins, ends, _by in found:
        if begins >= at and ends <= end:
            pieces += [ExcerptPiece(text[at:begins], False), ExcerptPiece(text[begins:ends], True)]
            at = ends
    return tuple(piece for piece in (*pieces, ExcerptPiece(text[at:end], False)) if piece.text)


def nearest(found: list[Place]) -> int:
    """Where an excerpt finds the most different words after it, the first such place."""
    best, most, last = 0, 0, 0
    within: Counter[str] = Counter()  # the words from this place on that an excerpt has room for
    for start, _end, by in found:
        while last < len(found) and found[last][1] <= start + LENGTH - BEFORE:
            within[found[last][2]] += 1
            last += 1
        if len(within) > most:
            best, most = start, len(within)
        within[by] -= 1
        within += Counter()  # forgets what is no more in it
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
