"""The chip of every header says how the line is, whether this page was saved, and what waits."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, Site, keep, lesson

pytestmark = [pytest.mark.browser]
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 900}}
LIES = "Object.defineProperty(navigator, 'onLine', { get: () => true })"  # a cable, and nothing behind it
SAYS_OFFLINE = "Object.defineProperty(navigator, 'onLine', { get: () => false })"  # a line, and a device that denies it
OLD = """async (days) => {
  const { person } = document.body.dataset, cache = await caches.open(`kept-${person}`);
  const found = await cache.match(location.pathname), headers = new Headers(found.headers);
  headers.set("Kept-At", new Date(Date.now() - days * 86400000).toISOString());
  await cache.put(location.pathname, new Response(await found.arrayBuffer(), { headers }));
}"""
READ = re.compile("I have read this|J’ai lu")


@pytest.fixture(params=SIZES)
def screen(request: pytest.FixtureRequest, signed_in: BrowserContext) -> Page:
    page = signed_in.new_page()
    page.set_viewport_size(SIZES[request.param])
    return page


def chip(page: Page):
    return page.locator("#line")


def test_with_a_line_it_says_online_and_leads_to_what_is_on_this_phone(site, screen):
    screen.goto(site.url + COURSE)
    expect(chip(screen)).to_have_text(re.compile("^online *$"))
    chip(screen).focus()
    screen.keyboard.press("Enter")
    expect(screen).to_have_url(re.compile("/offline$"))


def test_a_saved_page_says_so_and_how_old_it_is_and_what_was_read_waits(site: Site, officer, signed_in, screen):
    keep(screen, site)
    lesson(screen, site)
    signed_in.set_offline(True)  # first: with a line the copy would still be kept anew
    screen.evaluate(OLD, 3)
    lesson(screen, site)
    expect(chip(screen)).to_contain_text("offline · saved on this phone")
    expect(chip(screen)).to_contain_text("saved 3 days ago")
    expect(screen.locator("#said")).to_contain_text("offline")
    screen.get_by_role("button", name=READ).tap()
    expect(screen).to_have_url(re.compile("ten-second-look"))
    expect(screen.locator(".messages")).to_contain_text("marked as read. It will be sent when you are online.")
    expect(screen.locator(".messages")).to_be_in_viewport()
    expect(chip(screen)).to_contain_text("1 waiting")
    screen.reload()
    expect(chip(screen)).to_contain_text("1 waiting")
    expect(screen.locator(".messages")).to_have_count(0)
    signed_in.set_offline(False)
    expect(chip(screen)).to_have_text(re.compile("^online *$"), timeout=LATEST)
    assert officer.read() == [FIRST]


def test_a_page_that_was_not_saved_says_offline_alone(site, signed_in, screen):
    screen.goto(site.url + COURSE)
    signed_in.set_offline(True)
    expect(chip(screen)).to_have_text(re.compile("^offline *$"))
    signed_in.set_offline(False)
    expect(chip(screen)).to_have_text(re.compile("^online *$"))


def test_a_request_that_fails_counts_more_than_what_the_browser_believes(site, signed_in):
    signed_in.add_init_script(LIES)
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    lesson(page, site)
    expect(chip(page)).to_contain_text("offline · saved on this phone")
    page.get_by_role("button", name=READ).press("Enter")
    expect(chip(page)).to_contain_text("1 waiting")


def test_without_scripts_there_is_no_chip(site, browser, officer):
    context = browser.new_context(java_script_enabled=False)
    officer.sign_in(context)
    page = context.new_page()
    page.goto(site.url + COURSE)
    expect(chip(page)).to_be_hidden()
    context.close()


def test_it_speaks_the_language_of_the_page(site, signed_in):
    page = signed_in.new_page()
    page.goto(f"{site.url}/language/fr?next={COURSE}")
    expect(chip(page)).to_have_text(re.compile("^en ligne *$"))
    keep(page, site)
    lesson(page, site)
    signed_in.set_offline(True)
    page.evaluate(OLD, 2)
    lesson(page, site)
    expect(chip(page)).to_contain_text("hors ligne · enregistré sur ce téléphone")
    expect(chip(page)).to_contain_text("avant-hier")  # as the browser says two days ago in French


def test_what_the_page_before_did_is_told_to_nobody_else(site, signed_in):
    page = signed_in.new_page()
    page.goto(site.url + "/learn")
    page.evaluate("sessionStorage.setItem('waits', JSON.stringify({ person: 'somebody-else', text: 'Mine' }))")
    page.reload()
    expect(chip(page)).to_be_visible()
    expect(page.get_by_text("Mine")).to_have_count(0)


def test_a_device_that_denies_its_line_is_asked_for_all_the_same_and_nothing_is_stuck(site, officer, signed_in):
    signed_in.add_init_script(SAYS_OFFLINE)
    page = signed_in.new_page()
    keep(page, site)
    lesson(page, site)
    expect(chip(page)).to_have_text(re.compile("^online *$"), timeout=LATEST)
    page.get_by_role("button", name=READ).click()
    expect(page).to_have_url(re.compile("ten-second-look"))
    expect(chip(page)).to_have_text(re.compile("^online *$"), timeout=LATEST)
    page.goto(f"{site.url}/offline")
    expect(chip(page)).to_have_text(re.compile("^online *$"), timeout=LATEST)
    assert officer.read() == [FIRST]
    page.goto(site.url + "/learn")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
