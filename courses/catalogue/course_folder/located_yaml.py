"""YAML that remembers on which line each value stands; names given twice and references are refused."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]


class YamlFault(Exception):
    """The text is not YAML as this house reads it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Marked:
    """The value of a YAML text, and the line of everything in it."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the value at this path, or of the nearest thing round it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Reader(yaml.SafeLoader):
    """Knows no references: a few lines of them can fill a memory."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """One node, unless it refers to another."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it out
            raise YamlFault(mark.line + 1, "References (*name) are not allowed here.")
        return super().compose_node(parent, index)


def read_yaml(text: str, *, offset: int = 0) -> Marked:
    """The value of a text whose first line is line `offset` + 1 of its file."""
    try:
        reader = _Reader(text)
        try:
            node = reader.get_single_node()
            marked = Marked(None)
            marked.value = _value(reader, node, (), marked.lines, offset) if node is not None else None
        finally:
            reader.dispose()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = (mark.line if mark else 0) + 1 + offset
        raise YamlFault(line, f"This is not YAML: {fault.problem or fault.context}.") from fault
    except yaml.YAMLError as fault:
        raise YamlFault(1 + offset, "This is not YAML: it holds a character that YAML does not allow.") from fault
    except RecursionError as fault:
        raise YamlFault(1 + offset, "This is nested too deeply.") from fault
    return marked


def _value(reader: yaml.SafeLoader, node: yaml.Node, path: Path, lines: dict[Path, int], offset: int) -> Any:
    lines[path] = node.start_mark.line + 1 + offset
    if isinstance(node, yaml.SequenceNode):
        return [_value(reader, one, (*path, n), lines, offset) for n, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(reader, node, path, lines, offset)
    try:
        return reader.construct_object(node, deep=True)
    except ValueError as fault:
        raise YamlFault(lines[path], f"This value cannot be read: {fault}.") from fault


def _mapping(
    reader: yaml.SafeLoader, node: yaml.MappingNode, path: Path, lines: dict[Path, int], offset: int
) -> dict[Hashable, Any]:
    made: dict[Hashable, Any] = {}
    for name_node, value_node in node.value:
        name = reader.construct_object(name_node)
        line = name_node.start_mark.line + 1 + offset
        if not isinstance(name, str | int):
            raise YamlFault(line, "A name must be a word or a number.")
        if name in made:
            raise YamlFault(line, f"“{name}” stands here a second time.")
        made[name] = _value(reader, value_node, (*path, name), lines, offset)
        lines[(*path, name)] = line
    return made
