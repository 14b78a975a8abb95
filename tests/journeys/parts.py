"""Giving an answer to a question with parts in the fields of a page: right as the course folder says, or wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator

GIVE = """(field, value) => {
  field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}"""
WRONG = "quite another thing"


def give_matching(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """What belongs to each line, or a choice that fits none."""
    fitting = {plain(pair["prompt"]): pair["match"] for pair in item["pairs"]}
    for line in question.locator(".pair").all():
        said = plain(line.locator("label").inner_text())
        line.locator("select").select_option(label=fitting[said] if right else item["extra"][0])


def give_ordering(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """The place of each step, or the order turned round."""
    steps = [plain(step) for step in item["order"]]
    for line in question.locator(".place").all():
        at = steps.index(plain(line.locator("label").text_content() or ""))
        line.locator("select").evaluate(GIVE, str(at + 1 if right else len(steps) - at))


def give_gaps(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """What stands in each gap, in the order of the text."""
    known = {gap["id"]: gap for gap in item["gaps"]}
    inside = [known[name] for name in re.findall(r"{(\w+)}", item["text"])]
    for field, gap in zip(question.locator(".gap select, .gap input").all(), inside, strict=True):
        if "accepted" in gap:
            field.fill(str(next(iter(gap["accepted"]))) if right else WRONG)
        else:
            field.select_option(label=next(one for one in gap["choices"] if (one == gap["right"]) is right))


def give_short_text(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """A word that is accepted, or one that is not."""
    question.locator("input[name$=answer]").fill(str(next(iter(item["accepted"]))) if right else WRONG)


def give_manifest(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """Each consignment that is suspicious, or the first that is not."""
    _tick(question, [bool(line.get("suspicious")) for line in item["lines"]], right=right)


def give_permit(question: Locator, item: dict[str, Any], *, right: bool) -> None:
    """Each field that is wrong, or the first that is right."""
    _tick(question, [bool(field.get("defect")) for field in item["fields"]], right=right)


def _tick(question: Locator, wanted: list[bool], *, right: bool) -> None:
    """The boxes that are wanted; the last box of all says that there is none."""
    boxes = question.locator("input[type=checkbox]")
    if not right:
        boxes.nth(wanted.index(False)).check()
        return
    for place in [n for n, one in enumerate(wanted) if one] or [len(wanted)]:
        boxes.nth(place).check()


def plain(text: str) -> str:
    """A text with single spaces, as a page reads."""
    return re.sub(r"\s+", " ", text).strip()


GIVEN: dict[str, Callable[..., None]] = {
    "matching": give_matching,
    "ordering": give_ordering,
    "gaps": give_gaps,
    "short-text": give_short_text,
    "manifest": give_manifest,
    "permit": give_permit,
}
