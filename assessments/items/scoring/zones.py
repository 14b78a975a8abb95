"""Zones of a picture: rectangles, circles, ellipses and polygons in natural pixels, edges included."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain
from assessments.items.scoring.answers import Json
from assessments.items.scoring.picture import Picture, Point


class Shape(StrEnum):
    """The shapes of zones, with their coordinates."""

    RECT = "rect"  # x1, y1, x2, y2
    CIRCLE = "circle"  # x, y, r
    ELLIPSE = "ellipse"  # x, y, rx, ry
    POLY = "poly"  # x1, y1, x2, y2, …


@dataclass(frozen=True)
class Zone:
    """One place that is to be marked."""

    id: str
    shape: Shape
    coords: tuple[Fraction, ...]

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the zone or on its edge."""
        if self.shape is Shape.RECT:
            return _in_rect(self.coords, point)
        if self.shape is Shape.POLY:
            return _in_polygon(self.corners, point)
        x, y, rx = self.coords[:3]
        ry = self.coords[3] if self.shape is Shape.ELLIPSE else rx
        return ((point[0] - x) / rx) ** 2 + ((point[1] - y) / ry) ** 2 <= 1

    @property
    def corners(self) -> list[Point]:
        """The corners of a polygon, or of the box around another shape."""
        c = self.coords
        if self.shape is Shape.RECT:
            return [(c[0], c[1]), (c[2], c[3])]
        if self.shape is Shape.POLY:
            return list(zip(c[::2], c[1::2], strict=True))
        ry = c[3] if self.shape is Shape.ELLIPSE else c[2]
        return [(c[0] - c[2], c[1] - ry), (c[0] + c[2], c[1] + ry)]


def _in_rect(coords: tuple[Fraction, ...], point: Point) -> bool:
    x1, y1, x2, y2 = coords
    return min(x1, x2) <= point[0] <= max(x1, x2) and min(y1, y2) <= point[1] <= max(y1, y2)


def _in_polygon(corners: list[Point], point: Point) -> bool:
    """On an edge, or with an odd number of edges to the right of it."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
        cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if cross == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def parse_zones(entry: Entry, picture: Picture) -> tuple[Zone, ...]:
    """The zones of an item, at least one, each on the picture."""
    zones = tuple(_parse_zone(part, picture) for part in entry.parts("zones", "zone"))
    if entry.has("zones") and not zones:
        entry.fault("There is no zone; one is needed.", "zones")
    ids = [zone.id for zone in zones]
    for twice in sorted({one for one in ids if one and ids.count(one) > 1}):
        entry.fault(f"Two zones have the id “{twice}”.", "zones")
    return zones


def _parse_zone(part: Entry, picture: Picture) -> Zone:
    name = part.text("id", longest=32)
    shape = part.choice("shape", Shape, Shape.CIRCLE)
    if not part.has("shape"):
        part.fault("“shape” is missing.")
    zone = Zone(name, shape, part.numbers("coords"))
    wrong = _wrong_coords(zone)
    if zone.coords and wrong:
        part.fault(wrong, "coords")
    elif zone.coords and not all(picture.holds(corner) for corner in zone.corners):
        part.fault(f"The zone lies outside the picture of {picture.width} by {picture.height}.", "coords")
    part.nothing_else()
    return zone


def _wrong_coords(zone: Zone) -> str:
    """What is wrong with the numbers of a zone; empty when nothing is."""
    count = len(zone.coords)
    if zone.shape is Shape.POLY:
        return "" if count >= 6 and count % 2 == 0 else "A poly has at least three corners, two numbers each."
    asked = {Shape.RECT: 4, Shape.CIRCLE: 3, Shape.ELLIPSE: 4}[zone.shape]
    if count != asked:
        return f"A {zone.shape} has {asked} numbers, not {count}."
    if zone.shape is Shape.RECT:
        x1, y1, x2, y2 = zone.coords
        return "" if x1 < x2 and y1 < y2 else "A rect goes from its top left to its bottom right corner."
    return "" if min(zone.coords[2:]) > 0 else "A radius must be above 0."


def zones_key(zones: tuple[Zone, ...]) -> list[Json]:
    """The zones as JSON, exact."""
    return [{"id": zone.id, "shape": zone.shape.value, "coords": [plain(c) for c in zone.coords]} for zone in zones]


def restore_zones(key: list[Json]) -> tuple[Zone, ...]:
    """The zones again, from the key; numbers of JSON are taken as they were written."""
    return tuple(Zone(one["id"], Shape(one["shape"]), tuple(exact(c) for c in one["coords"])) for one in key)
