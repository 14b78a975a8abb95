"""One outbox for everything in a real browser: both kinds wait together; what pages of before kept is brought over."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from courses.learning.models import Enrolment, LessonRead
from courses.learning.queries.runs import all_lessons
from lms.db import transaction
from lms.offline.models import OfflineReceipt
from lms.people.models import Person
from tests.assessments.exams.acts import KEPT, all_saved, choose
from tests.assessments.exams.live import begin
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.browser
SYNC = re.compile("/offline/sync$")
WAITS = "It is sent when you are online again"
BEFORE = """async ([person, attempt, position, course, lesson]) => {
  const db = await new Promise((resolve) => {
    const asked = indexedDB.open("spoor", 2);
    asked.onsuccess = () => resolve(asked.result);
  });
  const work = db.transaction(["answers", "marks"], "readwrite");
  work.objectStore("answers").put({
    key: `${person}:${attempt}:${position}`, person, attempt, url: `/attempts/${attempt}/answers`,
    tokenUrl: `/attempts/${attempt}/token`, position, form: { answer: ["c"] }, page: "of-before", client_seq: 3,
    base_seq: 0, after: [], client_time: "2026-11-25T08:00:00.000Z",
  });
  const mark = { person, url: "/learn/marks", title: "A lesson", at: "2026-11-25T08:00:00.000Z" };
  const what = { course, lesson, version: "v" };
  work.objectStore("marks").put({ ...mark, what, key: "11111111-1111-4111-8111-111111111111", state: "waiting" });
  work.objectStore("marks").put({
    ...mark, what: { ...what, lesson: "told" }, key: "22222222-2222-4222-8222-222222222222", state: "sent",
  });
  await new Promise((resolve) => { work.oncomplete = resolve; });
}"""
# What a tab sends while it closes, a browser may still send after its flight mode, by a line that is still open.
NO_LINE = "() => { window.fetch = () => Promise.reject(new TypeError('no line')); }"
LEFT = """async () => {
  const db = await new Promise((resolve, reject) => {
    const asked = indexedDB.open("spoor", 2);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const count = (name) => new Promise((resolve) => {
    const asked = db.transaction(name).objectStore(name).count();
    asked.onsuccess = () => resolve(asked.result);
  });
  return [await count("answers"), await count("marks")];
}"""


def lessons(site):
    """The names of the lessons of the course."""
    with site.app.app_context(), transaction() as session:
        return all_lessons(session, site.version_id)


def lesson_address(site, slug):
    return f"{site.url}/courses/{make.SLUG}/lessons/{slug}"


def read_by(sitting):
    """What the server knows that this person read."""
    with sitting.site.app.app_context(), transaction() as session:
        run = Enrolment.id == LessonRead.enrolment_id
        wanted = select(LessonRead.lesson).join(Enrolment, run).where(Enrolment.person_id == sitting.person_id)
        return list(session.scalars(wanted.order_by(LessonRead.id)))


def receipts_of(sitting):
    """Kind and state of every receipt."""
    with sitting.site.app.app_context(), transaction() as session:
        wanted = select(OfflineReceipt.kind, OfflineReceipt.state).where(OfflineReceipt.person_id == sitting.person_id)
        return sorted(tuple(row) for row in session.execute(wanted))


def uuid_of(sitting):
    with sitting.site.app.app_context(), transaction() as session:
        return session.get_one(Person, sitting.person_id).uuid


def told_to(page):
    """The states in each reply to this page, read on the way: a browser may have let go of it when it is asked."""
    told = []

    def pass_on(route):
        reply = route.fetch()
        told.append([one["state"] for one in reply.json()["results"]])
        route.fulfill(response=reply)

    page.route(SYNC, pass_on)
    return told


def wait_with_both(context, sitting, slug):
    """Answer and mark in flight mode, and close the tabs."""
    site, paper, reading = sitting.site, sitting.open(context), context.new_page()
    reading.goto(lesson_address(site, slug))
    context.set_offline(True)
    site.stop()
    expect(choose(paper, sitting).locator(".kept")).to_have_text(KEPT)
    reading.get_by_role("button", name=re.compile("I have read this")).click()
    expect(reading.locator("#marked")).to_contain_text(WAITS)
    for tab in (paper, reading):
        tab.evaluate(NO_LINE)
        tab.close()
    context.set_offline(False)
    site.start()
    assert (sitting.steps(), read_by(sitting)) == ([], [])


def test_an_answer_and_a_lesson_that_wait_in_flight_mode_go_in_one_request_from_any_page(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    wait_with_both(context, sitting, slug)
    page = context.new_page()
    told = told_to(page)
    with page.expect_response(SYNC) as got:
        page.goto(f"{site.url}/attempts")
    sent = got.value.request.post_data_json
    assert [one["kind"] for one in sent["entries"]] == ["exams.answer", "courses.read"]
    assert told == [["taken", "taken"]]
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert read_by(sitting) == [slug]
    page.goto(f"{site.url}/learn")
    page.wait_for_load_state("networkidle")
    assert receipts_of(sitting) == [("courses.read", "taken")]
    assert sitting.steps() == ["save"]


def test_both_are_sent_by_the_page_of_what_is_on_this_phone(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    wait_with_both(context, sitting, slug)
    page = context.new_page()
    page.route(SYNC, lambda route: route.abort())
    page.goto(f"{site.url}/learn")
    page.goto(f"{site.url}/offline")
    expect(page.locator("#marks .chip")).to_have_text("waiting")
    expect(page.locator("#papers")).to_contain_text("1")
    page.unroute_all()
    page.reload()
    expect(page.locator("#marks .chip")).to_have_text("sent")
    expect(page.locator("#papers")).to_be_hidden()
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert read_by(sitting) == [slug]


def test_a_receipt_that_is_lost_for_both_is_told_again_and_nothing_counts_twice(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    wait_with_both(context, sitting, slug)
    page = context.new_page()
    told = told_to(page)

    def lose(route):
        route.fetch()  # it arrives, but its receipts do not
        route.abort()

    page.route(SYNC, lose, times=1)
    page.goto(f"{site.url}/attempts")
    with page.expect_response(SYNC):  # tried again by itself
        pass
    assert told == [["already", "already"]]
    assert sitting.steps() == ["save"]
    assert read_by(sitting) == [slug]


def test_an_answer_that_another_page_sent_is_told_to_the_paper_that_kept_it(device, site, sitting):
    context = device(sitting)
    paper = sitting.open(context)
    paper.route(SYNC, lambda route: route.abort())
    expect(choose(paper, sitting).locator(".kept")).to_have_text(KEPT)
    other = context.new_page()
    with other.expect_response(SYNC):
        other.goto(f"{site.url}/attempts")
    other.wait_for_load_state("networkidle")
    paper.unroute_all()
    all_saved(paper)
    assert sitting.steps() == ["save"]


def test_the_next_person_on_the_phone_sends_neither(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    wait_with_both(context, sitting, slug)
    other = begin(site)
    other.sign_in(context)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.goto(f"{site.url}/attempts")
    page.goto(f"{site.url}/offline")
    expect(page.locator("html[data-shown]")).to_be_attached()
    expect(page.locator("#marks li")).to_have_count(0)
    expect(page.locator("#papers")).to_be_hidden()
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert (sitting.steps(), read_by(sitting), other.steps()) == ([], [], [])
    sitting.sign_in(context)
    with page.expect_response(SYNC):
        page.goto(f"{site.url}/attempts")
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert read_by(sitting) == [slug]


def test_what_pages_of_before_kept_is_brought_over_and_sent_once(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    page = context.new_page()
    page.goto(f"{site.url}/attempts")
    position = sitting.at(KindName.ONE_CHOICE)
    style = page.locator("link[rel=stylesheet]").first.get_attribute("href")
    page.goto(f"{site.url}{style}")  # of the same origin, and without a script that brings over at once
    page.evaluate(BEFORE, [uuid_of(sitting), sitting.address.rsplit("/", 1)[1], position, make.SLUG, slug])
    told = told_to(page)
    with page.expect_response(SYNC):
        page.goto(f"{site.url}/learn")
    page.wait_for_load_state("networkidle")
    assert sorted(state for states in told for state in states) == ["taken", "taken"]
    assert sitting.value(KindName.ONE_CHOICE) == "c"
    assert sitting.steps() == ["save"]
    assert read_by(sitting) == [slug]
    page.goto(f"{site.url}/offline")
    expect(page.locator("#marks .chip")).to_have_text(["sent", "sent"])
    assert page.evaluate(LEFT) == [0, 0]  # and pages of before still open their stores
    assert receipts_of(sitting) == [("courses.read", "taken")]


def test_an_answer_of_before_stands_in_its_field_when_the_paper_is_opened(device, site, sitting):
    context = device(sitting)
    page = context.new_page()
    page.goto(f"{site.url}/attempts")
    position = sitting.at(KindName.ONE_CHOICE)
    page.evaluate(BEFORE, [uuid_of(sitting), sitting.address.rsplit("/", 1)[1], position, make.SLUG, "no-lesson"])
    page.goto(f"{sitting.address}#q{position}")
    expect(page.locator(f"#q{position} input[value=c]")).to_be_checked()
    expect(page.locator("#kept")).to_have_text("All answers saved")
    told = told_to(page)
    with page.expect_response(SYNC):  # the next change is no conflict with what was kept
        choose(page, sitting, "d")
    assert told == [["taken"]]
    assert sitting.value(KindName.ONE_CHOICE) == "d"


def test_a_kind_that_the_server_does_not_know_stays_on_the_phone_and_holds_up_no_other(device, site, sitting):
    context, slug = device(sitting), lessons(site)[0]
    page = context.new_page()
    page.goto(f"{site.url}/attempts")
    page.evaluate(
        """async ([subject, lesson]) => {
          await outbox.keep({ kind: "future.kind", subject: "x", title: "Of tomorrow", body: {} });
          await outbox.keep({ kind: "courses.read", subject, title: "A lesson", body: { lesson, version: "v" } });
          await outbox.send();
        }""",
        [make.SLUG, slug],
    )
    page.goto(f"{site.url}/offline")
    expect(page.locator("#marks .chip")).to_have_text(["waiting", "sent"])
    assert read_by(sitting) == [slug]
