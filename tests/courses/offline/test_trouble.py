"""When something goes wrong on a phone, it is said what, and nothing that was there before is lost."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.courses.offline.live import COURSE, FIRST, LATEST, keep, lesson, module, on_phone, open_course

pytestmark = [pytest.mark.browser, pytest.mark.pages]
MODULES = 4
SOUND = """async () => {
  const { person } = document.body.dataset;
  const kept = await keeping.records(person);
  const wrong = kept.filter(({ whole }) => !whole).map(({ id }) => id);
  for (const { id, urls } of kept) {
    for (const url of urls) {
      const answer = await fetch(url).catch(() => null);
      if (answer?.status !== 200 || !(await answer.blob()).size) wrong.push(`${id} ${url}`);
    }
  }
  return [kept.map(({ id }) => Number(id.split("/")[1])), wrong];
}"""


def test_no_space_left_is_said_and_what_was_kept_before_is_still_there(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    cdp = signed_in.new_cdp_session(page)
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 1024})
    module(page, 2).locator("[data-part=keep]").click()
    expect(module(page, 2).locator("[data-part=said]")).to_contain_text("This phone has no space left")
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible()
    cdp.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)


def test_a_phone_that_fills_up_on_the_way_says_so_and_calls_nothing_kept(site, officer, signed_in):
    signed_in.add_init_script(
        """(() => { if (!self.Cache) return; const put = Cache.prototype.put; let left = 6;
        Cache.prototype.put = function (...all) {
          if (String(all[0]).startsWith("/") && String(all[0]) !== "/who" && !(left -= 1)) {
            left = 1; return Promise.reject(new DOMException("full", "QuotaExceededError"));
          }
          return put.apply(this, all);
        };
        })()"""
    )
    page = signed_in.new_page()
    open_course(page, site)
    module(page, 1).locator("[data-part=keep]").click()
    expect(module(page, 1).locator("[data-part=said]")).to_contain_text("This phone has no space left")
    assert page.evaluate(SOUND) == [[], []]


def test_a_browser_that_cleared_its_storage_is_said(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.goto(site.url + "/learn")
    cdp = signed_in.new_cdp_session(page)
    cdp.send(
        "Storage.clearDataForOrigin", {"origin": site.url, "storageTypes": "indexeddb,cache_storage,service_workers"}
    )
    open_course(page, site)
    expect(page.locator("#cannot-keep")).to_contain_text("This browser has deleted what was saved here")
    keep(page, site)
    expect(page.locator("#cannot-keep")).to_be_hidden()


def test_pages_that_went_missing_are_said_and_fetched_again(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.evaluate("([p, u]) => caches.open(`kept-${p}`).then((c) => c.delete(u))", [officer.uuid, f"{COURSE}/glossary"])
    open_course(page, site)
    expect(module(page, 1).locator("[data-part=said]")).to_contain_text("This browser has deleted")
    module(page, 1).get_by_role("button", name=re.compile("Save again")).click()
    expect(module(page, 1).locator("[data-part=state]")).to_be_visible(timeout=LATEST)


def test_a_module_that_changed_is_offered_and_the_old_one_still_opens(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.evaluate(
        """async (person) => {
          const [one] = await store.of("kept", person);
          await store.put("kept", { ...one, mark: "of-before" });
        }""",
        officer.uuid,
    )
    page.reload()
    expect(module(page, 1).locator("[data-part=said]")).to_contain_text("There is a newer version")
    module(page, 1).get_by_role("button", name=re.compile("Get the new version")).click()
    expect(module(page, 1).locator("[data-part=said]")).to_contain_text("Saved.", timeout=LATEST)
    expect(module(page, 1).get_by_role("button", name=re.compile("Get the new version"))).to_be_hidden()


def test_an_address_without_https_says_that_nothing_can_be_kept(site, officer, phone):
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    officer.sign_in(phone)
    page = phone.new_page()
    page.goto(site.url + COURSE)
    expect(page.locator("#cannot-keep")).to_contain_text("one that starts with https")
    expect(module(page, 1).locator("[data-part=keep]")).to_be_hidden()


@pytest.mark.parametrize("drops", [12, pytest.param(500, marks=pytest.mark.long)], ids=["some", "many"])
def test_a_line_that_drops_at_any_moment_loses_nothing_that_was_called_kept(site, officer, signed_in, drops):
    chance = random.Random(20261125)
    page = signed_in.new_page()
    keep(page, site)
    called, marked = {1}, set()
    for _drop in range(drops):
        number = chance.randint(1, MODULES)
        open_course(page, site)
        row = module(page, number)
        if row.locator("[data-part=keep]").is_visible():
            row.locator("[data-part=keep]").click(no_wait_after=True)
        else:  # fetch it again, over the one that is there
            page.evaluate("([plan, person]) => { keeping.keep(plan, person, () => {}).catch(() => {}); }",
                          [row.get_attribute("data-plan"), officer.uuid])  # fmt: skip
        page.wait_for_timeout(chance.randint(0, 350))
        signed_in.set_offline(True)
        said = row.locator("[data-part=state], [data-part=said]:text-matches('broke|did not give')")
        expect(said.locator("visible=true").first).to_be_visible(timeout=LATEST)
        kept, wrong = page.evaluate(SOUND)
        assert wrong == []
        assert called <= set(kept)
        called = set(kept)
        lesson(page, site, FIRST)
        expect(page.locator("html[data-practice]")).to_be_attached(timeout=LATEST)
        button = page.get_by_role("button", name=re.compile("I have read this"))
        if not marked and button.is_visible():
            button.click()
            marked.add(FIRST)
            expect(page).to_have_url(re.compile("ten-second-look"))
        signed_in.set_offline(False)
    on_phone(page, site)
    expect(page.locator("#marks .chip").first).to_have_text("sent", timeout=LATEST)
    assert officer.read() == [FIRST]
