"""YAML parser that keeps the source line of every value, and reports all that is wrong instead of raising.

Names given twice and references (`*name`) are refused: a few lines of them can fill a memory.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

import yaml

from lms.text.problems import Problem

LARGEST = 2_000_000  # characters; a file of questions has some tens of thousands
DEEPEST = 12

NAMED_PART = re.compile(r"(?<!\w)&\S")  # perhaps `&name`, to which a reference could lead
NULL = re.compile(r"(?:~|null|)\Z")
BOOL = re.compile(r"(?:true|false)\Z")
WHOLE = re.compile(r"[-+]?[0-9]{1,30}\Z")
BROKEN = re.compile(r"[-+]?(?:[0-9]{1,30}\.[0-9]{0,30}|\.[0-9]{1,30})\Z")


class Dialect(StrEnum):
    """Which bare words stand for more than text."""

    YAML = "yaml"  # those of YAML 1.1: days, yes and no, numbers of all kinds
    PLAIN = "plain"  # true, false, null and decimal figures, exact: “no” and “1:30” stay words


class LocatedDict(dict[Any, Any]):
    """A mapping that knows the line of each of its names."""

    line: int = 0
    lines: Mapping[Any, int] = {}


class LocatedList(list[Any]):
    """A list that knows the line of each of its members."""

    line: int = 0
    lines: Sequence[int] = ()


@dataclass
class LocatedYaml:
    """The value of a text, its mappings and lists located, and what is wrong with it; their file is left empty."""

    value: Any = None
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """The line of the value at this path, or of the nearest thing round it."""
        here = self.value
        at = here.line if isinstance(here, LocatedDict | LocatedList) else 1
        for step in path:
            lines = _lines_of(here)
            if step not in lines:
                break
            here, at = here[step], lines[step]
        return at


def _lines_of(value: object) -> Mapping[Any, int]:
    if isinstance(value, LocatedList):
        return dict(enumerate(value.lines))
    return value.lines if isinstance(value, LocatedDict) else {}


def read_yaml(text: str, *, offset: int = 0, dialect: Dialect = Dialect.YAML) -> LocatedYaml:
    """The value of a text whose first line is line `offset` + 1 of its file; nothing where it is no YAML."""
    if len(text) > LARGEST:
        return _refused(1 + offset, f"The file is longer than {LARGEST} characters.")
    try:
        node = _composed(text)
        made = LocatedYaml()
        if node is not None:
            made.value = _Reading(offset, made.problems, *_SCALARS[dialect]()).value(node, 0)
    except _Reference as fault:
        return _refused(_line(fault) + offset, "References (*name) are not used in these files.")
    except yaml.MarkedYAMLError as fault:
        return _refused(_line(fault) + offset, f"This is not YAML: {fault.problem or fault.context}.")
    except yaml.YAMLError:
        return _refused(1 + offset, "This is not YAML: it holds a character that YAML does not allow.")
    except RecursionError:
        return _refused(1 + offset, "This is nested too deeply.")
    return made


_Scalar = Callable[[yaml.ScalarNode], object]
_Scalars = tuple[_Scalar, _Scalar]  # how a bare word becomes a value, and how it becomes a name


class _Reference(yaml.MarkedYAMLError):
    """A reference to another part of the text, by which a short file could stand for an endless one."""


class _Composer(yaml.SafeLoader):
    """Composes a text without references."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node, if it is written out."""
        if self.check_event(yaml.AliasEvent):
            raise _Reference(problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]  # no stub
        return super().compose_node(parent, index)


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text: by libyaml, which is much quicker, where nothing is wrong and no part has a name.

    What libyaml refuses is read once more by PyYAML's own parser: that one knows references, and words its faults.
    """
    if yaml.__with_libyaml__ and not NAMED_PART.search(text):
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=_Composer)


def _refused(line: int, message: str) -> LocatedYaml:
    return LocatedYaml(None, [Problem("", line, message)])


def _line(fault: yaml.MarkedYAMLError) -> int:
    """The line of a fault, counted from 1; 1 where there is none."""
    place = fault.problem_mark or fault.context_mark
    return int(place.line) + 1 if place else 1


@dataclass
class _Reading:
    """One pass through the nodes of a text."""

    offset: int
    problems: list[Problem]
    as_value: _Scalar
    as_name: _Scalar

    def at(self, node: yaml.Node) -> int:
        """The line of the file on which a node begins."""
        return int(node.start_mark.line) + 1 + self.offset

    def note(self, line: int, message: str) -> None:
        """Something wrong on this line."""
        self.problems.append(Problem("", line, message))

    def value(self, node: yaml.Node, depth: int) -> object:
        """The value of a node, with the lines of what is in it."""
        if depth > DEEPEST:
            self.note(self.at(node), "This is nested too deeply.")
            return None
        if isinstance(node, yaml.SequenceNode):
            members = LocatedList(self.value(one, depth + 1) for one in node.value)
            members.line, members.lines = self.at(node), [self.at(one) for one in node.value]
            return members
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        assert isinstance(node, yaml.ScalarNode)
        return self.scalar(node, self.as_value)

    def scalar(self, node: yaml.ScalarNode, made_by: _Scalar) -> object:
        """What a word stands for; a word such as a day that no calendar has stands for nothing."""
        try:
            return made_by(node)
        except ValueError as fault:
            self.note(self.at(node), f"This value cannot be read: {fault}.")
            return None

    def mapping(self, node: yaml.MappingNode, depth: int) -> LocatedDict:
        """Names and values; of a name that is written twice the first counts."""
        made, lines = LocatedDict(), dict[Any, int]()
        for name_node, value_node in node.value:
            line = self.at(name_node)
            name = self.scalar(name_node, self.as_name) if isinstance(name_node, yaml.ScalarNode) else None
            if not isinstance(name, str | int) or name == "":
                self.note(line, "A name is missing before the colon: it must be a word or a number.")
            elif name in made:
                self.note(line, f"“{name}” is written twice; the first one is in line {lines[name]}.")
            else:
                made[name], lines[name] = self.value(value_node, depth + 1), line
        made.line, made.lines = self.at(node), lines
        return made


def _plain_scalar(node: yaml.ScalarNode) -> object:
    text = str(node.value)
    if node.style:  # quoted; one parser says None of a bare word, the other ""
        return text
    if NULL.match(text):
        return None
    if BOOL.match(text):
        return text == "true"
    if WHOLE.match(text):
        return int(text)
    return Fraction(text) if BROKEN.match(text) else text


def _plain_name(node: yaml.ScalarNode) -> object:
    return str(node.value)


def _yaml_1_1() -> _Scalars:
    construct = yaml.constructor.SafeConstructor().construct_object
    return construct, construct


_SCALARS: dict[Dialect, Callable[[], _Scalars]] = {
    Dialect.YAML: _yaml_1_1,
    Dialect.PLAIN: lambda: (_plain_scalar, _plain_name),
}
