"""Modified Angoff: judges say how many of the just competent would be right, in two rounds. Angoff (1971)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from assessments.statistics.agreement.intraclass import intraclass
from assessments.statistics.available import np, stats
from assessments.statistics.matrices import defined

FEWEST_JUDGES = 8
Judgements = Sequence[Sequence[float]]  # rows judges, columns items, from 0 to 1


@dataclass(frozen=True)
class AngoffCut:
    """A cut with how sure it is and how far each judge is from it; no judge is left out automatically."""

    cut: float  # points
    cut_percent: float
    se: float
    ci95: tuple[float, float]
    judge_cuts: tuple[float, ...]
    judge_deviations: tuple[float, ...]
    median_cut: float
    icc2: float | None
    icc2k: float | None

    @property
    def enough_judges(self) -> bool:
        """Whether as many judged as such a cut needs."""
        return len(self.judge_cuts) >= FEWEST_JUDGES


@dataclass(frozen=True)
class AngoffRounds:
    """What the second round changed; its cut is the one that counts."""

    first: AngoffCut
    second: AngoffCut
    moved: tuple[float, ...]  # of each judge, in points
    with_facility: float | None  # correlation of the judged with the real difficulty


def angoff_cut(judgements: Judgements) -> AngoffCut | None:
    """The mean of the judges' sums; nothing without two judges and an item."""
    matrix = np.array(judgements, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] < 2 or matrix.shape[1] < 1:
        return None
    sums = matrix.sum(axis=1)
    cut, judges, items = float(sums.mean()), *matrix.shape
    se = float(sums.std(ddof=1)) / sqrt(judges)
    reach = float(stats.t.ppf(0.975, judges - 1)) * se
    agreement = intraclass(matrix.T)
    return AngoffCut(
        cut=cut,
        cut_percent=100 * cut / items,
        se=se,
        ci95=(cut - reach, cut + reach),
        judge_cuts=tuple(float(one) for one in sums),
        judge_deviations=tuple(float(one) for one in sums - cut),
        median_cut=float(np.median(sums)),
        icc2=agreement["ICC(2)"],
        icc2k=agreement["ICC(2,k)"],
    )


def angoff_rounds(
    first: Judgements, second: Judgements, facilities: Sequence[float] | None = None
) -> AngoffRounds | None:
    """Two rounds of the same judges on the same items; the facilities are what the judges saw in between."""
    before, after = angoff_cut(first), angoff_cut(second)
    if before is None or after is None:
        return None
    moved = tuple(b - a for a, b in zip(before.judge_cuts, after.judge_cuts, strict=True))
    return AngoffRounds(before, after, moved, _correlation(second, facilities))


def _correlation(judgements: Judgements, facilities: Sequence[float] | None) -> float | None:
    means = np.mean(np.array(judgements, dtype=float), axis=0)
    if facilities is None or np.ptp(means) == 0 or np.ptp(facilities) == 0:
        return None
    return defined(np.corrcoef(means, facilities)[0, 1])
