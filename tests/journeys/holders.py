"""A certificate of a scheme set aside and put in force again, by two people each time; its holder is heard."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.journeys.company import CAST, Company


def by_two(company: Company, managers: Sequence[str], who: str, act: str, words: str, *, sure: str = "") -> None:
    """One manager proposes it, another confirms it; where a page asks whether one is sure, one says so with `sure`."""
    for one in managers:
        page = company.page(one, "/manage/credentials")
        page.get_by_role("link", name=CAST[who].name).first.click()
        page.get_by_role("link", name=act).click()
        page.locator("main form textarea").fill(words)
        page.locator("main form button[type=submit]").click()
        if sure:
            expect(page.get_by_role("heading", level=1)).to_have_text(f"{sure}?")
            expect(page.locator("main")).to_contain_text(
                "Two people are needed: the first proposes, the second confirms."
            )
            page.get_by_role("button", name=sure).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(CAST[who].name)


def is_heard(page: Page, words: str) -> None:
    """The holder says what they have to say."""
    page.get_by_label("Your statement").fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("body")).to_contain_text("Your statement is saved.")
