"""The statements of a lesson and its sources, as they are stored with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from courses.catalogue.claims.judging import Statement, StatementKind
from courses.catalogue.claims.recognising import plain
from courses.catalogue.claims.references import references_in
from courses.catalogue.claims.source import source_as_data, source_from_data
from courses.catalogue.course_folder.blocks import LessonFile
from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.glossary import Word
from courses.catalogue.course_folder.statements import statement_of_word, statements_of

OF_WORDS = "glossary"  # the sources of words have codes of their own


def claims_as_data(lesson: LessonFile, words: Iterable[Word]) -> list[dict[str, Any]]:
    """What a lesson states with a source, in order, and then the words that it explains; each with its heading."""
    said = [one for one in statements_of(lesson) if _is_stated(one)]
    explained = {word.id: statement_of_word(word) for word in words if word.sources}
    return [_data(one) for one in (*said, *explained.values())]


def sources_as_data(bundle: Bundle, lesson: LessonFile, words: Iterable[Word]) -> list[dict[str, Any]]:
    """The sources that a lesson lists at its head, in order, and those of the words that it explains."""
    of_words = {one.code: one for word in words for one in word.sources}
    listed = [source_as_data(bundle.sources[code]) for code in lesson.front.value["sources"]]
    return listed + [source_as_data(bundle.glossary_sources[code]) | {"of": OF_WORDS} for code in of_words]


def _is_stated(one: Statement) -> bool:
    """Whether it names a source itself, or needs one; a row that says nothing of the kind rests on none."""
    own = one.kind is StatementKind.FIGURE or references_in(one.text)
    return bool(one.references) and (bool(own) or one.is_claim)


def _data(one: Statement) -> dict[str, Any]:
    text = " · ".join(cell.strip() for cell in plain(one.text).split("|") if cell.strip())
    return {
        "kind": one.kind.value,
        "heading": plain(one.heading),
        "text": text,
        "sources": [[ref.code, ref.place] for ref in one.references],
    }


def in_short(sources: Iterable[Mapping[str, Any] | list[str]]) -> list[tuple[str, str]]:
    """The sources of a stored lesson as pairs of code and text, those of its words left out.

    Versions that were loaded before sources were mappings hold such pairs.
    """
    found = []
    for one in sources:
        if isinstance(one, list):
            found.append((one[0], one[1]))
        elif one.get("of") != OF_WORDS:
            found.append((one["code"], source_from_data(one).in_short))
    return found
