"""What a person does on a paper, and what they then see."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.assessments.exams.live import Sitting
from tests.builders.kind_names import KindName

SAVED = re.compile(r"Saved \d")
KEPT = "Saved on this device"
LATEST = 15_000  # ms; a page tries again after 1, 2, 4 … seconds


def question(page: Page, sitting: Sitting, kind: KindName):
    """The part of the page with the question of this kind, made visible."""
    part = page.locator(f"#q{sitting.at(kind)}")
    if not part.is_visible():
        number = re.compile(rf"^{sitting.at(kind)}\b")  # what was answered or flagged is said behind it
        page.get_by_role("navigation", name="Questions").get_by_role("link", name=number).click()
    expect(part).to_be_visible()
    return part


def choose(page: Page, sitting: Sitting, option: str = "b"):
    """Answer the question with one choice; answers its part of the page."""
    part = question(page, sitting, KindName.ONE_CHOICE)
    part.locator(f"input[value={option}]").check()
    return part


def all_saved(page: Page) -> None:
    """Wait until the page says so."""
    expect(page.locator("#kept")).to_have_text("All answers saved", timeout=LATEST)


def review(page: Page) -> None:
    """Go to the review of the paper, from wherever one is."""
    page.get_by_role("link", name="Review and submit").last.click()
    expect(page.get_by_role("heading", name="Review and submit")).to_be_visible()


def hand_in(page: Page, *, asked: bool = True) -> None:
    """Review and submit; where something has no answer it is asked once more."""
    review(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    if asked:
        page.get_by_role("button", name="Submit without these answers").click()


def kept_then_closed(context: BrowserContext, sitting: Sitting) -> None:
    """Answer while the server is out of reach, see that it is kept, and close the tab.

    What a tab sends while it closes, a browser that was told to be offline may still send afterwards.
    """
    page = sitting.open(context)
    sitting.site.stop()
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text(KEPT)
    page.close()
    sitting.site.start()
    assert sitting.steps() == []
