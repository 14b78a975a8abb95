#!/usr/bin/env python3
"""Check that the key of every angle item equals the angle that its picture shows.

Usage: check_sections.py COURSE_FOLDER

The check reads only the finished picture: it follows the drawn curves, finds where two of
them cross inside the ring and measures the angle on which the arc lies. Needs PyYAML.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from math import acos, atan2, cos, degrees, hypot, pi, radians, sin
from pathlib import Path

import yaml

SVG = "{http://www.w3.org/2000/svg}"
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


def times(m: Matrix, n: Matrix) -> Matrix:
    """Multiply two SVG matrices."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * o + e, b * k + d * o + f


def matrix(text: str | None) -> Matrix:
    """Read the transforms that the pictures use."""
    m: Matrix = (1, 0, 0, 1, 0, 0)
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", text or ""):
        v = [float(x) for x in re.split(r"[\s,]+", inside.strip())]
        if name == "translate":
            m = times(m, (1, 0, 0, 1, v[0], v[1] if len(v) > 1 else 0))
        elif name == "rotate":
            t = radians(v[0])
            m = times(m, (cos(t), sin(t), -sin(t), cos(t), 0, 0))
        else:
            raise ValueError(name)
    return m


def curve(d: str) -> list[Point]:
    """Turn a path of one start and cubic curves into a fine chain of points."""
    n = [float(x) for x in re.findall(r"-?\d*\.?\d+", d)]
    points: list[Point] = [(n[0], n[1])]
    for i in range(2, len(n), 6):
        p0, (p1, p2, p3) = points[-1], [(n[i + j], n[i + j + 1]) for j in (0, 2, 4)]
        for s in range(1, 81):
            t = s / 80
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = (p0, p1, p2, p3)
            x, y = (sum(w[k] * corners[k][axis] for k in range(4)) for axis in (0, 1))
            points.append((x, y))
    return points


def lines(root: ET.Element) -> dict[str, list[list[Point]]]:
    """Collect every drawn spiral of the picture, by the family it belongs to."""
    shapes = {e.get("id", ""): e.get("d", "") for e in root.iter(SVG + "path") if e.get("id") and "C" in e.get("d", "")}
    found: dict[str, list[list[Point]]] = {}

    def walk(element: ET.Element, m: Matrix) -> None:
        """Follow the tree of the picture and place each spiral."""
        here = times(m, matrix(element.get("transform")))
        name = element.get("id", "") if element.tag == SVG + "path" else element.get("href", "")[1:]
        if name in shapes and element.tag in (SVG + "path", SVG + "use"):
            a, b, c, d, e, f = here
            found.setdefault(name, []).append([(a * x + c * y + e, b * x + d * y + f) for x, y in curve(shapes[name])])
        for child in element:
            walk(child, here)

    walk(root, (1, 0, 0, 1, 0, 0))
    return found


def near(chain: list[Point], at: Point) -> tuple[float, int]:
    """Give the distance from a point to a chain and the place where the chain comes closest."""
    i = min(range(2, len(chain) - 2), key=lambda k: hypot(chain[k][0] - at[0], chain[k][1] - at[1]))
    (x0, y0), (x1, y1) = chain[i - 1], chain[i + 1]
    return abs((x1 - x0) * (at[1] - y0) - (y1 - y0) * (at[0] - x0)) / hypot(x1 - x0, y1 - y0), i


def measure(picture: Path) -> tuple[float, float, dict[int, float]]:
    """Give the marked angle, how far the ring is off the crossing, and what straight arms of some lengths show."""
    root = ET.parse(picture).getroot()  # noqa: S314 (the course's own pictures)
    circled = [g for g in root.iter(SVG + "g") if g.get("stroke") == "#9b3521"]
    ring, arc = circled[0].find(SVG + "circle"), circled[0].find(SVG + "path")
    assert len(circled) == 1
    assert ring is not None
    assert arc is not None
    at = (float(ring.get("cx", "0")), float(ring.get("cy", "0")))
    n = [float(x) for x in re.findall(r"-?\d+\.?\d*", arc.get("d", ""))]
    opening = atan2((n[1] + n[-1]) / 2 - at[1], (n[0] + n[-2]) / 2 - at[0])
    best = []
    for chains in lines(root).values():
        best.append(min(((*near(c, at), c) for c in chains), key=lambda t: t[0]))
    assert len(best) == 2
    off = max(b[0] for b in best)

    def side(chain: list[Point], i: int, reach: float) -> float:
        """Give the bearing of the part of a line that lies on the open side, at a distance along it."""
        out = []
        for step in (-1, 1):
            j = i
            while 0 < j < len(chain) - 1 and hypot(chain[j][0] - at[0], chain[j][1] - at[1]) < reach:
                j += step
            out.append(atan2(chain[j][1] - at[1], chain[j][0] - at[0]))
        return min(out, key=lambda b: abs((b - opening + pi) % (2 * pi) - pi))

    def tangent(chain: list[Point], i: int) -> float:
        """Give the bearing of a line at the crossing itself, on the open side."""
        b = atan2(chain[i + 2][1] - chain[i - 2][1], chain[i + 2][0] - chain[i - 2][0])
        return min((b, b + pi), key=lambda t: abs((t - opening + pi) % (2 * pi) - pi))

    def between(one: float, two: float) -> float:
        """Give the angle between two bearings in degrees."""
        return degrees(acos(max(-1, min(1, cos(one - two)))))

    true = between(*(tangent(c, i) for _, i, c in best))
    return true, off, {r: between(*(side(c, i, r) for _, i, c in best)) for r in (40, 80, 120)}


def main(arguments: list[str]) -> int:
    """Check every angle item of the course and say which differ."""
    course = Path(arguments[0])
    bad = 0
    for sheet in sorted((course / "questions").glob("*.yaml")):
        for item in yaml.safe_load(sheet.read_text(encoding="utf-8")):
            if item["kind"] != "angle":
                continue
            true, off, arms = measure(course / "figures" / item["picture"]["file"])
            wrong = abs(true - item["answer"]["value"]) > 0.5 or off > 1
            bad += wrong
            shown = ", ".join(f"{v:.1f} at {r}" for r, v in arms.items())
            verdict = "WRONG" if wrong else "right"
            print(f"{verdict} {item['id']}: drawn {true:.2f}, ring off by {off:.2f}; straight arms show {shown}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
