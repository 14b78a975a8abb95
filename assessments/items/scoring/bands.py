"""Bands: full points close to the value, fewer farther away; shared by numbers and angles."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, is_number, plain, within
from assessments.items.scoring.answers import Json


@dataclass(frozen=True)
class Band:
    """Within this distance of the value, edge included, this fraction is earned."""

    distance: Fraction
    fraction: Fraction


@dataclass(frozen=True)
class Bands:
    """A value and the bands around it, narrowest first."""

    value: Fraction
    bands: tuple[Band, ...]

    def fraction(self, given: Fraction) -> Fraction:
        """What the first band that holds the given value earns; nothing outside all of them."""
        distance = abs(given - self.value)
        scale = max(abs(self.value), abs(given))
        return next((band.fraction for band in self.bands if within(distance, band.distance, scale)), Fraction(0))


def parse_bands(entry: Entry, value: Fraction) -> Bands:
    """`bands: [[5, 1], [10, 0.5]]`: wider and wider, earning less and less."""
    written = entry.data.get("bands") if entry.has("bands") else None
    if not isinstance(written, list) or not written or not all(map(_is_pair, written)):
        entry.fault("“bands” must be a list of pairs [distance, fraction].", "bands")
        return Bands(value, ())
    bands = tuple(Band(exact(one[0]), exact(one[1])) for one in written)
    if bands[0].distance < 0 or any(not 0 < band.fraction <= 1 for band in bands):
        entry.fault("A band has a distance of at least 0 and a fraction above 0, at most 1.", "bands")
    if any(a.distance >= b.distance or a.fraction <= b.fraction for a, b in pairwise(bands)):
        entry.fault("Bands stand in order: each wider than the one before, and earning less.", "bands")
    if bands[0].fraction != 1:
        entry.fault("The first band must earn the whole: fraction 1.", "bands")
    return Bands(value, bands)


def _is_pair(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(map(is_number, one))


def bands_key(target: Bands) -> Json:
    """Value and bands as JSON, exact."""
    return {
        "value": plain(target.value),
        "bands": [[plain(band.distance), plain(band.fraction)] for band in target.bands],
    }


def restore_bands(key: Json) -> Bands:
    """The bands again, from the key."""
    return Bands(exact(key["value"]), tuple(Band(exact(one), exact(two)) for one, two in key["bands"]))
