"""What a reader can find out about numbers that were left out: linear programming over all sums that are shown.

Written apart from the rule: it knows nothing of flows, only people in boxes (by row and stage, by row and sex) and the
sums of boxes that stand in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from assessments.statistics.available import np, optimize
from certificates.reporting.rules.suppression import BySex, Counted, Shown

NEARLY = 1e-6
Cell = tuple[str, ...]


class Reader:
    """Somebody who knows the rules of the tables and every number that is shown."""

    def __init__(self, tables: list[Counted], sexes: BySex | None, shown: Mapping[Cell, int | None]) -> None:
        self.shown, self.boxes = shown, {}
        self.sums: dict[Cell, list[int]] = {}
        self.equal: list[tuple[list[int], list[int]]] = []
        for table in tables:
            self._table(table)
        if sexes is not None:
            self._sexes(tables[0], sexes)
        self._know()

    def _box(self, *name: str) -> int:
        return self.boxes.setdefault(name, len(self.boxes))

    def _table(self, table: Counted) -> None:
        last = len(table.totals)
        for row in table.rows:
            for stage in range(last):
                self.sums[table.name, row, str(stage)] = [
                    self._box(table.name, row, str(beyond)) for beyond in range(stage, last)
                ]
        for stage in range(last):
            whole = [box for row in table.rows for box in self.sums[table.name, row, str(stage)]]
            before = self.sums.setdefault(("total", str(stage)), whole)
            if before is not whole:  # the totals of two tables are the same numbers
                self.equal.append((before, whole))

    def _sexes(self, table: Counted, sexes: BySex) -> None:
        for sex in sexes.totals:
            self.sums["sex", sex] = [self._box("sex", row, sex) for row in table.rows]
        for row in table.rows:
            self.equal.append((self.sums[table.name, row, "0"], [self._box("sex", row, sex) for sex in sexes.totals]))
        for row in sexes.countries:
            for sex in sexes.totals:
                self.sums["sex-country", row, sex] = [self._box("sex", row, sex)]

    def _know(self) -> None:
        width, left, right = len(self.boxes), [], []
        for key, boxes in self.sums.items():
            if self.shown.get(key) is not None:
                left.append(self._line(boxes, width))
                right.append(self.shown[key])
        for ones, others in self.equal:
            left.append(self._line(ones, width) - self._line(others, width))
            right.append(0)
        listed = [key for key in self.shown if key[0] in ("country", "course") and key[2] == "0"]
        self.at_least = [-self._line(self.sums[key], width) for key in listed]  # who is listed has somebody
        self.left, self.right = np.array(left), np.array(right, dtype=float)

    @staticmethod
    def _line(boxes: list[int], width: int) -> np.ndarray:
        line = np.zeros(width)
        for box in boxes:
            line[box] += 1
        return line

    def values(self, key: Cell) -> int:
        """How many whole numbers a number that was left out may be."""
        wish = self._line(self.sums[key], len(self.boxes))
        least, most = self._end(wish, key), self._end(-wish, key)
        return floor(-most + NEARLY) - ceil(least - NEARLY) + 1

    def _end(self, wish: np.ndarray, key: Cell) -> float:
        more = {"A_ub": np.array(self.at_least), "b_ub": -np.ones(len(self.at_least))} if self.at_least else {}
        same = {"A_eq": self.left, "b_eq": self.right} if len(self.right) else {}
        found = optimize.linprog(wish, **same, **more, bounds=(0, 10_000), method="highs")
        assert found.status == 0, (key, found.message)
        return float(found.fun)


def known_too_well(tables: list[Counted], sexes: BySex | None, shown: Shown, least: int = 5) -> list[Cell]:
    """The numbers left out that a reader bounds to fewer than so many values."""
    reader = Reader(tables, sexes, shown.cells)
    hidden = [key for key, value in shown.cells.items() if value is None and key in reader.sums]
    return [key for key in hidden if reader.values(key) < least]
