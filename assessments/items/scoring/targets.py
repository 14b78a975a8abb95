"""What a number is measured against: a value with a tolerance, a range, or bands."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain, within
from assessments.items.scoring.answers import Json
from assessments.items.scoring.bands import Bands, bands_key, parse_bands, restore_bands


class ToleranceType(StrEnum):
    """Whether the tolerance is a distance or a share of the value."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


@dataclass(frozen=True)
class Tolerance:
    """A value, and how far from it is still right, edge included."""

    value: Fraction
    tolerance: Fraction
    type: ToleranceType = ToleranceType.ABSOLUTE

    @property
    def allowed(self) -> Fraction:
        """The tolerance as a distance."""
        return self.tolerance * abs(self.value) if self.type is ToleranceType.RELATIVE else self.tolerance

    def fraction(self, given: Fraction) -> Fraction:
        """All or nothing."""
        scale = max(abs(self.value), abs(given))
        return Fraction(int(within(abs(given - self.value), self.allowed, scale)))


@dataclass(frozen=True)
class Range:
    """From low to high, both included."""

    low: Fraction
    high: Fraction

    def fraction(self, given: Fraction) -> Fraction:
        """All or nothing."""
        outside = max(self.low - given, given - self.high, Fraction(0))
        return Fraction(int(within(outside, Fraction(0), max(abs(self.low), abs(self.high)))))


Target = Tolerance | Range | Bands


def parse_target(entry: Entry) -> Target:
    """`value` with `tolerance` or `bands`, or `low` and `high`."""
    if entry.has("low") or entry.has("high"):
        low, high = entry.number("low"), entry.number("high")
        if low > high:
            entry.fault("“low” must not be above “high”.", "low")
        return Range(low, high)
    value = entry.number("value")
    if entry.has("bands"):
        return parse_bands(entry, value)
    tolerance = entry.number("tolerance", least=0, default=Fraction(0))
    measure = entry.choice("tolerance_type", ToleranceType, ToleranceType.ABSOLUTE)
    if measure is ToleranceType.RELATIVE and value == 0:
        entry.fault("A relative tolerance of the value 0 is no tolerance; use absolute.", "tolerance_type")
    return Tolerance(value, tolerance, measure)


def target_key(target: Target) -> Json:
    """The target as JSON, exact."""
    if isinstance(target, Range):
        return {"rule": "range", "low": plain(target.low), "high": plain(target.high)}
    if isinstance(target, Bands):
        return {"rule": "bands", **bands_key(target)}
    return {
        "rule": "tolerance",
        "value": plain(target.value),
        "tolerance": plain(target.tolerance),
        "tolerance_type": target.type.value,
    }


def restore_target(key: Json) -> Target:
    """The target again, from the key; numbers of JSON are taken as they were written."""
    if key["rule"] == "range":
        return Range(exact(key["low"]), exact(key["high"]))
    if key["rule"] == "bands":
        return restore_bands(key)
    return Tolerance(exact(key["value"]), exact(key["tolerance"]), ToleranceType(key["tolerance_type"]))


def in_words(target: Target, decimal: str = ".") -> str:
    """The right answer as figures: “115”, “115 ± 3” or “10 … 12.5”."""
    if isinstance(target, Range):
        return f"{plain(target.low)} … {plain(target.high)}".replace(".", decimal)
    if isinstance(target, Bands):
        return f"{plain(target.value)} ± {plain(target.bands[0].distance)}".replace(".", decimal)
    spread = f" ± {plain(target.allowed)}" if target.allowed else ""
    return f"{plain(target.value)}{spread}".replace(".", decimal)
