"""Opened without a line, the site is no error: it says what is here, how old it is, and what waits to be sent."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, SLUG, Site, keep, lesson

pytestmark = [pytest.mark.browser, pytest.mark.pages]
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 900}}
WAITS = """([subject, lesson]) =>
  outbox.keep({ kind: "courses.read", subject, title: "Why goods pass", body: { lesson, version: "v" } })"""


@pytest.fixture(params=SIZES)
def screen(request: pytest.FixtureRequest, signed_in: BrowserContext) -> Page:
    page = signed_in.new_page()
    page.set_viewport_size(SIZES[request.param])
    return page


def shown(page: Page) -> None:
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)


@pytest.mark.parametrize("path", ["/", "/offline"])
def test_its_first_words_are_what_one_has(site: Site, signed_in, path):
    page = signed_in.new_page()
    keep(page, site)
    lesson(page, site)
    signed_in.set_offline(True)
    page.evaluate(WAITS, [SLUG, FIRST])
    page.goto(site.url + path)
    shown(page)
    expect(page.locator("h1")).to_have_text("You are offline.")
    expect(page.locator("#lead")).to_have_text("This is what you have on this phone.")
    expect(page.locator("main .notice.warn:visible, main .notice.bad:visible")).to_have_count(0)
    expect(page.locator("#line")).to_contain_text("offline")
    expect(page.locator("#line")).to_contain_text("1 waiting")
    expect(page.get_by_role("heading", name="Work waiting to be sent")).to_be_visible()
    expect(page.locator("#marks li")).to_contain_text("Why goods pass")
    expect(page.locator("#marks li")).to_contain_text("done this minute")
    saved = page.locator("#saved")
    expect(saved.get_by_role("link", name="Identifying wildlife products").first).to_be_visible()
    expect(saved.get_by_role("heading", level=4)).to_contain_text("1. ")
    expect(saved).to_contain_text("saved this minute · opened this minute")
    saved.get_by_role("link", name=re.compile("^Why")).first.click()
    expect(page).to_have_url(re.compile(FIRST))
    expect(page.locator("#line")).to_contain_text("offline · saved on this phone")


def test_a_page_that_is_not_saved_says_so_and_is_asked_for_again(site, signed_in, screen):
    keep(screen, site)
    signed_in.set_offline(True)
    screen.goto(f"{site.url}{COURSE}/lessons/rhino-horn")
    shown(screen)
    expect(screen.locator("h1")).to_have_text("You are offline and this page is not saved.")
    assert screen.title() == "You are offline and this page is not saved."
    with screen.expect_navigation():
        screen.get_by_role("button", name="Try again").tap()
    shown(screen)
    signed_in.set_offline(False)
    expect(screen.locator("h1")).to_contain_text("horn", timeout=LATEST)


def test_with_a_line_the_page_begins_with_its_name(site, signed_in, screen):
    screen.goto(site.url + "/learn")
    expect(screen.locator("#line")).to_contain_text("online")
    screen.goto(site.url + "/offline")
    shown(screen)
    expect(screen.locator("h1")).to_have_text("On this phone")
    expect(screen.locator("#lead")).to_be_hidden()
    expect(screen.locator("#kept")).to_contain_text("Nothing is saved yet")
    expect(screen.locator("#no-marks")).to_have_text("Nothing is waiting.")
    signed_in.set_offline(True)
    expect(screen.locator("h1")).to_have_text("You are offline.")
    signed_in.set_offline(False)
    expect(screen.locator("h1")).to_have_text("On this phone")
