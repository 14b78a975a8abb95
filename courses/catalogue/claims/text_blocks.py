"""The blocks of a Markdown text that can each be a statement: paragraphs, list items, rows of tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from courses.catalogue.claims.sentences import sentences

HEADING = re.compile(r"^ {0,3}#{2,6}\s+(?P<text>.*?)#*\s*$")
ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d+[.)])\s+(?P<text>.*)$")
ROW = re.compile(r"^\s*\|.*\|?\s*$")
RULE_OF_TABLE = re.compile(r"^\s*\|?\s*:?-{2,}[-|:\s]*$")


class BlockKind(StrEnum):
    """What a block of Markdown is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class TextBlock:
    """A block of a Markdown text, and the text beside it whose sources carry it too."""

    kind: BlockKind
    line: int  # counted from 1 in the Markdown
    text: str
    beside: str = ""  # of an item what opens its list, of a row the sentences before and after its table


@dataclass
class _Open:
    """A block that is still being read."""

    kind: BlockKind
    line: int
    lines: list[str]
    indent: int = 0


def text_blocks_of(markdown: str) -> list[TextBlock]:
    """The blocks in order."""
    groups = [list(each) for _kind, each in groupby(_scan(markdown.split("\n")), key=lambda one: one.kind)]
    found = []
    for place, group in enumerate(groups):
        before = _last_sentence(groups[place - 1]) if place else ""
        after = _first_sentence(groups[place + 1]) if place + 1 < len(groups) else ""
        found += [
            TextBlock(one.kind, one.line, _joined(one), beside)
            for one, beside in zip(group, _beside(group, before, after), strict=True)
        ]
    return found


def _joined(one: _Open) -> str:
    return " ".join(line.strip() for line in one.lines).strip()


def _scan(lines: Sequence[str]) -> list[_Open]:
    found: list[_Open] = []
    current: _Open | None = None
    for number, line in enumerate(lines, 1):
        heading, item = HEADING.match(line), ITEM.match(line)
        if not line.strip():
            current = None
        elif heading:
            found.append(_Open(BlockKind.HEADING, number, [heading["text"]]))
            current = None
        elif item:
            current = _Open(BlockKind.ITEM, number, [item["text"]], len(item["indent"].expandtabs(4)))
            found.append(current)
        elif ROW.match(line):
            current = None
            if RULE_OF_TABLE.match(line):
                _drop_head(found)
            else:
                found.append(_Open(BlockKind.ROW, number, [line.strip().strip("|")]))
        elif current is not None:
            current.lines.append(line)
        elif line[:1].isspace() and found and found[-1].kind is BlockKind.ITEM:
            found[-1].lines.append(line)  # a further paragraph of an item
            current = found[-1]
        else:
            current = _Open(BlockKind.PARAGRAPH, number, [line.lstrip("> ")])
            found.append(current)
    return found


def _drop_head(found: list[_Open]) -> None:
    """The first line of a table names its columns, and says nothing."""
    if found and found[-1].kind is BlockKind.ROW:
        found.pop()


def _beside(group: Sequence[_Open], before: str, after: str) -> Iterator[str]:
    """What carries each block of a group of one kind, beside itself."""
    outer: list[_Open] = []  # the items that hold this one
    for one in group:
        if one.kind is BlockKind.ROW:
            yield f"{before} {after}".strip()
        elif one.kind is BlockKind.ITEM:
            while outer and outer[-1].indent >= one.indent:
                outer.pop()
            yield f"{before} {_joined(outer[-1]) if outer else ''}".strip()
            outer.append(one)
        else:
            yield ""


def _last_sentence(group: Sequence[_Open]) -> str:
    """The sentence directly before what follows these; nothing where they are no paragraphs."""
    return _sentences(group[-1])[-1]


def _first_sentence(group: Sequence[_Open]) -> str:
    return _sentences(group[0])[0]


def _sentences(one: _Open) -> list[str]:
    return (sentences(_joined(one)) if one.kind is BlockKind.PARAGRAPH else []) or [""]
