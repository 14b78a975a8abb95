"""Two people on one phone: what one kept or did is neither shown to the other nor sent by them."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, expect

from lms import clock
from lms.db import transaction
from lms.people.services.sessions import end_sessions
from tests.courses.offline.live import COURSE, FIRST, LATEST, Officer, keep, lesson, on_phone

pytestmark = [pytest.mark.browser, pytest.mark.pages]
SECOND = "ten-second-look"


def everything_of(page, person: str) -> list[object]:
    """What a script of anybody can read on this phone of what this person kept: pages, and records of modules."""
    return page.evaluate(
        """async (person) => {
          const rows = await new Promise((resolve) => {
            const asked = indexedDB.open("spoor");
            asked.onsuccess = () => {
              const got = asked.result.transaction("kept").objectStore("kept").getAll();
              got.onsuccess = () => { asked.result.close(); resolve(got.result); };
            };
          });
          const cached = (await caches.has(`kept-${person}`)) ? [`kept-${person}`] : [];
          return [...cached, ...rows.filter((one) => one.person === person).map((one) => one.title)];
        }""",
        person,
    )


def expect_nothing_of(page, person: str) -> None:
    """Wait until nothing of the person is left; asked from here, since pages evaluate no texts of their own (CSP)."""
    end = time.monotonic() + LATEST / 1000
    while page.evaluate("(person) => caches.has(`kept-${person}`)", person) and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert everything_of(page, person) == []


def read_without_a_line(context: BrowserContext, site, slug: str = FIRST) -> None:
    """Read a kept lesson in flight mode and say so."""
    page = context.new_page()
    context.set_offline(True)
    lesson(page, site, slug)
    page.get_by_role("button", name=re.compile("I have read this")).click()
    expect(page).not_to_have_url(re.compile(slug))
    page.close()


def hand_over(context: BrowserContext, site, other: Officer) -> None:
    """The other one signs in; the first has not signed out."""
    context.clear_cookies()
    other.sign_in(context)


def test_the_next_person_sees_nothing_and_sends_nothing_of_the_first(site, officer, signed_in):
    other = site.officer("Ben Officer")
    page = signed_in.new_page()
    keep(page, site)
    read_without_a_line(signed_in, site)
    hand_over(signed_in, site, other)
    signed_in.set_offline(False)
    page.goto(site.url + "/learn")
    on_phone(page, site)
    expect(page.locator("#kept")).to_contain_text("Nothing is saved yet")
    expect(page.locator("#marks li")).to_have_count(0)
    signed_in.set_offline(True)
    lesson(page, site)
    expect(page.locator("#missing")).to_be_visible()
    with page.expect_navigation():  # the page asks again by itself once the line is back
        signed_in.set_offline(False)
    # What the officer did may be there: a request that outlives its page escapes the flight mode of the browser.
    assert other.read() == other.receipts() == []
    hand_over(signed_in, site, officer)
    page.goto(site.url + "/learn")
    on_phone(page, site)
    expect(page.locator("#marks .chip")).to_have_text("sent", timeout=LATEST)
    expect(page.locator("#kept h3")).to_have_count(1)
    assert officer.read() == [FIRST]
    assert other.read() == []


def test_a_page_that_is_still_open_from_the_first_sends_nothing_for_the_next(site, officer, signed_in):
    other = site.officer("Ben Officer")
    first = signed_in.new_page()
    keep(first, site)
    lesson(first, site)
    first.wait_for_load_state("networkidle")  # it has asked who is signed in
    hand_over(signed_in, site, other)
    first.get_by_role("button", name=re.compile("I have read this")).click()
    expect(first.locator("#marked")).to_contain_text("Somebody else is signed in now")
    assert officer.read() == other.read() == []


def test_signing_out_takes_the_pages_away_and_asks_first_when_something_is_not_sent(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    page.goto(site.url + "/learn")
    with site.refusing("/offline/sync"):
        page.evaluate(
            """([subject, lesson]) =>
              outbox.keep({ kind: "courses.read", subject, title: "A", body: { lesson, version: "v" } })""",
            [COURSE.rsplit("/", 1)[1], FIRST],
        )
        asked: list[str] = []
        page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.get_by_role("button", name="Menu").click()
        with page.expect_event("dialog", timeout=LATEST):
            page.get_by_role("button", name="Sign out").click()
        assert "Not sent yet: 1." in asked[0]
        assert page.evaluate("caches.has(`kept-${document.body.dataset.person}`)")
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        assert not page.evaluate("([person]) => caches.has(`kept-${person}`)", [officer.uuid])
    on_phone(page, site)
    expect(page.locator("#kept")).to_contain_text("Nobody is signed in")


def test_who_was_signed_out_elsewhere_no_longer_shows_what_was_kept(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    signed_in.clear_cookies()
    lesson(page, site)
    expect(page).to_have_url(re.compile("/sign-in"), timeout=LATEST)
    signed_in.set_offline(True)
    lesson(page, site, SECOND)
    expect(page.locator("#missing")).to_be_visible()


def test_what_was_kept_goes_when_another_signs_in_and_nothing_of_it_is_unsent(site, officer, signed_in):
    other = site.officer("Ben Officer")
    page = signed_in.new_page()
    keep(page, site)
    assert len(everything_of(page, officer.uuid)) == 2
    hand_over(signed_in, site, other)
    page.goto(site.url + "/learn")
    expect_nothing_of(page, officer.uuid)
    keep(page, site)
    assert len(everything_of(page, other.uuid)) == 2  # their own stays
    hand_over(signed_in, site, officer)
    page.goto(site.url + "/learn")
    expect_nothing_of(page, other.uuid)
    on_phone(page, site)
    expect(page.locator("#kept")).to_contain_text("Nothing is saved yet")  # and no word of a browser that cleared it


def test_a_request_begun_before_the_change_makes_no_store_anew_of_who_was_here(site, officer, signed_in):
    other = site.officer("Ben Officer")
    page = signed_in.new_page()
    keep(page, site)
    hand_over(signed_in, site, other)
    page.goto(site.url + "/learn")
    expect_nothing_of(page, officer.uuid)
    page.evaluate("(person) => store.setWho(person)", officer.uuid)  # as such a request found it
    assert page.evaluate("fetch('/offline/token').then(({ status }) => status)") == 200
    page.goto(site.url + "/")
    assert everything_of(page, officer.uuid) == []


def test_what_was_kept_stays_while_something_of_that_person_is_unsent_and_is_shown_to_nobody(site, officer, signed_in):
    other = site.officer("Ben Officer")
    page = signed_in.new_page()
    keep(page, site)
    page.goto(site.url + "/learn")
    with site.refusing("/offline/sync"):
        page.evaluate(
            """([subject, lesson]) =>
              outbox.keep({ kind: "courses.read", subject, title: "A", body: { lesson, version: "v" } })""",
            [COURSE.rsplit("/", 1)[1], FIRST],
        )
        hand_over(signed_in, site, other)
        page.goto(site.url + "/learn")
        keep(page, site)  # whole pages later it is still there
        page.goto(site.url + "/learn")
        assert len(everything_of(page, officer.uuid)) == 2
        on_phone(page, site)
        expect(page.locator("#kept h3")).to_have_count(1)
        expect(page.locator("#marks li")).to_have_count(0)
        hand_over(signed_in, site, officer)
        page.goto(site.url + "/learn")
        on_phone(page, site)
        expect(page.locator("#marks li")).to_have_count(1)
        expect(page.locator("#kept h3")).to_have_count(1)


def test_what_was_kept_goes_when_its_sign_in_was_ended_elsewhere(site, officer, signed_in):
    page = signed_in.new_page()
    keep(page, site)
    with site.app.app_context(), transaction() as session:
        end_sessions(session, officer.id, actor_id=None, now=clock.now())
    lesson(page, site)
    expect(page).to_have_url(re.compile("/sign-in"), timeout=LATEST)
    expect_nothing_of(page, officer.uuid)
