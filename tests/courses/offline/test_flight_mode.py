"""In flight mode: what was kept is read, its checks are answered, and what is marked arrives exactly once."""

import re

import pytest
from playwright.sync_api import expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, keep, lesson, module, on_phone, open_course

pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.pages]


def test_a_kept_module_is_read_answered_and_marked_and_arrives_exactly_once(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    box = page.locator(".card.check").first
    box.locator("input[name=answer]").first.check()
    box.get_by_role("button", name="Check my answer").click()
    expect(box.locator(".review .chip").first).to_have_text(re.compile("Right|Wrong"))
    page.get_by_role("button", name=re.compile("I have read this")).click()
    expect(page).to_have_url(re.compile("ten-second-look"))
    page.close()
    assert officer.read() == []
    page = signed_in.new_page()
    on_phone(page, site)
    expect(page.locator("#marks li")).to_have_count(1)
    expect(page.locator("#marks .chip")).to_have_text("waiting")
    signed_in.set_offline(False)
    expect(page.locator("#marks .chip")).to_have_text("sent", timeout=LATEST)
    lesson(page, site)
    page.reload()
    on_phone(page, site)
    assert officer.read() == [FIRST]
    assert officer.receipts() == [(FIRST, "taken")]


def test_a_page_that_was_not_kept_gives_the_page_of_what_is_here(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    page.goto(f"{site.url}{COURSE}/lessons/rhino-horn")
    expect(page.locator("#missing")).to_contain_text("This page is not on this phone")
    expect(page.locator("#kept").get_by_role("link", name="Why", exact=False).first).to_be_visible()
    signed_in.set_offline(False)
    expect(page.locator("h1")).to_contain_text("horn", timeout=LATEST)


def test_a_module_that_was_removed_is_gone(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    on_phone(page, site)
    page.get_by_role("button", name=re.compile("Remove from this phone")).click()
    expect(page.locator("#done")).to_have_text("Removed from this phone.")
    assert page.evaluate(f"caches.open('kept-{officer.uuid}').then((c) => c.keys()).then((k) => k.length)") == 0
    open_course(page, site)
    expect(module(page, 1).locator("[data-part=keep]")).to_be_visible()
