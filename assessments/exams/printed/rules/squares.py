"""Squares over a printed picture: an officer's cross counts as its square, so that two people key it in alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from string import ascii_uppercase

ACROSS = 32  # squares; 5 mm each on paper, and 20 of the 640 units of the usual picture
SQUARE = re.compile(r"([A-Za-z]{1,2})\s*([0-9]{1,3})")
BETWEEN = re.compile(r"[\s,;.]*")


class NoSquare(ValueError):
    """What was typed names no square of the picture."""


@dataclass(frozen=True)
class Squares:
    """The squares of a picture of this size; the lowest row may be cut."""

    width: int
    height: int

    @property
    def size(self) -> Fraction:
        """The side of a square, in units of the picture."""
        return Fraction(self.width, ACROSS)

    @property
    def down(self) -> int:
        """How many rows there are."""
        return ceil(self.height / self.size)

    @property
    def columns(self) -> list[str]:
        """A to Z, then AA, AB and so on."""
        letters = ascii_uppercase
        return [letters[n] if n < len(letters) else "A" + letters[n - len(letters)] for n in range(ACROSS)]

    def named(self, points: Sequence[Sequence[float]]) -> list[str]:
        """The squares in which these points lie; of a point on a line, the square after it, save at the edge."""
        found = []
        for x, y in points:
            column = min(int(Fraction(x) / self.size), ACROSS - 1)
            row = min(int(Fraction(y) / self.size), self.down - 1)
            found.append(f"{self.columns[column]}{row + 1}")
        return found

    def middles(self, text: str) -> list[list[int]]:
        """The middles of the squares that a text names, each once, in the order of the picture."""
        found = {self._place(column, row) for column, row in self._read(text)}
        return [self._middle(column, row) for row, column in sorted(found)]

    def _read(self, text: str) -> list[tuple[str, str]]:
        rest, found = BETWEEN.sub("", text, count=1), []
        while rest:
            match = SQUARE.match(rest)
            if match is None:
                raise NoSquare(rest)
            found.append((match[1], match[2]))
            rest = rest[match.end() :]
            rest = rest[BETWEEN.match(rest).end() :]  # type: ignore[union-attr]  # it may match nothing
        return found

    def _place(self, column: str, row: str) -> tuple[int, int]:
        """Row and column, from 0."""
        if column.upper() not in self.columns or not 1 <= int(row) <= self.down:
            raise NoSquare(f"{column}{row}")
        return int(row) - 1, self.columns.index(column.upper())

    def _middle(self, column: int, row: int) -> list[int]:
        top = row * self.size
        bottom = min(top + self.size, Fraction(self.height))
        return [round(column * self.size + self.size / 2), round((top + bottom) / 2)]
