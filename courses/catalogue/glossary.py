"""The glossary: the words that lessons may explain on the spot."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from courses.catalogue.folder import GLOSSARY
from courses.ports import Problem

TERM = re.compile(r"\[\[(?P<term>[^\[\]|]+)(?:\|(?P<shown>[^\[\]|]+))?\]\]")


@dataclass(frozen=True)
class Word:
    """A term of the glossary: the anchor of its entry, how it is written, what it means."""

    id: str
    term: str
    meaning: str


Glossary = dict[str, Word]  # by `folded` term


def folded(term: str) -> str:
    """A term as it is looked up: case and spaces do not matter."""
    return " ".join(term.split()).casefold()


def anchor(term: str) -> str:
    """What the anchor of a term is called in a page."""
    plain = unicodedata.normalize("NFKD", term).casefold()
    return "-".join(re.findall(r"\w+", plain)) or "word"


def read_glossary(text: str | None, language: str, problems: list[Problem]) -> Glossary:
    """The words of a glossary in this language, English where it has no column of its own."""
    if text is None:
        return {}
    rows = csv.reader(io.StringIO(text), strict=True)
    found: Glossary = {}
    try:
        head = next(rows, [])
        own = f"term_{language}" in head and f"definition_{language}" in head
        language = language if own else "en"
        term_at, meaning_at = head.index(f"term_{language}"), head.index(f"definition_{language}")
        for row in rows:
            fault = _row_fault(row, len(head), term_at, meaning_at, found)
            if fault:
                problems.append(Problem(GLOSSARY, rows.line_num, fault))
                continue
            term = row[term_at].strip()
            found[folded(term)] = Word(anchor(term), term, row[meaning_at].strip())
    except ValueError:
        problems.append(Problem(GLOSSARY, 1, "The first line must name the columns term_en and definition_en."))
    except csv.Error as fault:
        problems.append(Problem(GLOSSARY, rows.line_num, f"This is not a table in CSV: {fault}."))
    return found


def _row_fault(row: list[str], width: int, term_at: int, meaning_at: int, found: Glossary) -> str | None:
    if len(row) != width:
        return f"This row has {len(row)} columns; the first line names {width}."
    term = row[term_at].strip()
    if not term or not row[meaning_at].strip():
        return "A row needs a term and what it means."
    if folded(term) in found or any(word.id == anchor(term) for word in found.values()):
        return f"“{term}” stands here a second time."
    return None
