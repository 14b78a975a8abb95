"""Integer programs, solved by HiGHS through scipy, which is loaded when it is first used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assessments.statistics.available import np, optimize, sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

INFINITY = float("inf")


class ProgramStatus(StrEnum):
    """How the search for a solution ended."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"  # proved: there is none
    UNKNOWN = "unknown"  # none was found in the time given


@dataclass
class IntegerProgram:
    """Variables with their bounds and costs, and rows that bound sums of them, added one by one."""

    costs: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    integral: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    row_lows: list[float] = field(default_factory=list)
    row_highs: list[float] = field(default_factory=list)

    def choice(self, cost: float = 0.0) -> int:
        """A variable that is 0 or 1; its number is the answer."""
        return self._variable(cost, 1.0, integral=True)

    def amount(self, cost: float = 0.0, most: float = INFINITY) -> int:
        """A variable that is any amount from 0 up."""
        return self._variable(cost, most, integral=False)

    def _variable(self, cost: float, most: float, *, integral: bool) -> int:
        self.costs.append(cost)
        self.lows.append(0.0)
        self.highs.append(most)
        self.integral.append(1 if integral else 0)
        return len(self.costs) - 1

    def row(self, terms: Sequence[tuple[int, float]], *, low: float = -INFINITY, high: float = INFINITY) -> None:
        """Demand that the sum of the terms, each a variable and its factor, lies between low and high."""
        number = len(self.row_lows)
        self.entries.extend((number, variable, factor) for variable, factor in terms)
        self.row_lows.append(low)
        self.row_highs.append(high)


@dataclass(frozen=True)
class ProgramAnswer:
    """How it ended, and the value of each variable where a solution was found."""

    status: ProgramStatus
    values: "NDArray[np.float64] | None" = None
    best: bool = False  # proved to cost least, within the gap
    cost: float = 0.0

    def chosen(self, variable: int) -> bool:
        """Whether a 0-or-1 variable is 1."""
        return self.values is not None and bool(self.values[variable] > 0.5)


def solve(program: IntegerProgram, *, seconds: float, gap: float = 0.01) -> ProgramAnswer:
    """The cheapest solution within the gap, or the best one found in so many seconds."""
    if not program.costs:
        holds = all(low <= 0 <= high for low, high in zip(program.row_lows, program.row_highs, strict=True))
        return (
            ProgramAnswer(ProgramStatus.SOLVED, np.zeros(0), best=True)
            if holds
            else ProgramAnswer(ProgramStatus.INFEASIBLE)
        )
    if seconds <= 0:
        return ProgramAnswer(ProgramStatus.UNKNOWN)
    found = optimize.milp(
        c=np.array(program.costs),
        integrality=np.array(program.integral),
        bounds=optimize.Bounds(np.array(program.lows), np.array(program.highs)),
        constraints=_rows(program),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if found.x is not None:
        return ProgramAnswer(ProgramStatus.SOLVED, found.x, best=found.status == 0, cost=float(found.fun))
    return ProgramAnswer(ProgramStatus.INFEASIBLE if found.status == 2 else ProgramStatus.UNKNOWN)


def _rows(program: IntegerProgram) -> "list[optimize.LinearConstraint]":
    rows, columns, factors = zip(*program.entries, strict=True) if program.entries else ((), (), ())
    shape = (len(program.row_lows), len(program.costs))
    matrix = sparse.csr_array((np.array(factors, float), (np.array(rows, int), np.array(columns, int))), shape=shape)
    return [optimize.LinearConstraint(matrix, np.array(program.row_lows), np.array(program.row_highs))]


def best_matching(weights: "NDArray[np.float64]") -> list[tuple[int, int]]:
    """Pairs of a row and a column, each used once at the most, with the greatest sum of weights."""
    rows, columns = optimize.linear_sum_assignment(weights, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
