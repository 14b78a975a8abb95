"""The glossary: the words that lessons may explain on the spot."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from courses.catalogue.claims.references import Reference, references_of
from courses.catalogue.course_folder.files import GLOSSARY
from lms.text.problems import Problem

TERM = re.compile(r"\[\[(?P<term>[^\[\]|]+)(?:\|(?P<shown>[^\[\]|]+))?\]\]")


@dataclass(frozen=True)
class Word:
    """A term of the glossary: the anchor of its entry, how it is written, what it means."""

    id: str
    term: str
    meaning: str
    sources: tuple[Reference, ...] = ()  # codes of glossary-sources.yaml
    line: int = field(default=1, compare=False)
    to_review: bool = False  # its translation was made by machine, and nobody who speaks the language has read it yet


Glossary = dict[str, Word]  # by `folded` term, in the language of the course


def folded(term: str) -> str:
    """A term as it is looked up: case and spaces do not matter."""
    return " ".join(term.split()).casefold()


def anchor(term: str) -> str:
    """What the anchor of a term is called in a page."""
    plain = unicodedata.normalize("NFKD", term).casefold()
    return "-".join(re.findall(r"\w+", plain)) or "word"


def read_glossary(text: str | None, language: str, problems: list[Problem], called: str | None = None) -> Glossary:
    """The words of a glossary in this language, English where it has no column of its own.

    `called` is the language by whose terms texts call them: in a translation that of the course, so that every
    language of a course marks the same words.
    """
    if text is None:
        return {}
    rows = csv.reader(io.StringIO(text), strict=True)
    found: Glossary = {}
    try:
        head = next(rows, [])
        term_at, meaning_at = _columns(head, language)
        called_at, _meaning = _columns(head, called or language)
        shown = head[term_at].removeprefix("term_")
        for row in rows:
            fault = _row_fault(row, len(head), (called_at, term_at, meaning_at), found)
            if fault:
                problems.append(Problem(GLOSSARY, rows.line_num, fault))
                continue
            called_by, marked = row[called_at].strip(), _to_review(head, row)
            if unknown := [one for one in marked if f"term_{one}" not in head]:
                words = f"“review” names {', '.join(unknown)}, and there is no such language in the first line."
                problems.append(Problem(GLOSSARY, rows.line_num, words))
            meaning = row[meaning_at].strip()
            found[folded(called_by)] = Word(
                id=anchor(called_by),
                term=row[term_at].strip(),
                meaning=meaning,
                sources=_sources(head, row),
                line=rows.line_num,
                to_review=shown in marked,
            )
    except ValueError:
        problems.append(Problem(GLOSSARY, 1, "The first line must name the columns term_en and definition_en."))
    except csv.Error as fault:
        problems.append(Problem(GLOSSARY, rows.line_num, f"This is not a table in CSV: {fault}."))
    return found


def _columns(head: list[str], language: str) -> tuple[int, int]:
    """Where terms and meanings stand in this language, or in English; raises ValueError where neither is there."""
    own = f"term_{language}" in head and f"definition_{language}" in head
    language = language if own else "en"
    return head.index(f"term_{language}"), head.index(f"definition_{language}")


def _to_review(head: list[str], row: list[str]) -> list[str]:
    """The languages whose words in this row are to be reviewed."""
    return row[head.index("review")].split() if "review" in head else []


def _sources(head: list[str], row: list[str]) -> tuple[Reference, ...]:
    """The sources of this row; none where the table has no column for them."""
    if "sources" not in head:
        return ()
    return references_of(one for one in row[head.index("sources")].split(";") if one.strip())


def _row_fault(row: list[str], width: int, needed: tuple[int, ...], found: Glossary) -> str | None:
    if len(row) != width:
        return f"This row has {len(row)} columns; the first line names {width}."
    term = row[needed[0]].strip()
    if not all(row[at].strip() for at in needed):
        return "A row needs a term and what it means."
    if folded(term) in found or any(word.id == anchor(term) for word in found.values()):
        return f"“{term}” stands here a second time."
    return None
