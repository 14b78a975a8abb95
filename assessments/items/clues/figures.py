"""Chance: exact binomial and chi-squared probabilities. Textbook formulas."""

from collections.abc import Sequence
from math import comb, erfc, exp, gamma, sqrt

SAME = 1 + 1e-9  # two probabilities that differ by rounding are one


def binomial_p(found: int, of: int, chance: float) -> float:
    """Two-sided exact probability of a count as far from chance as this or further."""
    if not of:
        return 1.0
    if not 0 < chance < 1:
        return 1.0 if found == (of if chance >= 1 else 0) else 0.0
    each = [comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(of + 1)]
    return min(1.0, sum(one for one in each if one <= each[found] * SAME))


def chi_squared(found: Sequence[float], expected: Sequence[float]) -> float:
    """Pearson's χ²; a cell that nothing is expected in is left out."""
    return sum((one - due) ** 2 / due for one, due in zip(found, expected, strict=True) if due)


def chi_squared_p(value: float, degrees: int) -> float:
    """The probability of a χ² at least as large, by the recursion over two degrees of freedom."""
    if degrees <= 0:
        return 1.0
    half = value / 2
    p, of = (erfc(sqrt(half)), 1) if degrees % 2 else (exp(-half), 2)
    while of < degrees:
        of += 2
        p += half ** (of / 2 - 1) * exp(-half) / gamma(of / 2)
    return p
