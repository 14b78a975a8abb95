"""YAML of question files."""

from functools import lru_cache

from lms.text.located_yaml import Dialect, LocatedYaml
from lms.text.located_yaml import read_yaml as read_located_yaml
from lms.text.problems import Problem


@lru_cache(maxsize=128)  # a course is checked and loaded in one go, and beside its translations: the same files again
def _read(text: str) -> LocatedYaml:
    return read_located_yaml(text, dialect=Dialect.PLAIN)


def read_yaml(text: str) -> tuple[object, list[Problem]]:
    """The document with its lines, and what is wrong with it as YAML; nobody changes the document."""
    read = _read(text)
    return read.value, list(read.problems)
