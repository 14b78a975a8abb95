"""Marking: on pages with a line, and on a tablet that is without one for a day."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.builders.stored import STORED
from tests.journeys.company import Company
from tests.journeys.workshops import Planned

PIN = "740915"
LEVELS = ("Not yet", "Nearly", "Competent", "Strong")
CRITERIA = {
    "Identification bench": ("Names the specimen", "Protects the evidence"),
    "Briefing": ("Says what matters first", "Keeps things confidential"),
}
PATIENCE = 45_000  # milliseconds until what is kept or sent says so


def open_day(company: Company, who: str) -> Page:
    """The page of the kept day, with or without a line."""
    company.page(who).close()
    page = company.page(who)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{company.site.url}/sheets/day")
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=PATIENCE)
    return page


def keep_day(company: Company, who: str) -> None:
    """The evening before: keep the day under a PIN, and lose the line."""
    page = open_day(company, who)
    page.get_by_label("PIN, at least six digits", exact=True).fill(PIN)
    page.get_by_label("The same PIN again").fill(PIN)
    page.get_by_role("button", name="Save for offline use").click()
    expect(page.locator("#day-said")).to_contain_text("Your day is saved for offline use", timeout=PATIENCE)
    company.context(who).set_offline(True)


def unlock(page: Page) -> None:
    """Type the PIN."""
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="My sheets")).to_be_visible(timeout=PATIENCE)


def rate_offline(company: Company, who: str, placed: Planned, given: tuple[int, int], remark: str) -> Page:
    """Open the kept day again, mark a performance, and put the tablet down; then seal it."""
    page = open_day(company, who)
    unlock(page)
    page.get_by_role("button", name=f"Mark: {placed.code} · {placed.exercise}").click()
    give(page, placed.exercise, given, remark)
    expect(page.locator("#sheet")).to_contain_text(f"Total: {sum(given)}")
    expect(page.locator("#sheet")).to_contain_text("Saved on this device, locked with your PIN.")
    page = open_day(company, who)
    assert_nothing_in_the_clear(page, remark)
    unlock(page)
    page.get_by_role("button", name=f"Mark: {placed.code} · {placed.exercise}").click()
    page.get_by_role("button", name="Seal sheet").click()
    expect(page.locator("#unsent")).to_have_text("Sealed and not sent yet: 1.")
    assert_nothing_in_the_clear(page, remark)
    return page


def assert_nothing_in_the_clear(page: Page, remark: str) -> None:
    """The storage of the tablet, read without its PIN, shows no word of a sheet, and no name."""
    stored = page.evaluate(STORED)
    for secret in (remark, "Names the specimen", "Srisuk", PIN):
        assert secret not in stored


def give(page: Page, exercise: str, given: tuple[int, int], remark: str) -> None:
    """Tap the levels, say what was seen, give the global grade."""
    for title, level in zip(CRITERIA[exercise], given, strict=True):
        group = page.get_by_role("group", name=title)
        group.get_by_label(LEVELS[level]).check()
    first = page.get_by_role("group", name=CRITERIA[exercise][0])
    if not first.get_by_role("textbox").is_visible():
        first.locator("summary").click()
    first.get_by_role("textbox").fill(remark)
    page.get_by_label("Good" if sum(given) > 2 else "Fail", exact=True).check()


def hand_over(page: Page, file: Path) -> None:
    """Save what is sealed and not sent as a file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hand over as a file").click()
    waiting.value.save_as(file)


def take_file(page: Page, file: Path, said: str = "received") -> None:
    """The coordinator takes the file on a computer, and sees of each sheet what became of it, never what it says."""
    page.get_by_label("File of sealed sheets").set_input_files(file)
    page.get_by_role("button", name="Send the sheets").click()
    expect(page.locator("#lines .chip").first).to_have_text(said)


def send(company: Company, who: str) -> None:
    """The line is back: what was sealed is sent by itself; what came as a file is taken once."""
    company.context(who).set_offline(False)
    page = open_day(company, who)
    expect(page.locator("#unsent")).to_have_text("Everything that you sealed here is sent.", timeout=PATIENCE)


def rate(page: Page, placed: Planned, given: tuple[int, int], remark: str) -> None:
    """Mark a performance with a line, from the list of one's sheets, and seal it."""
    open_sheet(page, placed)
    give(page, placed.exercise, given, remark)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"{sum(given)} of 6 points")
    page.get_by_role("button", name="Seal sheet").click()
    expect(page.locator("main")).to_contain_text("sealed")


def open_sheet(page: Page, placed: Planned) -> None:
    """Open one's own sheet from the list."""
    page.locator("main").get_by_role("link", name=placed.exercise).filter(has_text=placed.code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(placed.exercise)


def sees_nothing_of(page: Page, placed: Planned, remark: str) -> None:
    """Neither the list of one's sheets nor one's own sheet tells what another assessor wrote."""
    assert remark not in page.content()
    open_sheet(page, placed)
    assert remark not in page.content()
