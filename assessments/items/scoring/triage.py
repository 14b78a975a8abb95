"""What stopping some consignments of many is worth: hits, misses and false alarms."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt

PLACES = 10**9  # the correlation is a root; it is cut after nine decimals, so that it is exact from then on


class TriageRule(StrEnum):
    """How the flagged lines are scored."""

    MCC = "mcc"
    YOUDEN_WEIGHTED = "youden_weighted"


@dataclass(frozen=True)
class Triage:
    """Of the suspicious lines those flagged (hits) and not (misses), of the others false alarms and cleared ones."""

    hits: int
    misses: int
    false_alarms: int
    cleared: int

    @property
    def suspicious(self) -> int:
        """Lines that should have been flagged."""
        return self.hits + self.misses

    @property
    def flagged(self) -> int:
        """Lines that were."""
        return self.hits + self.false_alarms

    @property
    def precision(self) -> Fraction | None:
        """How much of what was flagged is suspicious; None where nothing was."""
        return Fraction(self.hits, self.flagged) if self.flagged else None

    @property
    def recall(self) -> Fraction | None:
        """How much of what is suspicious was flagged; None where nothing is."""
        return Fraction(self.hits, self.suspicious) if self.suspicious else None

    @property
    def f1(self) -> Fraction:
        """The harmonic mean of both, for feedback alone: flagging everything would earn by it."""
        if not self.suspicious:
            return Fraction(int(not self.flagged))
        return Fraction(2 * self.hits, 2 * self.hits + self.misses + self.false_alarms)


def count(lines: AbstractSet[str], suspicious: AbstractSet[str], flagged: AbstractSet[str]) -> Triage:
    """How the lines came out."""
    return Triage(
        len(suspicious & flagged),
        len(suspicious - flagged),
        len(flagged - suspicious),
        len(lines - suspicious - flagged),
    )


def mcc(t: Triage) -> Fraction:
    """Matthews' correlation of flags and suspicion, never below 0; 0 where one side is all the same."""
    product = t.flagged * t.suspicious * (t.cleared + t.false_alarms) * (t.cleared + t.misses)
    covariance = t.hits * t.cleared - t.false_alarms * t.misses
    if product == 0 or covariance <= 0:
        return Fraction(0)
    return Fraction(isqrt(covariance**2 * PLACES**2 // product), PLACES)


def score_flags(
    rule: TriageRule, lines: AbstractSet[str], weights: Mapping[str, Fraction], flagged: AbstractSet[str]
) -> Fraction:
    """What the flagged lines earn, given the weight of each suspicious one; none suspicious: all for no flag."""
    if not weights:
        return Fraction(int(not flagged))
    return RULES[rule](count(lines, weights.keys(), flagged), weights, flagged)


def _mcc(t: Triage, _weights: Mapping[str, Fraction], _flagged: AbstractSet[str]) -> Fraction:
    return mcc(t)


def _youden_weighted(t: Triage, weights: Mapping[str, Fraction], flagged: AbstractSet[str]) -> Fraction:
    """The share of the weight that was flagged, less the share of harmless lines that was."""
    hit = sum((weight for line, weight in weights.items() if line in flagged), Fraction(0))
    false_alarms = Fraction(t.false_alarms, t.false_alarms + t.cleared)
    return max(Fraction(0), hit / sum(weights.values()) - false_alarms)


RULES: dict[TriageRule, Callable[[Triage, Mapping[str, Fraction], AbstractSet[str]], Fraction]] = {
    TriageRule.MCC: _mcc,
    TriageRule.YOUDEN_WEIGHTED: _youden_weighted,
}
