"""Changing the user of a shared device, in a real browser: the second finds nothing of the first."""

import pytest
from playwright.sync_api import Page, expect

from lms import clock
from lms.db import transaction
from tests.builders import assessments as make
from tests.builders.people import PASSWORD

pytestmark = pytest.mark.browser
KEPT = "(async () => ({bases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(), "
KEPT += "local: Object.keys(localStorage), workers: (await navigator.serviceWorker.getRegistrations()).length}))()"
ENTRY = "outbox.keep({kind: 'courses.read', subject: 'x', title: 'Lesson: ivory', body: {}}).then(() => true)"


@pytest.fixture
def people(site):
    """Two officers who use one laptop."""
    with site.app.app_context(), transaction() as session:
        version = session.get_one(make.CourseVersion, site.version_id)
        rows = [make.learner(session, version, clock.now()) for _each in range(2)]
        return [(one.username, one.name, one.uuid) for one in rows]


def enter(page: Page, site, login: str) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("User name or e-mail").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Change user")).to_be_visible()
    page.wait_for_load_state()
    page.evaluate("outbox.ready.then(() => true)")


@pytest.fixture
def laptop(device, site):
    """A browser of a device that is shared."""
    context = device()
    page = context.new_page()
    page.goto(f"{site.url}/shared-device/on?next=/sign-in")
    return page


def test_the_second_user_finds_nothing_of_the_first(laptop, site, people):
    (login, name, uuid), (other, other_name, _other_uuid) = people
    enter(laptop, site, login)
    laptop.goto(f"{site.url}/courses/{make.SLUG}/lessons/first")
    laptop.evaluate(
        "caches.open(`kept-${document.body.dataset.person}`).then((one) => one.put('/x', new Response('y')))"
    )
    laptop.evaluate("navigator.serviceWorker.register('/sw.js').then(() => true)")
    laptop.get_by_role("button", name="Change user").click()
    expect(laptop.get_by_text("All data of the last user is removed from this device.")).to_be_visible()
    assert laptop.url.endswith("/sign-in")
    left = laptop.evaluate(KEPT)
    assert set(left["bases"]) <= {"spoor", "spoor-outbox"}
    assert left["caches"] == []
    assert left["workers"] == 0
    assert set(left["local"]) <= {"left"}
    assert uuid not in str(laptop.context.cookies())
    laptop.go_back()
    expect(laptop.get_by_text(name)).to_have_count(0)
    enter(laptop, site, other)
    expect(laptop.get_by_role("link", name=other_name)).to_be_visible()
    assert laptop.evaluate(f"outbox.everything('{uuid}')") == []
    assert laptop.evaluate(f"store.of('kept', '{uuid}')") == []


def test_changing_the_user_waits_for_scripts_that_are_still_on_their_way(laptop, site, people):
    enter(laptop, site, people[0][0])
    held = {}
    laptop.route("**/static/outbox.*", lambda route: held.update(outbox=route))
    laptop.goto(site.url, wait_until="commit")
    laptop.get_by_role("button", name="Change user").click()
    expect(laptop.get_by_role("button", name="Change user")).to_be_disabled()
    held["outbox"].continue_()
    expect(laptop.get_by_text("All data of the last user is removed from this device.")).to_be_visible()


def test_what_is_not_sent_is_named_before_it_is_lost(laptop, site, people):
    enter(laptop, site, people[0][0])
    laptop.route("**/offline/sync", lambda route: route.abort())
    laptop.evaluate(ENTRY)
    said = []
    laptop.once("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    laptop.get_by_role("button", name="Change user").click()
    expect(laptop.get_by_role("button", name="Change user")).to_be_enabled()
    assert "Lesson: ivory" in said[0]
    assert len(laptop.evaluate("outbox.waiting(document.body.dataset.person)")) == 1
    laptop.once("dialog", lambda dialog: dialog.accept())
    laptop.get_by_role("button", name="Change user").click()
    expect(laptop.get_by_text("All data of the last user is removed from this device.")).to_be_visible()
    enter(laptop, site, people[0][0])
    assert laptop.evaluate("outbox.waiting(document.body.dataset.person)") == []


def test_what_somebody_else_has_not_sent_waits_for_them(laptop, site, people):
    (login, _name, uuid), (other, _other_name, other_uuid) = people
    enter(laptop, site, login)
    laptop.route("**/offline/sync", lambda route: route.abort())
    laptop.evaluate(ENTRY)
    laptop.evaluate("caches.delete('who')")
    laptop.context.clear_cookies(name="spoor")
    enter(laptop, site, other)
    laptop.get_by_role("button", name="Change user").click()
    expect(laptop.get_by_text("All data of the last user is removed from this device.")).to_be_visible()
    enter(laptop, site, login)
    assert [one["title"] for one in laptop.evaluate(f"outbox.waiting('{uuid}')")] == ["Lesson: ivory"]
    assert laptop.evaluate(f"outbox.everything('{other_uuid}')") == []
