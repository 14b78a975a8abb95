"""What a reader asks a file for: columns with the names under which people write them, and the kinds of their cells."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from lms.tables.sentences import Sentence
from lms.text.folding import Accents, Letters, fold

NO_LETTERS = re.compile(r"[\W_]+")


class InputKind(StrEnum):
    """What the cells of a column hold, and how they are given to whoever reads the file."""

    TEXT = auto()  # str
    NAME = auto()  # str, with the signs that names of people may hold
    EMAIL = auto()  # str
    DATE = auto()  # date
    WHOLE = auto()  # int
    DECIMAL = auto()  # Decimal
    YES_NO = auto()  # bool


@dataclass(frozen=True)
class InputColumn:
    """A column by the names that its header may have, in any language; case, accents and punctuation do not count.

    A `required` column must be in the file; where `filled`, each of its cells must hold something.
    """

    key: str
    title: Any  # a text, or one that is translated when it is shown
    names: tuple[str, ...]
    kind: InputKind = InputKind.TEXT
    required: bool = False
    filled: bool = False
    longest: int = 200  # characters of a text


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell, or with a whole row, which names no column."""

    row: int
    column: str  # its key
    said: Sentence


def folded_name(name: str) -> str:
    """A name of a column as names are compared: letters and figures alone, without case and accents."""
    letters = Letters.CROSSED | Letters.LIGATURES
    return NO_LETTERS.sub("", fold(name, accents=Accents.LATIN, letters=letters, compatible=True))
