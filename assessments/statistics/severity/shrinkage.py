"""Empirical Bayes: a mean residual, drawn towards nought the more the fewer ratings stand behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class ShrunkEffect:
    """A mean residual as it is and as it is shown, with the standard error where the performances are known."""

    n: int
    raw: float
    shrunk: float
    se: float


def shrink(residuals: Sequence[float], *, var_rater: float, var_error: float) -> ShrunkEffect | None:
    """The effect of an assessor: n·σr²/(n·σr² + σe²) of the mean residual; nothing without a residual or variance."""
    n = len(residuals)
    below = n * var_rater + var_error
    if not n or below <= 0:
        return None
    raw = sum(residuals) / n
    return ShrunkEffect(n, raw, n * var_rater / below * raw, sqrt(var_rater * var_error / below))
