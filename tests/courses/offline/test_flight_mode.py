"""In flight mode: what was kept is read, its checks are answered, and what is marked arrives exactly once."""

import re

import pytest
from playwright.sync_api import expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, keep, lesson, module, on_phone, open_course

RIGHT = ("Walrus", "Narwhal", "Bone", "Plastic or resin")  # of the matching in "other-ivories"

pytestmark = [pytest.mark.browser, pytest.mark.pages]


def test_a_kept_module_is_read_answered_and_marked_and_arrives_exactly_once(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    box = page.locator(".card.check").first
    box.locator("input[name$=answer]").first.check()
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
    expect(page.locator("h1")).to_have_text("You are offline and this page is not saved.")
    expect(page.locator("#kept").get_by_role("link", name="Why", exact=False).first).to_be_visible()
    signed_in.set_offline(False)
    expect(page.locator("h1")).to_contain_text("horn", timeout=LATEST)


def test_the_page_of_a_course_has_its_own_style_and_scripts_in_flight_mode(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    kept = page.evaluate(
        f"caches.open('kept-{officer.uuid}').then((c) => c.keys()).then((all) => all.map(({{ url }}) => url))"
    )
    for name in ("course.css", "course.js", "progress.js"):
        stem, kind = name.split(".")
        assert [url for url in kept if re.search(rf"/static/{stem}\.\w+\.{kind}$", url)], name
    signed_in.set_offline(True)
    open_course(page, site)
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible(timeout=LATEST)
    sheets = "[...document.querySelectorAll('link[rel=stylesheet]')].map(({ sheet }) => sheet.cssRules.length > 0)"
    assert page.evaluate(sheets) == [True, True]


def test_a_module_that_was_removed_is_gone(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    on_phone(page, site)
    page.get_by_role("button", name=re.compile("Remove from this phone")).click()
    expect(page.locator("#done")).to_have_text("Removed from this phone.")
    assert page.evaluate(f"caches.open('kept-{officer.uuid}').then((c) => c.keys()).then((k) => k.length)") == 0
    open_course(page, site)
    expect(module(page, 1).locator("[data-part=keep]")).to_be_visible()


def test_a_practice_quiz_is_sat_in_flight_mode_and_counts_its_results(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site, 2)
    signed_in.set_offline(True)
    on_phone(page, site)
    page.locator("#kept").get_by_role("link", name="Practice quiz").click()
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    tally, questions = page.locator("#tally"), page.locator(".card.check").count()
    expect(tally).to_have_text(f"Answered: 0 of {questions}. Right: 0. Partly right: 0.")
    pairs = page.locator(".card.check").filter(has=page.locator("[data-kind=matching]"))
    pairs.get_by_role("button", name="Check my answer").click()
    expect(pairs.locator(".error")).to_contain_text("Give an answer first.")
    expect(tally).to_contain_text(f"Answered: 0 of {questions}.")
    for select in pairs.locator("select").all():
        select.select_option(index=1)
    pairs.get_by_role("button", name="Check my answer").click()
    expect(pairs.locator(".review .parts li").first).to_contain_text("your answer")
    expect(pairs.locator(".review > p .chip")).to_have_text(re.compile("Partly right|Wrong"))
    for one, text in zip(pairs.locator(".pair").all(), RIGHT, strict=True):
        one.locator("select").select_option(label=text)
    pairs.get_by_role("button", name="Check my answer").click()
    expect(pairs.locator(".review > p .chip")).to_have_text("Right")
    expect(tally).to_have_text(f"Answered: 1 of {questions}. Right: 1. Partly right: 0.")


def test_a_practice_quiz_that_was_not_kept_gives_its_results_without_loading_again(site, officer, signed_in):
    page = signed_in.new_page()
    page.goto(f"{site.url}{COURSE}/modules/2/practice")
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    site.asked.clear()
    one = page.locator(".card.check").filter(has=page.locator("[data-kind=one-choice]")).first
    one.locator("input[name$=answer]").first.check()
    one.get_by_role("button", name="Check my answer").click()
    expect(page.locator("#tally")).to_contain_text("Answered: 1 of")
    assert not [asked for asked in site.asked if asked.startswith("POST")]
