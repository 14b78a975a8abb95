"""Moving a cut: never on the word of few candidates, and from few more carefully. A person always decides."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MovingSettings:
    """Under how many candidates a cut stays, and under how many it is drawn towards the last approved one."""

    fewest: int = 20
    few: int = 30


@dataclass(frozen=True)
class EstimatedCut:
    """A cut with its standard error."""

    cut: float
    se: float


def may_move_cut(candidates: int, settings: MovingSettings) -> bool:
    """Whether this many candidates are enough to propose another cut."""
    return candidates >= settings.fewest


def proposed_cut(
    found: EstimatedCut, approved: EstimatedCut | None, candidates: int, settings: MovingSettings
) -> EstimatedCut | None:
    """What may be proposed to those who decide: nothing from too few; from few, a mean weighted by the two errors."""
    if not may_move_cut(candidates, settings):
        return None
    if approved is None or candidates >= settings.few or found.se <= 0 or approved.se <= 0:
        return found
    new, old = 1 / found.se**2, 1 / approved.se**2
    return EstimatedCut((new * found.cut + old * approved.cut) / (new + old), (new + old) ** -0.5)
