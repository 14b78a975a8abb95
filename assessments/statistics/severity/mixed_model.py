"""REML of score = exercise + performance + assessor + error, performances and assessors drawn from many.

Henderson's mixed model equations; the performances are eliminated, so what is solved is as large as the exercises and
assessors. With the variances found, the effects are those of empirical Bayes. Searle, Casella and McCulloch (1992).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessments.statistics.available import np, optimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assessments.statistics.matrices import Array

NOUGHT = 1e-6  # a variance that is this small a part of the error is none
REACH = (-14.0, 14.0)  # of the logarithm of a variance as a multiple of the error
STARTS = ((0.5, -1.0), (-3.0, -3.0))  # the second where the first leads nowhere


@dataclass(frozen=True)
class Design:
    """Who rated what: for each score its performance, assessor and exercise as numbers from 0."""

    scores: Array
    performances: Array
    assessors: Array
    exercises: Array


@dataclass(frozen=True)
class MixedModel:
    """The variances and what follows from them for each assessor and each score."""

    var_performance: float
    var_rater: float
    var_error: float
    effects: Array  # of assessors; positive: lenient
    errors: Array  # standard errors of these against the mean of all, with what is not known of the performances
    residuals: Array  # of scores
    residual_variances: Array  # that the residuals should have


class _Equations:
    """The mixed model equations of a design, for any two ratios of variances."""

    def __init__(self, design: Design) -> None:
        self.scores = np.asarray(design.scores, dtype=float)
        self.performances = np.asarray(design.performances, dtype=int)
        fixed = np.eye(int(design.exercises.max()) + 1)[design.exercises]
        self.fixed = fixed.shape[1]
        raters = np.eye(int(design.assessors.max()) + 1)[design.assessors]
        self.rows = np.hstack([fixed, raters])
        many = int(self.performances.max()) + 1
        self.per_performance = np.bincount(self.performances, minlength=many).astype(float)
        self.met = np.zeros((many, self.rows.shape[1]))
        np.add.at(self.met, self.performances, self.rows)
        self.sums = np.bincount(self.performances, weights=self.scores, minlength=many)
        self.square, self.right = self.rows.T @ self.rows, self.rows.T @ self.scores

    def reduced(self, performance: float, rater: float) -> tuple[Array, Array, Array]:
        """The equations without the performances, their right side, and what the performances were divided by."""
        divided = self.per_performance + 1 / performance
        matrix = self.square - self.met.T @ (self.met / divided[:, None])
        matrix[np.arange(self.fixed, len(matrix)), np.arange(self.fixed, len(matrix))] += 1 / rater
        return matrix, self.right - self.met.T @ (self.sums / divided), divided

    def deviance(self, logs: Array) -> float:
        """Minus twice the restricted log-likelihood, up to a constant, at the best error variance."""
        performance, rater = np.exp(np.clip(logs, *REACH))
        matrix, right, divided = self.reduced(performance, rater)
        sign, size = np.linalg.slogdet(matrix)
        free = len(self.scores) - self.fixed
        left = self.scores @ self.scores - right @ np.linalg.solve(matrix, right) - self.sums @ (self.sums / divided)
        if sign <= 0 or left <= 0:
            return float("inf")
        weights = np.log(divided).sum() + len(divided) * np.log(performance)
        return float(free * np.log(left) + size + weights + (len(matrix) - self.fixed) * np.log(rater))


def fit(design: Design) -> MixedModel | None:
    """The model by restricted maximum likelihood; nothing where nothing is left over, or nothing is rated twice."""
    equations = _Equations(design)
    spread = float(np.ptp(equations.scores)) if len(equations.scores) else 0.0
    if spread == 0 or len(equations.scores) <= len(equations.per_performance) + 1:
        return None
    for start in STARTS:
        options = {"xatol": 1e-5, "fatol": 1e-8, "maxiter": 400}
        best = optimize.minimize(equations.deviance, start, method="Nelder-Mead", options=options)
        if best.success and np.isfinite(best.fun):
            break
    else:
        return None
    performance, rater = np.exp(np.clip(best.x, *REACH))
    return _solved(equations, float(performance), float(rater), spread)


def _solved(equations: _Equations, performance: float, rater: float, spread: float) -> MixedModel | None:
    """Effects, residuals and their errors at these ratios."""
    matrix, right, divided = equations.reduced(performance, rater)
    inverse = np.linalg.inv(matrix)
    effects = inverse @ right
    drawn = (equations.sums - equations.met @ effects) / divided
    free = len(equations.scores) - equations.fixed
    left = equations.scores @ equations.scores - right @ effects - equations.sums @ (equations.sums / divided)
    error = max(0.0, float(left)) / free
    if error < (NOUGHT * spread) ** 2:
        return None
    at = equations.performances
    residuals = equations.scores - equations.rows @ effects - drawn[at]
    apart = equations.rows - (equations.met / divided[:, None])[at]
    leverage = np.einsum("ij,jk,ik->i", apart, inverse, apart) + 1 / divided[at]
    none = rater <= NOUGHT
    return MixedModel(
        var_performance=0.0 if performance <= NOUGHT else performance * error,
        var_rater=0.0 if none else rater * error,
        var_error=error,
        effects=np.zeros(len(matrix) - equations.fixed) if none else effects[equations.fixed :],
        errors=np.sqrt(error * _against_the_mean(inverse[equations.fixed :, equations.fixed :])),
        residuals=residuals,
        residual_variances=error * np.clip(1 - leverage, 1e-9, None),
    )


def _against_the_mean(covariance: NDArray[Any]) -> Array:
    """The variance of each effect less the mean of all: they are compared with each other, not with those to come."""
    rows = covariance.mean(axis=1)
    return np.asarray(np.clip(np.diag(covariance) - 2 * rows + covariance.mean(), 0, None))
