"""Every scalar of a YAML text as it is written, with its line and the names that lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from lms.text.located_yaml import read_yaml


@dataclass(frozen=True)
class WrittenScalar:
    """A word or text of a YAML file, with its quotation marks, as its author wrote it."""

    path: tuple[str, ...]  # names of mappings; of a name itself those that lead to it
    entry: int  # of the outermost list; 0 where there is none
    written: str
    line: int  # of its first sign
    value: str
    is_quoted: bool
    is_name: bool  # stands before a colon


def written_scalars(text: str) -> list[WrittenScalar] | None:
    """All of them in order; None where the text is no YAML, or refers to other parts of itself."""
    if read_yaml(text).problems:  # references among them, by which a short text could stand for an endless one
        return None
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.SequenceNode):
        return [one for place, node in enumerate(root.value) for one in _scalars(text, node, (), place)]
    return list(_scalars(text, root, (), 0)) if root else []


def _scalars(text: str, node: yaml.Node, path: tuple[str, ...], entry: int) -> Iterator[WrittenScalar]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield _written(text, name, path, entry, is_name=True)
            yield from _scalars(text, value, (*path, str(name.value)), entry)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _scalars(text, one, path, entry)
    elif isinstance(node, yaml.ScalarNode):
        yield _written(text, node, path, entry, is_name=False)


def _written(text: str, node: yaml.ScalarNode, path: tuple[str, ...], entry: int, *, is_name: bool) -> WrittenScalar:
    begin, end = node.start_mark, node.end_mark
    written = text[begin.index : end.index].rstrip()
    return WrittenScalar(path, entry, written, begin.line + 1, str(node.value), node.style in ("'", '"'), is_name)
