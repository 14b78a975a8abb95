#!/usr/bin/env python3
"""Draw the tusk sections of the course as SVG files.

Usage: draw_sections.py FOLDER

Schreger lines are two families of logarithmic spirals about the axis of the tusk,
theta = theta0 +/- tan(phi) * ln(r / R). Each line meets the radius at phi everywhere,
so two lines cross at 2 * phi, both toward the centre and toward the outside. One path
is drawn for each family and repeated by rotation.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, degrees, exp, log, pi, radians, sin, tan
from pathlib import Path

GROUND, INK, MUTED, FOREST, CLAY = "#f3efe6", "#1b2621", "#56615a", "#14463a", "#9b3521"
IVORY, RIM, RIM_DARK, LINE, OCHRE_SOFT = "#f4ead3", "#c9b88f", "#b59a62", "#8a5a0b", "#fbf0d9"
FONT = "system-ui, Noto Sans, sans-serif"
WIDTH, HEIGHT = 640, 400
LEAST = 23.5  # smallest size of a word: 12 px where the picture is 328 px wide


@dataclass(frozen=True)
class View:
    """A part of a section, enlarged, with one crossing ringed."""

    name: str
    angle: float  # true angle between the two lines, degrees
    ring: tuple[float, float]  # where the ringed crossing lies in the picture
    bearing: float  # from the ring to the centre of the tusk, degrees clockwise from right
    depth: float  # wished distance of the crossing from the outside of the tusk
    inward: bool  # the marked angle opens toward the centre
    frame: str  # "whole", "lens", "chip" or "slab"
    radius: float = 1500.0
    side: float = 36.0  # length of a side of one mesh
    rim: float = 26.0  # thickness of the cementum


VIEWS = (
    View("exam-section-a", 109, (300, 168), 88, 128, True, "whole", 1500, 35),
    View("exam-section-b", 126, (340, 192), 104, 150, False, "chip", 1450, 34),
    View("exam-section-c", 83, (418, 196), 176, 150, True, "whole", 1600, 37),
    View("exam-section-d", 133, (296, 176), 70, 122, True, "lens", 1550, 33),
    View("exam-section-e", 71, (318, 176), 93, 120, False, "slab", 1500, 38),
    View("exam-section-f", 97, (250, 236), -46, 165, True, "whole", 1650, 36),
    View("practice-section-a", 121, (322, 160), 91, 115, True, "whole", 1400, 34),
)

CHIP = (
    "M96 84L212 52 330 38 452 52 566 96 588 168 548 236 560 300 478 352"
    " 392 340 318 372 214 346 150 352 104 282 118 200Z"
)
LENS = (300.0, 190.0, 172.0)
SLAB = (98.0, 34.0, 440.0, 320.0)


def num(value: float, digits: int = 1) -> str:
    """Write a number without needless zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def polar(radius: float, theta: float) -> tuple[float, float]:
    """Turn a radius and an angle in radians into a point."""
    return radius * cos(theta), radius * sin(theta)


def spiral(radius: float, inner: float, outer: float, slope: float, start: float, pieces: int) -> str:
    """Write one logarithmic spiral from the inner to the outer radius as cubic curves."""
    step = log(outer / inner) / pieces
    points: list[tuple[float, float, float, float]] = []
    for i in range(pieces + 1):
        r = inner * exp(i * step)
        theta = start + slope * log(r / radius)
        x, y = polar(r, theta)
        points.append((x, y, x - slope * y, y + slope * x))
    x, y, _, _ = points[0]
    parts = [f"M{num(x)} {num(y)}"]
    for (x0, y0, u0, v0), (x1, y1, u1, v1) in pairwise(points):
        k = step / 3
        controls = (x0 + k * u0, y0 + k * v0, x1 - k * u1, y1 - k * v1, x1, y1)
        parts.append("C" + " ".join(num(c) for c in controls))
    return "".join(parts)


def family(ident: str, path: str, turns: list[float]) -> str:
    """Write one path and its copies turned by the given degrees."""
    first = turns[0]
    uses = "".join(f'<use href="#{ident}" transform="rotate({num(t - first, 3)})"/>' for t in turns[1:])
    lines = f'<path id="{ident}" d="{path}"/>{uses}'
    return f'<g transform="rotate({num(first, 3)})">{lines}</g>' if first else lines


def ring_of_lines(ident: str, angle: float, radius: float, inner: float, outer: float, count: int, shift: float) -> str:
    """Write both families of a whole section, each line `count` times round the axis."""
    slope = tan(radians(angle / 2))
    pieces = max(3, ceil(slope * log(outer / inner) / 0.5))
    turns = [i * 360 / count for i in range(count)]
    left = spiral(radius, inner, outer, slope, shift, pieces)
    right = spiral(radius, inner, outer, -slope, shift, pieces)
    return family(ident + "l", left, turns) + family(ident + "r", right, turns)


def crossing(angle: float, radius: float, count: int, rank: int) -> float:
    """Give the radius of the crossing that lies `rank` half meshes inside the reference radius."""
    return radius * exp(-rank * pi / count / tan(radians(angle / 2)))


def document(height: int, body: str) -> str:
    """Wrap drawing code in an SVG document with its ground."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}">\n'
        f'<rect width="{WIDTH}" height="{height}" rx="10" fill="{GROUND}"/>\n{body}\n</svg>\n'
    )


def label(
    x: float, y: float, text: str, size: float = LEAST, anchor: str = "start", fill: str = INK, bold: bool = False
) -> str:
    """Write one line of text."""
    weight = ' font-weight="600"' if bold else ""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    style = f'font-family="{FONT}" font-size="{num(size)}"{weight}{where} fill="{fill}"'
    return f'<text x="{num(x)}" y="{num(y)}" {style}>{text}</text>'


def arms(x: float, y: float, bearing: float, angle: float, length: float) -> str:
    """Draw the two straight sides of an angle that opens toward a bearing in degrees."""
    ends = [polar(length, radians(bearing + s * angle / 2)) for s in (-1, 1)]
    (ax, ay), (bx, by) = ends
    d = f"M{num(x + ax)} {num(y + ay)}L{num(x)} {num(y)} {num(x + bx)} {num(y + by)}"
    return (
        f'<path d="{d}" fill="none" stroke="{IVORY}" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/>'
        f'<path d="{d}" fill="none" stroke="{CLAY}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def ring(x: float, y: float, bearing: float, angle: float) -> str:
    """Ring a crossing and draw the short arc that says which of its angles is meant."""
    reach = 40
    (ax, ay), (bx, by) = (polar(reach, radians(bearing + s * angle / 2)) for s in (-1, 1))
    arc = f"M{num(x + ax)} {num(y + ay)}A{reach} {reach} 0 0 1 {num(x + bx)} {num(y + by)}"
    shape = f'<circle cx="{num(x)}" cy="{num(y)}" r="13"/><path d="{arc}"/>'
    return (
        f'<g fill="none" stroke="{IVORY}" stroke-width="6">{shape}</g>'
        f'<g fill="none" stroke="{CLAY}" stroke-width="3.6">{shape}</g>'
    )


def seen(radius: float, inner: float, outer: float, slope: float, start: float, centre: tuple[float, float]) -> bool:
    """Say whether a spiral passes through the picture."""
    for i in range(121):
        r = inner * (outer / inner) ** (i / 120)
        x, y = polar(r, start + slope * log(r / radius))
        if -6 < x + centre[0] < WIDTH + 6 and -6 < y + centre[1] < HEIGHT + 6:
            return True
    return False


def frame_parts(view: View, centre: tuple[float, float]) -> tuple[str, str, str]:
    """Give the clip shape, what lies under the section and what lies over it, for a frame."""
    side = f'fill="{RIM_DARK}" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"'
    edge = f'fill="none" stroke="{INK}" stroke-width="2" stroke-linejoin="round"'
    if view.frame == "chip":
        under = f'<path d="{CHIP}" transform="translate(5 15)" {side}/>'
        return f'<path d="{CHIP}"/>', under, f'<path d="{CHIP}" {edge}/>'
    if view.frame == "lens":
        where = f'cx="{num(LENS[0])}" cy="{num(LENS[1])}"'
        grip = (
            f'<g stroke="{FOREST}" stroke-linecap="round"><path d="M428 312l18 17" stroke-width="14"/>'
            '<path d="M452 334l62 54" stroke-width="26"/></g>'
        )
        over = (
            f'<circle {where} r="{num(LENS[2])}" fill="none" stroke="{FOREST}" stroke-width="13"/>'
            f'<circle {where} r="{num(LENS[2] - 6.5)}" fill="none" stroke="{INK}" stroke-width="1.2"/>'
        )
        return f'<circle {where} r="{num(LENS[2])}"/>', grip, over
    if view.frame == "slab":
        x, y, w, h = SLAB
        top = max(y, centre[1] - (view.radius**2 - (x + w - centre[0]) ** 2) ** 0.5)
        below = f"M{num(x)} {num(y + h)}l14 18h{num(w)}l-14-18z"
        beside = f"M{num(x + w)} {num(top)}l14 18V{num(y + h + 18)}l-14-18z"
        box = f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"'
        return box + "/>", f'<path d="{below}{beside}" {side}/>', f"{box} {edge}/>"
    return f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10"/>', "", ""


def view_picture(view: View) -> str:
    """Draw an enlarged part of a section with its ringed crossing."""
    ident = "s" + view.name[0] + view.name[-1]
    slope = tan(radians(view.angle / 2))
    step = 2 * view.side * sin(radians(view.angle / 2)) / view.radius
    rank = max(1, round(2 * slope * log(view.radius / (view.radius - view.depth)) / step))
    at = view.radius * exp(-rank * step / 2 / slope)
    x, y = view.ring
    dx, dy = polar(at, radians(view.bearing))
    centre = (round(x + dx, 1), round(y + dy, 1))
    out = atan2(y - centre[1], x - centre[0])
    inner, outer = view.radius * 0.52, view.radius - view.rim - 5
    offset = out + (rank % 2) * step / 2
    families = []
    for sign, tail in ((1, "l"), (-1, "r")):
        starts = [
            offset + k * step
            for k in range(-90, 91)
            if seen(view.radius, inner, outer, sign * slope, offset + k * step, centre)
        ]
        path = spiral(view.radius, inner, outer, sign * slope, starts[0], 5)
        families.append(family(ident + tail, path, [degrees(s - starts[0]) for s in starts]))
    clip, under, over = frame_parts(view, centre)
    if view.frame in ("chip", "slab"):
        edge = f'<circle cx="{num(centre[0])}" cy="{num(centre[1])}" r="{num(view.radius + 1)}"/>'
        if view.frame == "chip":
            under = f'<g clip-path="url(#{ident}e)">{under}</g>'
        under = f'<clipPath id="{ident}e">{edge}</clipPath>{under}'
        over = f'<g clip-path="url(#{ident}e)">{over}</g>'
    bands = "".join(
        f'<circle r="{num(view.radius - d)}" fill="none" stroke="{RIM_DARK}" stroke-width="{w}"/>'
        for d, w in ((view.rim * 0.36, 1.1), (view.rim * 0.7, 1.1), (view.rim, 2))
    )
    body = (
        f'<clipPath id="{ident}c">{clip}</clipPath>{under}\n<g clip-path="url(#{ident}c)">'
        + (f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>' if view.frame == "lens" else "")
        + f'<g transform="translate({num(centre[0])} {num(centre[1])})">'
        f'<circle r="{num(view.radius)}" fill="{RIM}" stroke="{INK}" stroke-width="2"/>'
        f'<circle r="{num(view.radius - view.rim)}" fill="{IVORY}"/>{bands}\n'
        f'<g fill="none" stroke="{LINE}" stroke-width="1.6" stroke-opacity=".72">{families[0]}\n{families[1]}</g></g>'
        + ring(x, y, degrees(out) + (180 if view.inward else 0), view.angle)
        + f"</g>{over}"
    )
    return document(HEIGHT, body)


def disc(x: float, y: float, radius: float, rim: float, fill: str = IVORY) -> str:
    """Draw the cementum, the dentine and the pulp of a whole section."""
    where = f'cx="{num(x)}" cy="{num(y)}"'
    edge = f'stroke="{RIM_DARK}" stroke-width="1.5"'
    return (
        f'<circle {where} r="{num(radius)}" fill="{RIM}" stroke="{INK}" stroke-width="2"/>'
        f'<circle {where} r="{num(radius - rim)}" fill="{fill}" {edge}/>'
        f'<circle {where} r="{num(radius * 0.12)}" fill="{RIM}" {edge}/>'
    )


def compare_picture() -> str:
    """Draw an elephant section and a mammoth section side by side with their mean angles."""
    parts = []
    for x, angle, count, rank, name in ((166, 124, 40, 4, "Elephant"), (474, 74, 44, 3, "Mammoth")):
        y, radius, rim = 158, 138, 9
        shift = -pi / 2 + (rank % 2) * pi / count
        at = crossing(angle, radius, count, rank)
        parts.append(disc(x, y, radius, rim))
        parts.append(
            f'<g transform="translate({x} {y})" fill="none" stroke="{LINE}" stroke-width="1.2" stroke-opacity=".75">'
            + ring_of_lines(name[0].lower(), angle, radius, radius * 0.34, radius - rim - 3, count, shift)
            + "</g>"
        )
        parts.append(arms(x, y - at, 90, angle, 44))
        parts.append(label(x, 334, f'<tspan font-weight="600">{name}:</tspan> about {angle}°', 24, "middle"))
    return document(352, "\n".join(parts))


def wedge_path(radius: float, inner: float, half: float) -> str:
    """Write the outline of a slice that stands upright on the axis of the tusk."""
    a, b = radians(-90 - half), radians(-90 + half)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = polar(inner, a), polar(radius, a), polar(radius, b), polar(inner, b)
    return (
        f"M{num(x0)} {num(y0)}L{num(x1)} {num(y1)}A{num(radius)} {num(radius)} 0 0 1 {num(x2)} {num(y2)}"
        f"L{num(x3)} {num(y3)}A{num(inner)} {num(inner)} 0 0 0 {num(x0)} {num(y0)}Z"
    )


def where_picture() -> str:
    """Draw a slice of a section that shows which lines are measured and which angles count."""
    x, y, radius, rim, half = 226, 412, 316, 16, 39
    angle, count, rank = 116, 64, 5
    inner_zone, outer_zone = 172, 200
    at = crossing(angle, radius, count, rank)
    turn = 360 / count * 3
    shift = -pi / 2 + (rank % 2) * pi / count
    outline = wedge_path(radius, 44, half)
    parts = [
        f'<clipPath id="wc"><path d="{outline}"/></clipPath><g transform="translate({x} {y})"><g clip-path="url(#wc)">',
        f'<circle r="{radius}" fill="{RIM}"/>',
        f'<circle r="{radius - rim}" fill="{OCHRE_SOFT}" stroke="{RIM_DARK}" stroke-width="1.5"/>',
        f'<circle r="{outer_zone - 14}" fill="{IVORY}"/>',
        f'<g fill="none" stroke="{LINE}" stroke-width="1.4" stroke-opacity=".8">'
        + slice_lines("wo", angle, radius, outer_zone, radius - rim - 4, count, shift, half),
        "</g>",
        f'<g fill="none" stroke="{MUTED}" stroke-width="1.1" stroke-opacity=".7">'
        + slice_lines("wi", 58, radius, 66, inner_zone, 48, -pi / 2, half),
        f'</g><circle r="{num((inner_zone + outer_zone) / 2)}" fill="none" stroke="{FOREST}"',
        ' stroke-width="2.5" stroke-dasharray="7 6"/>',
        f'<circle r="56" fill="{RIM}" stroke="{RIM_DARK}" stroke-width="1.5"/></g>',
        f'<path d="{outline}" fill="none" stroke="{INK}" stroke-width="2" stroke-linejoin="round"/>',
    ]
    spots = []
    for side, opening in ((-1, 180), (1, 0)):
        bearing = -90 + side * turn
        px, py = polar(at, radians(bearing))
        parts.append(arms(px, py, bearing + opening, angle, 40))
        spots.append((px + x, py + y))
    parts.append("</g>")
    (lx, ly), (rx, ry) = spots
    leads = (
        f"M{num(lx)} {num(ly - 8)}L132 66M{num(rx)} {num(ry - 6)}L330 66"
        f"M452 153L418 162M452 231L360 228M452 316L318 306M452 389L256 382"
    )
    parts.append(f'<path d="{leads}" fill="none" stroke="{INK}" stroke-width="1.6"/>')
    for px, py in ((418, 162), (360, 228), (318, 306), (256, 382)):
        parts.append(f'<circle cx="{px}" cy="{py}" r="3.5" fill="{INK}"/>')
    parts += [
        label(24, 28, "Concave", bold=True, fill=CLAY),
        label(24, 56, "opens toward the centre"),
        label(320, 28, "Convex", bold=True, fill=CLAY),
        label(320, 56, "opens toward the outside"),
        label(458, 160, "cementum"),
        label(458, 226, "outer lines:"),
        label(458, 253, "measure here", bold=True, fill=FOREST),
        label(458, 312, "inner lines:"),
        label(458, 339, "do not use"),
        label(458, 396, "pulp"),
    ]
    return document(420, "\n".join(parts))


def slice_lines(
    ident: str, angle: float, radius: float, inner: float, outer: float, count: int, shift: float, half: float
) -> str:
    """Write both families of a slice, with only the lines that can enter it."""
    slope = tan(radians(angle / 2))
    step = 2 * pi / count
    groups = []
    for sign, tail in ((1, "l"), (-1, "r")):
        starts = []
        for k in range(-count, count + 1):
            start = shift + k * step
            spread = [start + sign * slope * log(r / radius) + pi / 2 for r in (inner, (inner * outer) ** 0.5, outer)]
            if min(spread) < radians(half) and max(spread) > -radians(half):
                starts.append(start)
        path = spiral(radius, inner, outer, sign * slope, starts[0], 4)
        groups.append(family(ident + tail, path, [degrees(s - starts[0]) for s in starts]))
    return "".join(groups)


SPOT_RINGS = ((436, 122), (196, 271), (320, 133), (254, 38), (366, 234))


def spot_picture() -> str:
    """Draw a whole section with five rings, of which some lie where the angle is measured."""
    x, y, radius, rim = 320, 200, 182, 13
    parts = [disc(x, y, radius, rim)]
    parts.append(
        f'<g transform="translate({x} {y})" fill="none" stroke="{LINE}" stroke-width="1.3" stroke-opacity=".8">'
        + ring_of_lines("to", 112, radius, radius * 0.56, radius - rim - 4, 48, 0)
        + f'</g><g transform="translate({x} {y})" fill="none" stroke="{LINE}" stroke-width="1.1" stroke-opacity=".65">'
        + ring_of_lines("ti", 56, radius, radius * 0.18, radius * 0.5, 30, 0)
        + "</g>"
    )
    for px, py in SPOT_RINGS:
        parts.append(
            f'<g fill="none"><circle cx="{px}" cy="{py}" r="15" stroke="{IVORY}" stroke-width="8"/>'
            f'<circle cx="{px}" cy="{py}" r="15" stroke="{CLAY}" stroke-width="4"/></g>'
        )
    return document(HEIGHT, "\n".join(parts))


def main(arguments: list[str]) -> int:
    """Write every section picture into the folder named on the command line."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {view.name: view_picture(view) for view in VIEWS}
    pictures["schreger-compare"] = compare_picture()
    pictures["schreger-where"] = where_picture()
    pictures["exam-spot-tusk"] = spot_picture()
    for name, text in pictures.items():
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
