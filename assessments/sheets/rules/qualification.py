"""Calibration: how far an assessor rated reference performances as was agreed, and whether that is near enough.

The thresholds are those for a set of ten to twenty, without weighted kappa, which three performances cannot carry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.rubrics.rules.definition import RubricDefinition

REFERENCES = 3  # performances of a calibration


@dataclass(frozen=True)
class QualificationSettings:
    """How near is near enough."""

    exact: Fraction = Fraction(7, 10)  # share of ratings that are as agreed
    adjacent: Fraction = Fraction(95, 100)  # share that are at most one level away
    bias: Fraction = Fraction(1, 4)  # levels, mean of the signed differences


@dataclass(frozen=True)
class RatedReference:
    """One reference performance: what was agreed, and what the assessor gave."""

    definition: RubricDefinition
    agreed: Mapping[str, int]
    given: Mapping[str, int]


@dataclass(frozen=True)
class AssessorQualification:
    """How near an assessor was, over all criteria of all reference performances."""

    exact: Fraction
    adjacent: Fraction
    bias: Fraction  # above 0: more lenient than agreed
    critical_misses: int  # passed where a critical criterion fails, or the other way round
    qualified: bool


def qualification(
    rated: Sequence[RatedReference], settings: QualificationSettings | None = None
) -> AssessorQualification:
    """Whether these ratings qualify; the thresholds themselves do. At least one performance must be rated."""
    chosen = settings or QualificationSettings()
    errors = [one.given[code] - one.agreed[code] for one in rated for code in one.definition.codes]
    misses = sum(
        (one.given[each.code] >= each.pass_level) != (one.agreed[each.code] >= each.pass_level)
        for one in rated
        for each in one.definition.criteria
        if each.pass_level is not None
    )
    exact = Fraction(sum(error == 0 for error in errors), len(errors))
    adjacent = Fraction(sum(abs(error) <= 1 for error in errors), len(errors))
    bias = Fraction(sum(errors), len(errors))
    near = exact >= chosen.exact and adjacent >= chosen.adjacent and abs(bias) <= chosen.bias
    return AssessorQualification(exact, adjacent, bias, misses, near and not misses)
