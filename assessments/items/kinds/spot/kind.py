"""Spot on a picture: put a dot on every place asked for; each missing zone and each stray dot costs."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.scoring.answers import Form, Json, Phrase
from assessments.items.scoring.picture import (
    POINT_PHRASES,
    JsonPoint,
    Picture,
    Point,
    check_points,
    exact_points,
    parse_lines,
    parse_picture,
    picture_body,
    points_as_lines,
    restore_picture,
)
from assessments.items.scoring.reviews import Part, Review, outcome
from assessments.items.scoring.zones import Zone, parse_zones, restore_zones, zones_key
from lms.gettext_noop import N_

NAME: Final = "spot"
LEAST_DOTS, SPARE_DOTS = 6, 2


@dataclass(frozen=True)
class Spot:
    """The picture, and the zones to be found."""

    picture: Picture
    zones: tuple[Zone, ...]

    @property
    def limit(self) -> int:
        """How many dots are taken: two to spare, and never so few that they tell how many zones there are."""
        return max(LEAST_DOTS, len(self.zones) + SPARE_DOTS)


def parse(entry: Entry) -> Spot:
    """`picture` and `zones`."""
    picture = parse_picture(entry)
    return Spot(picture, parse_zones(entry, picture))


def restore(body: Json, key: Json) -> Spot:
    """The definition again, from what was stored of it."""
    return Spot(restore_picture(body["picture"]), restore_zones(key["zones"]))


def body(definition: Spot) -> Json:
    """The picture, and how many dots are taken."""
    return {"picture": picture_body(definition.picture), "limit": definition.limit}


def key(definition: Spot) -> Json:
    """The zones."""
    return {"rule": "hits_minus_misses", "zones": zones_key(definition.zones)}


def check_answer(definition: Spot, raw: object, *, decimal: str = ".") -> list[JsonPoint] | None:
    """Dots on the picture, not more than the limit; no dot is no answer."""
    if raw is None or raw == "":
        return None
    return check_points(definition.picture, raw, definition.limit) or None


def hits_minus_misses(zones: tuple[Zone, ...], dots: list[Point]) -> Fraction:
    """Zones hit less dots that hit none, over all zones; more dots in a zone that is hit change nothing."""
    hit = sum(any(zone.holds(dot) for dot in dots) for zone in zones)
    misses = sum(not any(zone.holds(dot) for zone in zones) for dot in dots)
    return max(Fraction(0), Fraction(hit - misses, len(zones)))


def score(definition: Spot, answer: list[JsonPoint] | None) -> Fraction:
    """Hits minus misses."""
    return hits_minus_misses(definition.zones, exact_points(answer or []))


def review(definition: Spot, answer: list[JsonPoint] | None) -> Review:
    """Each dot: in a zone or not; and each zone that was missed."""
    fraction = score(definition, answer)
    dots = exact_points(answer or [])
    hits = [any(zone.holds(dot) for zone in definition.zones) for dot in dots]
    parts = [Part(str(number), True, hit) for number, hit in enumerate(hits, 1)]
    missed = [not any(zone.holds(dot) for dot in dots) for zone in definition.zones]
    parts += [Part(N_("A place that was not marked"), False, True) for one in missed if one]
    drawing = {
        "picture": picture_body(definition.picture),
        "dots": [{"x": x, "y": y, "hit": hit} for (x, y), hit in zip(answer or [], hits, strict=True)],
        "zones": [_drawn(zone, one) for zone, one in zip(definition.zones, missed, strict=True)],
    }
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts), drawing)


def _drawn(zone: Zone, missed: bool) -> Json:
    """A zone with the numbers that SVG takes."""
    return {"shape": zone.shape.value, "coords": [float(c) for c in zone.coords], "missed": missed}


def parse_form(form: Form) -> object:
    """The field `points`, one place a line."""
    return parse_lines(form, "points")


PHRASES = {
    "dot": Phrase(N_("Mark %(number)s"), {"number": "{n}"}),
    "tooMany": Phrase(N_("Mark at most %(most)s places. Remove one first."), {"most": "{limit}"}),
}

KIND = ScoredKind(
    name=NAME,
    folder=Path(__file__).parent,
    parse=parse,
    restore=restore,
    body=body,
    parse_form=parse_form,
    check_answer=check_answer,
    filled=lambda answer: Filled(points=points_as_lines(answer)),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(
        script="practice-figures.js", phrases=POINT_PHRASES | PHRASES, body=("picture", "limit"), own_words=True
    ),
)
