"""A single lesson can be saved, from its own page and from the course; what it shares with its module is here once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, keep, lesson, module, on_phone, open_course

pytestmark = [pytest.mark.browser, pytest.mark.pages]
SIZES = {"phone": {"width": 360, "height": 640}, "desk": {"width": 1280, "height": 900}}
OTHER = "ten-second-look"


def row(page: Page, slug: str = FIRST):
    return page.locator(f"[data-plan='{COURSE}/lessons/{slug}/plan']")


def of(page: Page, name: str, slug: str = FIRST):
    return row(page, slug).locator(f"[data-part={name}]")


@pytest.mark.parametrize("size", SIZES)
def test_a_lesson_is_saved_from_its_own_page_and_opens_offline_alone(site, officer, signed_in, size):
    page = signed_in.new_page()
    page.set_viewport_size(SIZES[size])
    lesson(page, site)
    site.asked.clear()
    page.locator("#save > summary").press("Enter")
    expect(of(page, "keep")).to_have_text(re.compile(r"^Save for offline use · \d+ KB download$"), timeout=LATEST)
    of(page, "keep").tap()
    expect(of(page, "state")).to_be_visible(timeout=LATEST)
    expect(of(page, "state")).to_have_text("saved on this phone")
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("#line")).to_contain_text("offline · saved on this phone")
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
    expect(page.locator("#save > summary")).to_have_text("Saved on this phone")
    lesson(page, site, OTHER)
    expect(page.locator("h1")).to_have_text("You are offline and this page is not saved.")


def test_a_lesson_weighs_what_was_said_and_no_visit_fetches_its_buttons(site, officer, signed_in):
    page = signed_in.new_page()
    site.asked.clear()
    lesson(page, site)
    page.wait_for_timeout(300)
    assert not [one for one in site.asked if one.endswith(("/plan", "/saving"))]
    plan = page.evaluate("(url) => fetch(url).then((one) => one.json())", f"{COURSE}/lessons/{FIRST}/plan")
    whole = page.evaluate("(url) => fetch(url).then((one) => one.json())", f"{COURSE}/modules/1/plan")
    assert plan["bytes"] == sum(plan["sizes"].values()) < whole["bytes"]
    assert set(plan["sizes"]) <= set(whole["sizes"])
    assert set(plan["rooms"]) == set(plan["sizes"])


def test_a_lesson_and_its_module_share_their_pieces_and_removing_one_says_what_still_holds_it(site, officer, signed_in):
    page = signed_in.new_page()
    open_course(page, site)
    page.get_by_text("Save single lessons").first.click()
    of(page, "keep").click()
    expect(of(page, "state")).to_be_visible(timeout=LATEST)
    alone = page.evaluate("(person) => keeping.used(person)", officer.uuid)
    keep(page, site)
    page.get_by_text("Save single lessons").first.click()
    both = page.evaluate("(person) => keeping.used(person)", officer.uuid)
    expect(of(page, "state", OTHER)).to_have_text(re.compile("^saved with “1. "))
    expect(of(page, "keep", OTHER)).to_be_hidden()
    of(page, "remove").click()
    expect(of(page, "said")).to_have_text(re.compile("Removed. But “1. .+” is saved too, and holds this lesson"))
    assert page.evaluate("(person) => keeping.used(person)", officer.uuid) == both > alone
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("#line")).to_contain_text("saved on this phone")
    signed_in.set_offline(False)
    open_course(page, site)
    module(page, 1).locator("[data-part=remove]").click()
    expect(module(page, 1).locator("[data-part=said]")).to_have_text("Removed from this phone.")
    assert page.evaluate("(person) => keeping.used(person)", officer.uuid) == 0


def test_single_lessons_are_listed_and_removed_on_the_page_of_the_phone(site, officer, signed_in):
    page = signed_in.new_page()
    open_course(page, site)
    page.get_by_text("Save single lessons").first.click()
    for slug in (FIRST, OTHER):
        of(page, "keep", slug).click()
        expect(of(page, "state", slug)).to_be_visible(timeout=LATEST)
    on_phone(page, site)
    cards = page.locator("#kept .card")
    expect(cards).to_have_count(2)
    expect(cards.first.get_by_role("link")).to_have_attribute("href", re.compile("/lessons/"))
    cards.first.get_by_role("button", name=re.compile("Remove")).click()
    expect(cards).to_have_count(1)


def test_who_is_signed_out_meanwhile_is_told_what_to_do(site, officer, signed_in):
    page = signed_in.new_page()
    lesson(page, site)
    page.wait_for_load_state("networkidle")
    signed_in.clear_cookies()
    page.locator("#save > summary").click()
    expect(page.locator("#save")).to_contain_text("Check that you are online and signed in.")


def test_the_buttons_speak_french_on_a_french_page(site, officer, signed_in):
    page = signed_in.new_page()
    page.goto(f"{site.url}/language/fr?next={COURSE}")
    assert page.locator("html").get_attribute("lang") == "fr"
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    expect(module(page, 1).locator("[data-part=keep]")).to_contain_text("Enregistrer pour une utilisation hors ligne")
    module(page, 1).locator("[data-part=keep]").click()
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible(timeout=LATEST)
