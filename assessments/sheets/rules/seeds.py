"""Seeds: performances with known levels among the others, by which an assessor is watched while marking goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Levels = Sequence[int] | Sequence[Fraction]  # by criterion


class SeedState(StrEnum):
    """Whether an assessor may go on after a seed."""

    ACTIVE = "active"
    SUSPENDED = "suspended"  # what was rated since the last good seed is rated again


@dataclass(frozen=True)
class SeedSettings:
    """How far from the agreed levels is too far, and how often that may happen."""

    tolerance: Fraction = Fraction(1)  # levels, on one criterion
    window: int = 5  # the last so many seeds are looked at
    limit: int = 2  # this many of them too far suspend
    total_tolerance: Fraction | None = None  # None: the total is not looked at


@dataclass(frozen=True)
class SeedStanding:
    """How an assessor stands after so many seeds."""

    n: int
    bad_in_window: int
    state: SeedState


def seed_standings(errors: Levels, settings: SeedSettings) -> list[SeedStanding]:
    """How the assessor stood after each seed, from the error of each in the order of time."""
    return standings_of([abs(Fraction(error)) > settings.tolerance for error in errors], settings)


def standings_of(off: Sequence[bool], settings: SeedSettings) -> list[SeedStanding]:
    """The same where it is known of each seed whether it was off."""
    standings = []
    for n in range(1, len(off) + 1):
        bad = sum(off[max(0, n - settings.window) : n])
        state = SeedState.SUSPENDED if bad >= settings.limit else SeedState.ACTIVE
        standings.append(SeedStanding(n, bad, state))
    return standings


def is_off(given: Levels, agreed: Levels, settings: SeedSettings) -> bool:
    """Whether a rated seed is too far from its agreed levels: on a criterion, or as a total."""
    ours, theirs = [Fraction(level) for level in given], [Fraction(level) for level in agreed]
    errors = [one - other for one, other in zip(ours, theirs, strict=True)]
    if any(abs(error) > settings.tolerance for error in errors):
        return True
    return settings.total_tolerance is not None and abs(sum(errors, Fraction(0))) > settings.total_tolerance


def last_good_seed(off: Sequence[bool]) -> int | None:
    """The place of the last seed that was not off; None if there is none: all work is rated again."""
    return next((place for place in range(len(off) - 1, -1, -1) if not off[place]), None)
