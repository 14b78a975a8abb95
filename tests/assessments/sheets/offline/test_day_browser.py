"""A tablet that is without a line for a day, in a real browser: what is kept, what can be read, and three ways home."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.assessments.sheets.offline.live import Site
from tests.builders.stored import STORED
from tests.conftest import NewDatabase

pytestmark = pytest.mark.browser
LATEST = 15_000  # ms
PIN = "740915"
TABLET = {"width": 360, "height": 740}
REMARK = "Gloves were torn"
LATER = """(hours) => {
  const now = Date.now.real || Date.now;
  Date.now = () => now() + hours * 3600000;
  Date.now.real = now;
  return vault.expire();
}"""
PDF_WITHIN = "(href) => atob(href.split(',')[1]).slice(0, 8)"
OPENED = """(async () => {
  const names = [];
  for (const sort of ["read", "draft", "seal"]) names.push(...await vault.names(vault.person, sort));
  return Promise.all(names.map(async (name) => [name, JSON.stringify(await vault.get(name))]));
})()"""

LEFT = """(async () => {
  const result = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const rows = async (base, name) => {
    const db = await result(indexedDB.open(base));
    const there = db.objectStoreNames.contains(name);
    const found = there ? await result(db.transaction(name).objectStore(name).getAll()) : [];
    db.close();
    return found;
  };
  const vault = [...await rows("spoor-vault", "records"), ...await rows("spoor-vault", "locks")];
  return [(await rows("spoor-outbox", "entries")).map((one) => one.kind), vault.length];
})()"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase, migrated_database: str) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("sheets-offline"), new_database("sheets-offline", migrated_database))
    yield made
    made.close()


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    """A tablet; what its pages complain about fails the test."""
    context = browser.new_context(viewport=TABLET, has_touch=True, accept_downloads=True)
    context.set_default_timeout(LATEST)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context
    context.close()
    assert complaints == []


def opened(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.url}/sheets/day")
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    return page


def keep_day(page: Page) -> None:
    page.get_by_label("PIN, at least six digits", exact=True).fill(PIN)
    page.get_by_label("The same PIN again").fill(PIN)
    page.get_by_role("button", name="Save for offline use").click()
    expect(page.locator("#day-said")).to_contain_text("Your day is saved for offline use", timeout=LATEST)


def unlock(page: Page) -> None:
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="My sheets")).to_be_visible(timeout=LATEST)


def fill_in(page: Page) -> None:
    page.get_by_role("button", name="Mark: C-01").click()
    page.get_by_role("group", name="Names the specimen").get_by_label("Competent").check()
    page.get_by_role("group", name="Protects the evidence").get_by_label("With help").check()
    page.get_by_role("group", name="Protects the evidence").get_by_role("textbox").fill(REMARK)
    expect(page.locator("#sheet")).to_contain_text("Give the global grade")
    page.get_by_label("Good", exact=True).check()
    expect(page.locator("#sheet")).to_contain_text("Total: 6")
    expect(page.locator("#sheet")).to_contain_text("Saved on this device, locked with your PIN.")


def test_a_tablet_without_a_line_for_a_day_shows_nobody_a_rating_and_loses_none(site, tablet, browser, tmp_path):
    site.sign_in(tablet, site.one)
    page = opened(tablet, site)
    keep_day(page)
    expect(page.locator("#sheets li")).to_contain_text("C-01 · Identification bench")
    page.close()
    tablet.set_offline(True)
    page = opened(tablet, site)
    unlock(page)
    fill_in(page)
    shown = page.get_by_role("img", name="Photograph of C-01")
    assert shown.evaluate("(one) => one.decode().then(() => one.naturalWidth > 0)")
    dossier = page.get_by_role("link", name="Dossier of C-01, without names")
    expect(dossier).to_have_attribute("download", "Dossier of C-01, without names")
    assert page.evaluate(PDF_WITHIN, dossier.get_attribute("href")).startswith("%PDF-")
    page.close()  # the tablet is put down in the middle of the sheet
    page = opened(tablet, site)
    stored = page.evaluate(STORED)
    for secret in (REMARK, "Identification", "C-01", "Boupha", "protects", PIN, "%PDF-", "JFIF"):
        assert secret not in stored
    unlock(page)
    expect(page.locator("#sheets li")).to_contain_text("started")
    page.get_by_role("button", name="Mark: C-01").click()
    expect(page.get_by_role("group", name="Protects the evidence").get_by_role("textbox")).to_have_value(REMARK)
    page.get_by_role("button", name="Seal sheet").click()
    expect(page.locator("#sheets li")).to_contain_text("not sent yet")
    expect(page.locator("#unsent")).to_have_text("Sealed and not sent yet: 1.")
    assert REMARK not in page.evaluate(STORED)
    kept = dict(page.evaluate(OPENED))
    (dossier,) = (name for name in kept if name.startswith(f"file:{site.dossier}?kept="))
    assert set(kept) == {"day", "left-out", dossier, f"file:{site.picture}", f"seal:{site.performance}"}
    assert REMARK not in str(kept)
    assert set(json.loads(kept[f"seal:{site.performance}"])) == {"after", "at", "entry"}
    assert not site.standing(site.first).sealed

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hand over as a file").click()
    file = tmp_path / "handed-over.json"
    waiting.value.save_as(file)
    assert REMARK not in file.read_text()
    (entry,) = json.loads(file.read_text())["entries"]
    assert len(json.dumps(entry)) < 3_000
    desk = browser.new_context()
    site.sign_in(desk, site.coordinator)
    computer = desk.new_page()
    computer.goto(f"{site.url}/sheets/files")
    computer.get_by_label("File of sealed sheets").set_input_files(file)
    computer.get_by_role("button", name="Send the sheets").click()
    expect(computer.locator("#lines li")).to_contain_text("C-01, Identification bench")
    expect(computer.locator("#lines .chip")).to_have_text("received")
    desk.close()

    tablet.set_offline(False)
    expect(page.locator("#unsent")).to_have_text("Everything that you sealed here is sent.", timeout=LATEST)
    expect(page.locator("#sheets li")).to_contain_text("sent")
    found = site.standing(site.first)
    assert (found.seals, dict(found.content.ratings), found.content.comments) == (
        1, {"names": 2, "protects": 1}, {"protects": REMARK},
    )  # fmt: skip


def test_what_was_left_out_is_said_and_what_was_to_be_read_goes_after_three_days_and_after_ten_wrong_pins(site, tablet):
    site.sign_in(tablet, site.two)
    tablet.route("**/dossier.pdf?kept=*", lambda route: route.fulfill(status=413, body="too large"))
    page = opened(tablet, site)
    keep_day(page)
    left = page.locator("#left-out li")
    expect(left).to_have_text(
        "Dossier of C-01, without names: too large to save for offline use. Open it from the "
        "sheet while you are online."
    )
    expect(page.locator("#reads")).to_contain_text("deleted from this device after 72 hours")
    tablet.unroute("**/dossier.pdf?kept=*")
    page.get_by_role("button", name="Download again").click()
    expect(page.locator("#left-out")).to_be_hidden(timeout=LATEST)
    assert {name.partition(":")[0] for name, _value in page.evaluate(OPENED)} == {"day", "left-out", "file"}
    tablet.set_offline(True)
    page.evaluate(LATER, 73)
    assert page.evaluate(OPENED) == []
    page.evaluate(LATER, 0)
    tablet.set_offline(False)
    page.get_by_role("button", name="Download again").click()
    expect(page.locator("#day-said")).to_contain_text("Your day is saved for offline use", timeout=LATEST)
    assert len(page.evaluate(OPENED)) == 4
    page.get_by_role("button", name="Lock").click()
    for _ in range(10):
        page.get_by_label("PIN", exact=True).fill("958362")
        page.get_by_role("button", name="Open", exact=True).click()
        expect(page.locator("#give-pin button")).to_be_enabled(timeout=LATEST)
    expect(page.locator("#give-pin")).to_contain_text("The PIN was wrong ten times")
    assert page.evaluate(LEFT)[1] == 1  # the lock alone


def test_changing_the_user_takes_what_was_begun_and_leaves_what_is_sealed_for_the_server(site, tablet):
    page = tablet.new_page()
    page.goto(f"{site.url}/shared-device/on?next=/sign-in")
    page.close()
    site.sign_in(tablet, site.two)
    tablet.route("**/offline/sync", lambda route: route.abort())
    page = opened(tablet, site)
    keep_day(page)
    fill_in(page)
    page.evaluate(
        "outbox.keep({kind: 'sheets.sealed', subject: 'x', title: 'Sealed sheet: C-09', body: 'a.b'}).then(() => 1)"
    )
    page.close()
    page = tablet.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    page.goto(f"{site.url}/sheets")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Change user").click()
    page.wait_for_url("**/sign-in*")
    assert "Sealed sheet: C-09" in said[0]
    assert "stay on this device" in said[0]
    assert "sheets started here and not sealed: 1" in said[1]
    assert page.evaluate(LEFT) == [["sheets.sealed"], 0]
