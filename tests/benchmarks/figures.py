"""Figures: one JSON line each on standard output, everything else on standard error."""

import json
import os
import sys
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: at least or at most this much."""

    value: float
    at_most: bool = False

    def is_met(self, value: float) -> bool:
        """The aim itself is met."""
        return value <= self.value if self.at_most else value >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.value:g}"


def at_least(value: float) -> Aim:
    """A floor."""
    return Aim(value)


def at_most(value: float) -> Aim:
    """A ceiling."""
    return Aim(value, at_most=True)


@dataclass(frozen=True)
class Figure:
    """One thing that was measured; the yardstick is the bare page of the same run, or the aim where there is one."""

    name: str
    value: float
    unit: str
    yardstick: float | None = None
    aim: Aim | None = None


class Report:
    """Writes each figure as it comes, and a table with the aims at the end."""

    def __init__(self) -> None:
        """Keep standard output for figures alone: whatever else is printed goes to standard error from here on."""
        self.out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self.figures: list[Figure] = []

    def add(
        self, name: str, value: float, unit: str, *, yardstick: float | None = None, aim: Aim | None = None
    ) -> None:
        """Write one figure."""
        figure = Figure(name, round(value, 3), unit, yardstick, aim)
        self.figures.append(figure)
        stick = aim.value if yardstick is None and aim else yardstick
        line = {
            "name": name,
            "value": figure.value,
            "unit": unit,
            "yardstick": None if stick is None else round(stick, 3),
        }
        print(json.dumps(line), file=self.out, flush=True)

    def table(self) -> None:
        """Every figure with its aim, for people."""
        for one in self.figures:
            verdict = "" if one.aim is None else f"{one.aim!s:>8}  {'met' if one.aim.is_met(one.value) else 'MISSED'}"
            stick = "" if one.yardstick is None else f"bare page: {one.yardstick:,.2f}"
            say(f"{one.name:<58}{one.value:>10,.2f} {one.unit:<20}{stick}{verdict}")


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
