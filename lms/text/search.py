"""Full-text search: words as they are searched, and the index that finds rows by them, on SQLite and PostgreSQL."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Select, Table, bindparam, column, delete, func, insert, literal_column, select, table, update
from sqlalchemy.orm import Session

from lms.text import folding
from lms.text.folding import COMBINING, Accents, Letters

FOLDING = 1  # raise when the same text gives other words, so that what is indexed is indexed anew
LONGEST_WORD = 64  # letters; what follows is cut, in texts and in what is asked
MOST_WORDS = 12  # of what is asked
BEGINNING = 3  # bytes from which the last word also finds what begins with it: three letters, or one of another script
SUFFIX = "_fts"  # of SQLite's tables beside the one that is searched
TITLE_WEIGHT, TEXT_WEIGHT = 10.0, 1.0

_WORD = re.compile(r"[^\W_]+")
SHOWN_WORD = re.compile(rf"[^\W_]+(?:[{COMBINING}]+[^\W_]*)*")  # a word where it stands in a text, accents and all
_APOSTROPHES = "'’‘ʼ`´′＇"
_POSSESSIVE = re.compile(rf"(?<=[^\W_])[{_APOSTROPHES}]s\b", re.IGNORECASE)
_ELIDED = re.compile(rf"(?<![^\W_])[^\W_]{{1,2}}[{_APOSTROPHES}](?=[^\W_])")
_PLAIN = Letters.CROSSED | Letters.LIGATURES | Letters.NORDIC | Letters.ENG_AS_NG


def fold(text: str) -> str:
    """A text without case, accents and ligatures; what is asked and what is searched are folded alike."""
    return folding.fold(text, accents=Accents.EVERY_SCRIPT, letters=_PLAIN, compatible=True, form="NFD")


def words_in(text: str) -> list[str]:
    """The words of a text as they are searched: letters and digits alone.

    What stands before an apostrophe in l’ivoire or qu’il, and the s after one in rhino’s, is no word.
    """
    plain = _ELIDED.sub("", _POSSESSIVE.sub("", text))
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(plain))]


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for; with `every` all words must be there, else any of them."""

    words: tuple[str, ...]
    every: bool = True

    @cached_property
    def is_open(self) -> bool:
        """Whether the last word also finds what begins with it; of one or two letters that would be half a text."""
        return bool(self.words) and len(self.words[-1].encode()) >= BEGINNING

    @cached_property
    def whole(self) -> frozenset[str]:
        """The words as they are."""
        return frozenset(self.words)

    def found_by(self, word: str) -> str:
        """Which of the words that are looked for finds this folded word; "" if none does."""
        if word in self.whole:
            return word
        return self.words[-1] if self.is_open and word.startswith(self.words[-1]) else ""


def search_query(text: str) -> SearchQuery:
    """What was typed, whatever it is: signs, quotes and operators are no more than the words in it."""
    return SearchQuery(tuple(dict.fromkeys(words_in(text)))[:MOST_WORDS])


@dataclass(frozen=True)
class Indexed:
    """What is searched of one row."""

    id: int
    title: str
    text: str


class WordIndex(Protocol):
    """Finds rows of one table by words; a title weighs more than a text."""

    def put(self, session: Session, rows: Sequence[Indexed]) -> None:
        """Index rows that were just written."""
        ...

    def drop(self, session: Session, ids: Select[int]) -> None:
        """Forget rows, before they are deleted."""
        ...

    def hits(self, asked: SearchQuery) -> Select[int, float]:
        """The `id` of each row that is found and how `far` it is from what was asked, the nearest least."""
        ...


def word_index(session: Session, rows: Table) -> WordIndex:
    """The index of a table in this kind of database."""
    return SqliteIndex(rows.name) if session.get_bind().dialect.name == "sqlite" else PostgresIndex(rows)


class SqliteIndex:
    """A table of FTS5 beside the one that is searched: its rowid is the id; it holds folded words."""

    def __init__(self, name: str) -> None:
        self.name = name + SUFFIX
        self.kept = table(self.name, column("rowid"), column("title"), column("text"))

    def put(self, session: Session, rows: Sequence[Indexed]) -> None:
        """Folded words, a row each."""
        values = [{"rowid": one.id, "title": _joined(one.title), "text": _joined(one.text)} for one in rows]
        if values:
            session.execute(insert(self.kept), values)

    def drop(self, session: Session, ids: Select[int]) -> None:
        """By their rowid."""
        session.execute(delete(self.kept).where(self.kept.c.rowid.in_(ids)))

    def hits(self, asked: SearchQuery) -> Select[int, float]:
        """Each word in quotes, so that none is an operator."""
        words = [f'"{word}"' for word in asked.words]
        if asked.is_open:
            words[-1] += " *"
        near = func.bm25(literal_column(self.name), TITLE_WEIGHT, TEXT_WEIGHT)
        fits = literal_column(self.name).bool_op("MATCH")(bindparam(None, _operated(words, asked, " AND ", " OR ")))
        return select(self.kept.c.rowid.label("id"), near.label("far")).where(fits)


class PostgresIndex:
    """A column of the table itself, `words`, of the type tsvector; titles have the weight A in it, texts B."""

    def __init__(self, rows: Table) -> None:
        self.rows = rows

    def put(self, session: Session, rows: Sequence[Indexed]) -> None:
        """Folded words into the column."""
        made = _vector("title_words", "A").op("||")(_vector("text_words", "B"))
        statement = update(self.rows).where(self.rows.c.id == bindparam("row")).values(words=made)
        values = [{"row": one.id, "title_words": _joined(one.title), "text_words": _joined(one.text)} for one in rows]
        if values:
            session.connection().execute(statement, values)

    def drop(self, session: Session, ids: Select[int]) -> None:
        """They go with their rows."""

    def hits(self, asked: SearchQuery) -> Select[int, float]:
        """Each word in quotes, so that none is an operator.

        What is near is told by each word alone, as SQLite tells it: ts_rank of words that must all be there compares
        every place of one with every place of the others, and takes three times as long.
        """
        words = [f"'{word}'" for word in asked.words]
        if asked.is_open:
            words[-1] += ":*"
        wanted = func.to_tsquery(SIMPLE, bindparam(None, _operated(words, asked, " & ", " | ")))
        any_of = func.to_tsquery(SIMPLE, bindparam(None, " | ".join(words)))
        near = func.ts_rank(RANKS, self.rows.c.words, any_of, 1)  # 1: a long text is not nearer for its length
        return select(self.rows.c.id, (-near).label("far")).where(self.rows.c.words.bool_op("@@")(wanted))


SIMPLE: Any = literal_column("'simple'::regconfig")
RANKS: Any = literal_column(f"'{{0, 0, {TEXT_WEIGHT / TITLE_WEIGHT}, 1}}'::float4[]")


def _vector(name: str, weight: str) -> Any:
    return func.setweight(func.to_tsvector(SIMPLE, bindparam(name)), literal_column(f"'{weight}'"))


def _joined(text: str) -> str:
    return " ".join(words_in(text))


def _operated(words: Sequence[str], asked: SearchQuery, every: str, some: str) -> str:
    return (every if asked.every else some).join(words)
