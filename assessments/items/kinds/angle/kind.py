"""Measure an angle on a picture: three points or a typed figure; the server alone computes the angle."""

from dataclasses import dataclass
from fractions import Fraction
from math import atan2, degrees
from pathlib import Path
from typing import Any, Final

from assessments.items.kinds.base import BrowserPractice, Filled, ScoredKind
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, is_number, plain
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase, first
from assessments.items.scoring.bands import Bands, bands_key, parse_bands, restore_bands
from assessments.items.scoring.numerals import LONGEST, NUMBER_PHRASES, not_a_number, read_number
from assessments.items.scoring.picture import (
    POINT_PHRASES,
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
from lms.gettext_noop import N_

NAME: Final = "angle"
AngleAnswer = dict[str, Any]
WIDEST = 180


@dataclass(frozen=True)
class Angle:
    """The picture, the true angle in degrees and the bands around it."""

    picture: Picture
    target: Bands


def parse(entry: Entry) -> Angle:
    """`picture`, and `answer` with value and bands."""
    picture = parse_picture(entry)
    answer = entry.part("answer")
    value = answer.number("value", least=0)
    if value > WIDEST:
        answer.fault("An angle lies between 0 and 180 degrees.", "value")
    target = parse_bands(answer, value)
    answer.nothing_else()
    return Angle(picture, target)


def restore(body: Json, key: Json) -> Angle:
    """The definition again, from what was stored of it."""
    return Angle(restore_picture(body["picture"]), restore_bands(key))


def body(definition: Angle) -> Json:
    """The picture alone."""
    return {"picture": picture_body(definition.picture)}


def key(definition: Angle) -> Json:
    """The true angle and its bands."""
    return {"rule": "bands", **bands_key(definition.target)}


def check_answer(definition: Angle, raw: object, *, decimal: str = ".") -> AngleAnswer | None:
    """Three points, or the typed figure with the value it was read as; points win where both arrive."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise BadAnswer(N_("Measure with the three handles, or type the angle in degrees."))
    points, typed = raw.get("points"), raw.get("typed")
    if points:
        return {"points": _check_arms(definition.picture, points)}
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    return _check_typed(typed, decimal)


def _check_arms(picture: Picture, raw: object) -> list[Any]:
    points = check_points(picture, raw, 3)
    if len(points) != 3:
        raise BadAnswer(N_("An angle needs three points: one arm, the corner, the other arm."))
    arm, vertex, other = exact_points(points)
    if vertex in (arm, other):
        raise BadAnswer(N_("Move the handles apart. A handle lies on the corner."))
    return points


def _check_typed(typed: object, decimal: str) -> AngleAnswer:
    if is_number(typed) and abs(typed) < 10**LONGEST:  # type: ignore[arg-type]  # is_number has looked
        typed = plain(exact(typed)).replace(".", decimal)  # type: ignore[arg-type]
    if not isinstance(typed, str):
        raise not_a_number("…", decimal)
    value = read_number(typed.strip().removesuffix("°"), decimal)
    if not 0 <= value <= WIDEST:
        raise BadAnswer(N_("An angle lies between 0 and 180 degrees."))
    return {"typed": typed.strip(), "value": plain(value)}


def measured(points: list[Point]) -> Fraction:
    """The angle between two arms in degrees, rounded to hundredths: finer than any hand can set a handle."""
    (x1, y1), (x0, y0), (x2, y2) = points
    ax, ay, bx, by = x1 - x0, y1 - y0, x2 - x0, y2 - y0
    angle = degrees(atan2(abs(ax * by - ay * bx), ax * bx + ay * by))
    return Fraction(round(angle * 100), 100)


def degrees_of(answer: AngleAnswer) -> Fraction:
    """The angle that an answer gives."""
    if "points" in answer:
        return measured(exact_points(answer["points"]))
    return exact(answer["value"])


def score(definition: Angle, answer: AngleAnswer | None) -> Fraction:
    """What the band earns in which the angle lies."""
    return Fraction(0) if answer is None else definition.target.fraction(degrees_of(answer))


def review(definition: Angle, answer: AngleAnswer | None) -> Review:
    """The measured angle, then the true one, and the arms as they were set."""
    fraction = score(definition, answer)
    parts = [Part(f"{plain(definition.target.value)}°", False, True)]
    if answer is not None:
        parts.insert(0, Part(f"{plain(degrees_of(answer))}°", True, fraction == 1))
    drawing = {"picture": picture_body(definition.picture), "points": (answer or {}).get("points", [])}
    return Review(outcome(fraction, answer is not None), fraction, tuple(parts), drawing)


def parse_form(form: Form) -> object:
    """The fields `points`, one a line, and `typed`."""
    points, typed = parse_lines(form, "points"), first(form, "typed")
    if points is None and typed is None:
        return None
    return {"points": points} if points else {"typed": typed}


PHRASES = {
    "angle": Phrase(N_("An angle lies between 0 and 180 degrees.")),
    "arms": Phrase(N_("Move the handles apart. A handle lies on the corner.")),
    "threePoints": Phrase(N_("An angle needs three points: one arm, the corner, the other arm.")),
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
    filled=lambda answer: Filled(points=points_as_lines(answer.get("points", [])), typed=answer.get("typed", "")),
    key=key,
    score=score,
    review=review,
    practice=BrowserPractice(
        script="practice-figures.js", phrases=NUMBER_PHRASES | POINT_PHRASES | PHRASES, body=("picture",)
    ),
)
