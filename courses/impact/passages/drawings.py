"""The words of a drawing: what its text elements say, one after the other."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from courses.impact.passages.text import Line, passage
from courses.impact.rules.places import Passage, PassageKind

SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
SAID = ("text", "title", "desc")


def drawing_passages(file: str, data: bytes, language: str) -> Iterator[Passage]:
    """One passage for the whole drawing, so that a name on two lines of it is found; none where it is no XML."""
    try:
        root: Any = etree.fromstring(data, SAFE)
    except (etree.XMLSyntaxError, ValueError):
        return
    lines: list[Line] = [
        (node.sourceline or 1, " ".join("".join(node.itertext()).split()))
        for node in root.iter()
        if isinstance(node.tag, str) and etree.QName(node).localname in SAID
    ]
    if lines:
        yield passage(PassageKind.FIGURE, PurePosixPath(file).name, language, file, lines)
