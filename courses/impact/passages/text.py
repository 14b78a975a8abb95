"""Passages from lines: what no reader sees is blanked out, and the codes of sources are taken along."""

import re
from collections.abc import Sequence

from courses.catalogue.claims.references import REFERENCE
from courses.impact.rules.places import Passage, PassageKind

LINK_TARGET = re.compile(r"(?<=\])\((?:lesson:|https?:)[^)\s]*\)")
CODE = re.compile(r"(?P<code>[A-Za-z][\w.-]*)(?::[^,;\]\"']*)?")  # in a list of sources, each perhaps with a place

Line = tuple[int, str]  # number from 1, and what stands there


def passage(
    kind: PassageKind, of: str, language: str, file: str, lines: Sequence[Line], *, codes: bool = True
) -> Passage:
    """Lines that belong together as one passage."""
    text, starts, at = "\n".join(words for _no, words in lines), [], 0
    for number, words in lines:
        starts.append((at, number))
        at += len(words) + 1
    found = tuple((one["code"], one.start()) for one in REFERENCE.finditer(text)) if codes else ()
    return Passage(kind, of, language, file, shown(text), tuple(starts), found)


def listed(kind: PassageKind, of: str, language: str, file: str, lines: Sequence[Line]) -> Passage:
    """A list of sources as a passage that names their codes and no taxon."""
    whole = passage(kind, of, language, file, lines, codes=False)
    codes = tuple((one["code"], one.start()) for one in CODE.finditer(whole.text))
    return Passage(kind, of, language, file, "", whole.lines, codes)


def shown(text: str) -> str:
    """The text with what is not shown replaced by as many blanks: references to sources, targets of links."""
    for pattern in (REFERENCE, LINK_TARGET):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text
