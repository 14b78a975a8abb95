"""YAML read with the line of everything, in the small and safe part of YAML that question files need."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

import yaml

from assessments.items.parsing.entry import EntryFault, LocatedDict, LocatedList

LARGEST = 2_000_000  # characters; a question file has some tens of thousands
DEEPEST = 12

NULL = re.compile(r"(?:~|null|)\Z")
BOOL = re.compile(r"(?:true|false)\Z")
WHOLE = re.compile(r"[-+]?[0-9]{1,30}\Z")
BROKEN = re.compile(r"[-+]?(?:[0-9]{1,30}\.[0-9]{0,30}|\.[0-9]{1,30})\Z")


class _Reference(yaml.MarkedYAMLError):
    """A reference to another part of the document, by which a short file could stand for an endless one."""


class _Loader(yaml.SafeLoader):
    """Composes a document without references."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node, if it is written out."""
        if self.check_event(yaml.AliasEvent):
            raise _Reference(problem_mark=self.get_event().start_mark)  # type: ignore[no-untyped-call]  # no stub
        return super().compose_node(parent, index)


def read_yaml(text: str) -> tuple[object, list[EntryFault]]:
    """The document with its lines, and what is wrong with it as YAML; nobody changes the document."""
    document, faults = _read(text)
    return document, list(faults)


@lru_cache(maxsize=128)  # a course is checked and loaded in one go, and beside its translations: the same files again
def _read(text: str) -> tuple[object, list[EntryFault]]:
    if len(text) > LARGEST:
        return None, [EntryFault(1, f"The file is longer than {LARGEST} characters.")]
    faults: list[EntryFault] = []
    try:
        node = yaml.compose(text, Loader=_Loader)
    except _Reference as error:
        return None, [EntryFault(_line(error.problem_mark), "References (*name) are not used in these files.")]
    except yaml.MarkedYAMLError as error:
        return None, [EntryFault(_line(error.problem_mark), f"This is not YAML: {error.problem or error.context}.")]
    except (yaml.YAMLError, RecursionError) as error:
        return None, [
            EntryFault(1, f"This is not YAML: {str(error).splitlines()[0] if str(error) else 'nested too deep'}.")
        ]
    return (None if node is None else _value(node, faults, 0)), faults


def _line(mark: Any) -> int:
    """The line of a mark, counted from 1; 1 where there is none."""
    return int(mark.line) + 1 if mark else 1


def _value(node: yaml.Node, faults: list[EntryFault], depth: int) -> object:
    line = node.start_mark.line + 1
    if depth > DEEPEST:
        faults.append(EntryFault(line, "Nested too deep."))
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        members = LocatedList(_value(one, faults, depth + 1) for one in node.value)
        members.line, members.lines = line, [one.start_mark.line + 1 for one in node.value]
        return members
    mapping = LocatedDict()
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            faults.append(EntryFault(at, "A name is missing before the colon."))
            continue
        if name in mapping:
            faults.append(EntryFault(at, f"“{name}” is written twice; the first one is in line {lines[name]}."))
            continue
        mapping[name], lines[name] = _value(value, faults, depth + 1), at
    mapping.line, mapping.lines = line, lines
    return mapping


def _scalar(node: yaml.ScalarNode) -> object:
    """Only bare true, false, null and decimal figures are more than text: “no” and “1:30” stay words."""
    text = str(node.value)
    if node.style is not None:
        return text
    if NULL.match(text):
        return None
    if BOOL.match(text):
        return text == "true"
    if WHOLE.match(text):
        return int(text)
    return Fraction(text) if BROKEN.match(text) else text
