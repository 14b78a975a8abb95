"""A check of a lesson as somebody uses it in a browser, and what the page is like afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.benchmarks.checking import GIVE
from tests.benchmarks.phone import Traffic
from tests.courses.offline.live import COURSE

PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 900}
WIDTHS = {"phone": PHONE, "desk": DESK}
LESSON = f"{COURSE}/lessons/reading-the-lines"  # asks an angle, a choice, a number and gaps
MOST = 2048  # bytes, heads included, that may come for a result, and that may go out for it
FILLED = """(but) => [...document.querySelectorAll(".card.check")].filter((box) => box.id !== but).flatMap((box) =>
  [...box.querySelectorAll("fieldset [name]")].map((one) =>
    `${one.name} ${one.value} ${/radio|checkbox/.test(one.type) && one.checked}`))"""
SEEN = """(box) => {
  const told = box.querySelector(".told"), said = told.querySelector(".chip, .error");
  const at = said?.getBoundingClientRect();
  const above = box.querySelector("button[name=of]").getBoundingClientRect();
  return {
    inView: Boolean(at) && at.top >= 0 && at.bottom <= innerHeight && at.left >= 0 && at.right <= innerWidth,
    below: Boolean(at) && at.top >= above.bottom && at.top - above.bottom < 40 && above.top >= 0,
    focused: document.activeElement === told, words: said?.textContent.trim() || "", y: Math.round(scrollY),
  };
}"""


@dataclass(frozen=True)
class Pressed:
    """What a press of "Check my answer" did: what is seen, how many requests it took and how large they were."""

    in_view: bool
    below: bool  # directly under its button, which is in view too
    focused: bool
    words: str
    others_stand: bool
    requests: int
    got: int  # bytes, heads included
    sent: int

    def faults(self, language: str = "en") -> list[str]:
        """What is not as it should be on a page in this language."""
        found = {
            f"the verdict “{self.words}” is not in view": not self.in_view,
            "it is not directly under its button": not self.below,
            "it is not in focus": not self.focused,
            "other answers are gone": not self.others_stand,
            f"{self.requests} requests, {self.got} bytes came": self.requests > 1 or self.got > MOST,
            f"{self.sent} bytes went out": self.sent > MOST,
            f"“{self.words}” is no verdict in this language": self.words not in VERDICTS[language],
        }
        return [fault for fault, is_so in found.items() if is_so]


VERDICTS = {"en": ("Right", "Partly right", "Wrong"), "fr": ("Juste", "En partie juste", "Faux")}


def give_all(page: Page) -> None:
    """Some answer to each check of the page."""
    for box in page.locator(".card.check").all():
        box.evaluate(GIVE)


def press(box: Locator, traffic: Traffic, by: Callable[[Locator], None] = Locator.click) -> Pressed:
    """Press the button of a check, and wait for what it says."""
    page, own = box.page, box.get_attribute("id")
    before, requests, got, sent = page.evaluate(FILLED, own), traffic.requests, traffic.all_got, traffic.sent
    by(box.locator("button[name=of]"))
    box.locator(".told > *").first.wait_for()
    page.wait_for_timeout(30)  # bytes are told after what came
    seen = box.evaluate(SEEN)
    return Pressed(
        seen["inView"], seen["below"], seen["focused"], seen["words"], page.evaluate(FILLED, own) == before,
        traffic.requests - requests, traffic.all_got - got, traffic.sent - sent,
    )  # fmt: skip
