"""The blueprint of an exam or checkpoint quiz: its cells, limits and cut score."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assessments.items.item import Use
from assessments.items.kinds.registry import KINDS
from assessments.items.parsing.entry import Entry
from assessments.items.parsing.exact import exact, plain

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_MINUTES = 24 * 60
MOST = 100  # percent
SPARE = 3  # an exam has at least three times what it draws, so that three attempts can each be new


@dataclass(frozen=True)
class Cell:
    """How many items are drawn from those of a topic, of a module, of some kinds, or of a list; of all by default."""

    count: int
    topic: str = ""
    module: str = ""
    items: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def asks(self, there: int) -> int:
        """How many a paper takes where so many may be asked: a list drawn whole shrinks with them, but not to none."""
        whole = self.items and self.count == len(self.items)
        return max(1, min(self.count, there)) if whole else self.count

    def __str__(self) -> str:
        """The cell as a message names it."""
        where = [f"{word} {name}" for word, name in (("topic", self.topic), ("module", self.module)) if name]
        where += [f"kind {' or '.join(self.kinds)}"] * bool(self.kinds)
        return " and ".join(where) or ("its list" if self.items else "all items")


@dataclass(frozen=True)
class BlueprintCut:
    """The percentage that passes, who set it and how; provisional until a standard was set by judges."""

    percent: Fraction
    set_by: str
    method: str
    provisional: bool = False


@dataclass(frozen=True)
class Blueprint:
    """All that a version of an exam fixes; no minutes is no time limit, no attempts is no limit of them."""

    slug: str
    title: str
    use: Use
    cells: tuple[Cell, ...]
    cut: BlueprintCut | None  # none: a gain test, which decides nothing
    minutes: int | None = None
    attempts: int | None = None
    wait_hours: int = 0
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language: title, set_by, method

    @property
    def spare(self) -> int:
        """How many times what it draws a cell must have."""
        return SPARE if self.use is Use.EXAM else 1

    @property
    def draws(self) -> int:
        """How many items a paper has."""
        return sum(cell.count for cell in self.cells)


def parse_exam(entry: Entry) -> Blueprint | None:
    """One entry of `exams.yaml`, or None where a fault was noted."""
    before = len(entry.faults)
    slug = entry.text("slug", longest=80)
    entry.name = slug
    if slug and not SLUG.match(slug):
        entry.fault("A slug has small letters and figures with single hyphens between.", "slug")
    title = entry.text("title", longest=120)
    if not entry.has("use"):
        entry.fault("“use” is missing.")
    use = entry.choice("use", Use, Use.EXAM)
    if use is Use.PRACTICE:
        entry.fault("A paper is not drawn from practice items: their key is open. Use exam or checkpoint.", "use")
    cells = tuple(_cell(part) for part in entry.parts("draw", "cell"))
    if not cells and entry.has("draw"):
        entry.fault("Nothing is drawn; a paper needs a question.", "draw")
    cut = None
    if use is Use.GAIN:
        _nothing_decided(entry)
    else:
        cut = _cut(entry, must_say_why=use is Use.EXAM)
    minutes = entry.whole("minutes", least=1) if entry.has("minutes") else None
    if minutes is not None and minutes > LONGEST_MINUTES:
        entry.fault(f"“minutes” is at most {LONGEST_MINUTES}.", "minutes")
    attempts = entry.whole("attempts", least=1) if entry.has("attempts") else None
    wait_hours = entry.whole("wait_hours", default=0)
    entry.nothing_else()
    if len(entry.faults) > before:
        return None
    return Blueprint(slug, title, use, cells, cut, minutes, attempts, wait_hours)


def _cell(part: Entry) -> Cell:
    topic, module = part.text("topic", required=False), part.text("module", required=False)
    items, kinds = part.texts("items"), part.texts("kinds")
    count = part.whole("count", least=1, default=len(items) or None)
    if len(set(items)) < len(items):
        part.fault("The list names an item twice.", "items")
    known = [one.name for one in KINDS]
    for name in kinds:
        if name not in known:
            part.fault(f"“{name}” is no kind of question; there are {', '.join(known)}.", "kinds")
    part.nothing_else()
    return Cell(count, topic, module, items, kinds)


def _cut(entry: Entry, must_say_why: bool) -> BlueprintCut:
    """The cut of an exam says who set it and by which method; that of a checkpoint quiz may."""
    faults = len(entry.faults)
    percent = entry.number("cut", least=0)
    if len(entry.faults) == faults and not 0 < percent <= MOST:
        entry.fault("“cut” is a percentage: more than 0 and at most 100.", "cut")
    by = entry.text("cut_by", required=must_say_why)
    method = entry.text("cut_method", required=must_say_why)
    return BlueprintCut(percent, by, method, entry.flag("provisional") or False)


def _nothing_decided(entry: Entry) -> None:
    """A gain test decides nothing, and is asked twice."""
    for key in ("cut", "attempts", "wait_hours"):
        if entry.has(key):
            entry.fault(f"A gain test is asked twice and decides nothing: it has no “{key}”.", key)


def blueprint_json(blueprint: Blueprint) -> dict[str, Any]:
    """The blueprint as it is stored with a version of the exam."""
    cells = [
        {"count": cell.count, "topic": cell.topic, "module": cell.module, "items": list(cell.items)}
        | ({"kinds": list(cell.kinds)} if cell.kinds else {})
        for cell in blueprint.cells
    ]
    cut = blueprint.cut
    return {
        "slug": blueprint.slug,
        "title": blueprint.title,
        "words": {language: dict(said) for language, said in blueprint.words.items()},
        "use": blueprint.use.value,
        "cells": cells,
        "cut": cut
        and {
            "percent": plain(cut.percent),
            "set_by": cut.set_by,
            "method": cut.method,
            "provisional": cut.provisional,
        },
        "minutes": blueprint.minutes,
        "attempts": blueprint.attempts,
        "wait_hours": blueprint.wait_hours,
    }


def restore_blueprint(stored: dict[str, Any]) -> Blueprint:
    """The blueprint again, from what was stored."""
    cells = tuple(
        Cell(one["count"], one["topic"], one["module"], tuple(one["items"]), tuple(one.get("kinds", ())))
        for one in stored["cells"]
    )
    said = stored["cut"]
    cut = BlueprintCut(**{**said, "percent": exact(said["percent"])}) if said else None
    rest = {key: stored[key] for key in ("minutes", "attempts", "wait_hours")} | {"words": stored.get("words", {})}
    return Blueprint(stored["slug"], stored["title"], Use(stored["use"]), cells, cut, **rest)
