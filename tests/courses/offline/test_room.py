"""What may be saved on a phone has a limit that its person sets; what does not fit is said before, and nothing goes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.courses.offline.live import LATEST, Site, keep, module, on_phone, open_course

pytestmark = [pytest.mark.browser, pytest.mark.pages]
# Nearly the whole limit is taken by something that is kept already.
FILL = """async (left) => {
  const { person } = document.body.dataset, cache = await caches.open(`kept-${person}`);
  const [one] = await store.of("kept", person);
  const taken = keeping.limit(person) - (await keeping.used(person)) - left;
  await cache.put("/media/large", new Response("x", { headers: { Size: taken } }));
  await store.put("kept", { ...one, urls: [...one.urls, "/media/large"] });
}"""
HERE = "async () => [...(await (await caches.open(`kept-${document.body.dataset.person}`)).keys())].length"


def names(page: Page) -> list[str]:
    return page.locator("#kept .card").get_by_role("heading").all_text_contents()


def test_what_does_not_fit_is_said_before_anything_is_fetched(site: Site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.evaluate(FILL, 40 * 1024)
    before = page.evaluate(HERE)
    site.asked.clear()
    module(page, 2).locator("[data-part=keep]").click()
    said = module(page, 2).locator("[data-part=said]")
    expect(said).to_have_text(re.compile(r"This needs \d+ KB\. 40 KB are left\. Remove something first\."))
    assert [one for one in site.asked if "lessons" in one] == []
    assert page.evaluate(HERE) == before
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible()
    on_phone(page, site)
    expect(page.locator("#limit-said")).to_contain_text("The limit is nearly reached")
    page.get_by_role("button", name=re.compile("Remove from this phone")).press("Enter")
    expect(page.locator("#limit-said")).to_be_hidden()
    keep(page, site, 2)


def test_the_limit_is_chosen_and_belongs_to_one_person(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    on_phone(page, site)
    limit = page.get_by_label("Save at most")
    expect(limit).to_have_value("50")
    assert limit.locator("option").all_text_contents() == ["20 MB", "50 MB", "100 MB", "200 MB"]
    limit.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#room")).to_contain_text("of 20 MB used")
    expect(page.locator("#done")).to_have_text("The limit is 20 MB now.")
    page.reload()
    expect(limit).to_have_value("20")
    other = site.officer("Ben Officer")
    signed_in.clear_cookies()
    other.sign_in(signed_in)
    page.goto(site.url + "/learn")
    on_phone(page, site)
    expect(limit).to_have_value("50")


def test_a_lower_limit_takes_nothing_away(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.evaluate(FILL, 0)
    on_phone(page, site)
    page.get_by_label("Save at most").select_option("20")
    expect(page.locator("#limit-said")).to_contain_text("Nothing is removed by itself")
    expect(page.locator("#kept .card")).to_have_count(1)


def test_what_to_remove_is_found_by_size_and_by_when_it_was_opened(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site, 1)
    keep(page, site, 2)
    page.evaluate(
        """async (person) => {
          const [one, two] = await store.of("kept", person);
          await store.amend("kept", one.key, { opened: "2026-03-01T08:00:00Z" });
          await store.amend("kept", two.key, { opened: "2026-01-01T08:00:00Z" });
        }""",
        officer.uuid,
    )
    sizes = page.evaluate("(person) => keeping.records(person).then((all) => all.map(({ own }) => own))", officer.uuid)
    assert min(sizes) > 0
    on_phone(page, site)
    assert [name[0] for name in names(page)] == ["1", "2"]
    order = page.get_by_label("Order")
    order.select_option("old")
    expect(page.locator("#kept .card").first).to_contain_text("2. ")
    order.select_option("large")
    first = "1. " if sizes[0] > sizes[1] else "2. "
    expect(page.locator("#kept .card").first).to_contain_text(first)
    page.locator("#kept .card").first.get_by_role("button").tap()
    expect(page.locator("#done")).to_have_text("Removed from this phone.")
    expect(page.locator("#kept .card")).to_have_count(1)


def test_a_phone_with_hardly_any_space_says_so_and_saves_nothing_of_it(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    before = page.evaluate(HERE)
    cdp = signed_in.new_cdp_session(page)
    used = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": used + 20_000})
    module(page, 2).locator("[data-part=keep]").click()
    expect(module(page, 2).locator("[data-part=said]")).to_contain_text("Nothing of it was saved.")
    assert page.evaluate(HERE) == before
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": site.url})


def test_a_phone_that_is_full_on_the_way_keeps_nothing_of_what_came(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    before = page.evaluate(HERE)
    page.evaluate(
        """() => {
          const put = Cache.prototype.put;
          let left = 4;
          Cache.prototype.put = function (...all) {
            left -= 1;
            return left > 0 ? put.apply(this, all) : Promise.reject(new DOMException("full", "QuotaExceededError"));
          };
        }"""
    )
    module(page, 2).locator("[data-part=keep]").click()
    expect(module(page, 2).locator("[data-part=said]")).to_contain_text("This phone has no space left", timeout=LATEST)
    assert page.evaluate(HERE) == before
    open_course(page, site)
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible()


def test_what_an_assessor_works_with_has_no_button_that_removes_it(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.evaluate(
        """async (person) => {
          const [one] = await store.of("kept", person);
          const day = { key: `${person}:sheets/day`, id: "sheets/day", title: "My day", stays: true };
          await store.put("kept", { ...one, ...day });
        }""",
        officer.uuid,
    )
    on_phone(page, site)
    day = page.locator("#kept .card").filter(has_text="My day")
    expect(day).to_contain_text("It stays here as long as you need it for your work.")
    expect(day.get_by_role("button")).to_have_count(0)
