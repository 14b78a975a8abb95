"""Sums over the groups of a course: each group shows what it may show alone, and a course shows the sum of these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.surveys.rules.summary import SurveySummary
from courses.surveys.rules.suppression import by_fives, suppressed


@dataclass(frozen=True)
class Share:
    """How many of how many did something; of groups too small for that nothing is said."""

    number: int
    of: int


@dataclass(frozen=True)
class MeanOf:
    """The mean that so many people gave on a scale."""

    mean: float
    number: int


@dataclass(frozen=True)
class Uses:
    """How many of how many used something, and on how many days in whole lots: at least so many."""

    people: Share
    days: int


def share(parts: Iterable[tuple[int, int]]) -> Share | None:
    """Of groups, each as (how many did it, how many there are), the sum of those that give nobody away."""
    shown = [(did, of) for did, of in parts if suppressed((did, of - did)).is_whole]
    return Share(sum(did for did, _of in shown), sum(of for _did, of in shown)) if shown else None


def uses(parts: Iterable[tuple[int, int, int]]) -> Uses | None:
    """The same of groups as (people who used it, people, days of use)."""
    shown = [(did, of, days) for did, of, days in parts if suppressed((did, of - did)).is_whole]
    people = share((did, of) for did, of, _days in shown)
    return Uses(people, sum(by_fives(days) for _did, _of, days in shown)) if people else None


def means(summaries: Iterable[SurveySummary | None]) -> Mapping[str, MeanOf]:
    """The mean of each scale over several groups, from what each of them shows alone."""
    found: dict[str, list[MeanOf]] = {}
    for summary in summaries:
        for one in summary.questions if summary else ():
            if one.mean is not None and one.number is not None:
                found.setdefault(one.key, []).append(MeanOf(one.mean, one.number))
    return {key: _together(each) for key, each in found.items()}


def _together(each: list[MeanOf]) -> MeanOf:
    number = sum(one.number for one in each)
    return MeanOf(sum(one.mean * one.number for one in each) / number, number)
