"""The picture of an item, and points on it in its natural pixels."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, is_number, plain
from assessments.items.scoring.answers import BadAnswer, Form, Json, Phrase
from lms.gettext_noop import N_

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(?:svg|png|jpg|jpeg|webp)\Z")
LARGEST_SIDE = 10_000
LONGEST_FIELD = 4_000
LINE = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)[\s,;]+([0-9]{1,5}(?:\.[0-9]{1,4})?)\s*\Z")

Point = tuple[Fraction, Fraction]
JsonPoint = list[int | float]

POINT_PHRASES = {
    "places": Phrase(N_("Line %(line)s: write two numbers with a space between, such as 120 80."), {"line": "{line}"}),
    "placesTooLong": Phrase(N_("This is too long. Write one place a line, as two numbers.")),
    "outside": Phrase(
        N_("This place lies outside the picture. It is %(width)s wide and %(height)s high."),
        {"width": "{width}", "height": "{height}"},
    ),
}


@dataclass(frozen=True)
class Picture:
    """A file of the course's figures, what is to be seen on it in words, and its natural size."""

    file: str
    alt: str
    width: int
    height: int

    def holds(self, point: Point) -> bool:
        """Whether a point lies on the picture, edge included."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


def parse_picture(entry: Entry) -> Picture:
    """`picture: {file, alt, width, height}`."""
    part = entry.part("picture")
    file = part.text("file", longest=100)
    if file and not FILE_NAME.match(file):
        part.fault(f"“{file}” is not the name of a picture in the folder figures.", "file")
    alt = part.text("alt", longest=400)
    width, height = part.whole("width", least=1), part.whole("height", least=1)
    if max(width, height) > LARGEST_SIDE:
        part.fault(f"A picture has at most {LARGEST_SIDE} pixels a side.", "width")
    part.nothing_else()
    return Picture(file, alt, width, height)


def picture_body(picture: Picture) -> Json:
    """All of it may be shown."""
    return {"file": picture.file, "alt": picture.alt, "width": picture.width, "height": picture.height}


def restore_picture(body: Json) -> Picture:
    """The picture again, from the body."""
    return Picture(body["file"], body["alt"], body["width"], body["height"])


def check_points(picture: Picture, raw: object, most: int) -> list[JsonPoint]:
    """Points on the picture as JSON; raises BadAnswer for anything else or for more than allowed."""
    if not isinstance(raw, list | tuple):
        raise BadAnswer(N_("Mark places on the picture, or write them as two numbers a line."))
    if len(raw) > most:
        raise BadAnswer(N_("Mark at most %(most)s places. Remove one first."), most=most)
    return [_check_point(picture, one) for one in raw]


def _check_point(picture: Picture, raw: object) -> JsonPoint:
    if not isinstance(raw, list | tuple) or len(raw) != 2 or not all(map(is_number, raw)):
        raise BadAnswer(N_("A place is two numbers: how far across, and how far down."))
    x, y = raw
    if not picture.holds((exact(x), exact(y))):
        raise BadAnswer(
            N_("This place lies outside the picture. It is %(width)s wide and %(height)s high."),
            width=picture.width,
            height=picture.height,
        )
    return [x, y]


def exact_points(points: list[JsonPoint]) -> list[Point]:
    """Points of JSON as exact numbers."""
    return [(exact(x), exact(y)) for x, y in points]


def parse_lines(form: Form, name: str) -> list[JsonPoint] | None:
    """Points written one a line, as “120 80”; None where nothing was written."""
    text = "\n".join(form.get(name, ())).strip()
    if not text:
        return None
    if len(text) > LONGEST_FIELD:
        raise BadAnswer(N_("This is too long. Write one place a line, as two numbers."))
    return [_parse_line(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _parse_line(number: int, line: str) -> JsonPoint:
    found = LINE.match(line)
    if found is None:
        raise BadAnswer(N_("Line %(line)s: write two numbers with a space between, such as 120 80."), line=number)
    return [_json_number(found[1]), _json_number(found[2])]


def _json_number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def points_as_lines(points: list[JsonPoint]) -> str:
    """The points as the typed field shows them."""
    return "\n".join(f"{plain(exact(x))} {plain(exact(y))}" for x, y in points)
