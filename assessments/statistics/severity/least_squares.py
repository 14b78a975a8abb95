"""Effects of assessors as fixed: least squares of score = performance + assessor, the effects adding up to nought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.statistics.available import np
from assessments.statistics.severity.connectedness import connected_groups

if TYPE_CHECKING:
    from assessments.statistics.matrices import Array


@dataclass(frozen=True)
class FixedEffects:
    """How lenient each assessor is, and what each performance would have with all of them."""

    assessors: list[float]
    adjusted: list[float]


def fixed_effects(matrix: Array) -> FixedEffects | None:
    """The effects, positive for who is lenient; nothing where no chain of shared performances joins the assessors."""
    rows, columns = np.nonzero(~np.isnan(matrix))
    if len(connected_groups(zip(rows.tolist(), columns.tolist(), strict=True))) != 1:
        return None
    n, k = matrix.shape
    design = np.zeros((len(rows) + 1, n + k))
    design[np.arange(len(rows)), rows] = 1
    design[np.arange(len(rows)), n + columns] = 1
    design[-1, n:] = 1  # the effects add up to nought
    found = np.linalg.lstsq(design, np.append(matrix[rows, columns], 0.0), rcond=None)[0]
    return FixedEffects([float(one) for one in found[n:]], [float(one) for one in found[:n]])
