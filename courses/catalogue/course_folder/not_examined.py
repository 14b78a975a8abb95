"""What sources.yaml says that a course may teach but not examine yet."""

from collections.abc import Collection, Iterator
from typing import Any

from courses.catalogue.course_folder.files import SOURCES
from courses.ports.questions import NotExamined
from lms.text.located_yaml import LocatedYaml
from lms.text.problems import Problem

NOT_EXAMINED = "not_examined"
KEYS = ("reason", "sources", "words")


def read_not_examined(
    document: LocatedYaml, known: Collection[str], problems: list[Problem]
) -> tuple[NotExamined, ...]:
    """The entries of `not_examined`; one with a fault is noted, and left out."""
    entries = document.value.get(NOT_EXAMINED)
    if entries is None:
        return ()
    if not isinstance(entries, list):
        words = "“not_examined” must be a list of entries with “reason”, “sources” and “words”."
        problems.append(Problem(SOURCES, document.line(NOT_EXAMINED), words))
        return ()
    found = []
    for place, entry in enumerate(entries):
        line = document.line(NOT_EXAMINED, place)
        faults = list(_faults(entry, known))
        problems.extend(Problem(SOURCES, line, words) for words in faults)
        if not faults:
            codes, said = frozenset(entry.get("sources") or ()), tuple(entry.get("words") or ())
            found.append(NotExamined(entry["reason"].strip(), codes, said))
    return tuple(found)


def _faults(entry: Any, known: Collection[str]) -> Iterator[str]:
    """What is wrong with one entry."""
    if not isinstance(entry, dict) or not set(entry) <= set(KEYS):
        yield "An entry of “not_examined” has “reason”, “sources” and “words”, and nothing else."
        return
    if not isinstance(entry.get("reason"), str) or not entry["reason"].strip():
        yield "An entry of “not_examined” needs a “reason”: a sentence that an author is told."
    for key in ("sources", "words"):
        listed = entry.get(key) or []
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            yield f"“{key}” of “not_examined” must be a list of texts."
            return
    if not entry.get("sources") and not entry.get("words"):
        yield "An entry of “not_examined” names “sources”, “words” or both."
    yield from (f"There is no source “{code}”." for code in entry.get("sources") or () if code not in known)
