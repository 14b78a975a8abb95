"""A paper in a real browser says what is true: of what is kept, of the line, of a site that is away, of the end."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from socket import SHUT_RDWR

import pytest
from playwright.sync_api import expect

from lms import clock
from tests.assessments.exams.acts import KEPT, LATEST, all_saved, choose, hand_in, question
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.browser
SYNC = re.compile("/offline/sync$")
UNSAFE = "This browser cannot save answers on this device. Do not close the page until everything is saved."
NO_STORE = "indexedDB.open = () => { throw new Error('no store') }"
FULL = "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') } }"
PORTAL = "<html><body>Welcome to the hotel. Please sign in.</body></html>"


def say(page, text):
    expect(page.locator("#trouble")).to_contain_text(text)


def stop_clock(page):
    """From now on time passes on this page as a test says, however slow the machine is."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))


def answer_all(page, address, **answer):
    """Answer every request to this address so; the requests, as they come."""
    seen = []

    def reply(route):
        seen.append(route.request.url)
        route.fulfill(**answer)

    page.route(address, reply)
    return seen


def test_a_browser_that_keeps_nothing_never_says_that_it_does(device, sitting):
    context = device(sitting)
    context.add_init_script(NO_STORE)
    page = sitting.open(context)
    say(page, UNSAFE)
    context.set_offline(True)
    say(page, f"You are offline. {UNSAFE}")
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text("Not saved yet")
    expect(page.locator("#kept")).to_have_text("Not saved yet")
    hand_in(page, asked=False)
    say(page, UNSAFE)
    shown = page.locator("body")
    expect(shown).not_to_contain_text("saved on this device", use_inner_text=True, ignore_case=True)
    context.set_offline(False)
    all_saved(page)
    say(page, UNSAFE)


def test_a_browser_that_keeps_nothing_signs_in_again_in_another_window(device, sitting):
    context = device(sitting)
    context.add_init_script(NO_STORE)
    page = sitting.open(context)
    sitting.end_sessions()
    choose(page, sitting)
    say(page, f"You are no longer signed in. {UNSAFE}")
    expect(page.get_by_role("link", name="Sign in again")).to_have_attribute("target", "_blank")
    sitting.sign_in(context)
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_store_that_breaks_meanwhile_takes_its_promises_back(device, sitting):
    page = sitting.open(device(sitting))
    promise = page.get_by_text("If the connection is lost, continue.")
    expect(promise).to_be_visible()
    page.evaluate(FULL)
    page.route(SYNC, lambda route: route.abort())
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text("Not saved yet")
    say(page, f"You are offline. {UNSAFE}")
    expect(promise).to_be_hidden()


@pytest.mark.parametrize("script", ["", NO_STORE])
def test_what_is_promised_before_an_exam_is_promised_only_where_it_holds(device, sitting, script):
    context = device(sitting)
    context.add_init_script(script)
    page = context.new_page()
    page.goto(f"{sitting.site.url}/courses/{make.SLUG}/exams/{make.QUIZ}", wait_until="networkidle")
    promise = page.get_by_text("If the connection is lost, continue.")
    expect(promise).to_be_hidden() if script else expect(promise).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            {"status": 200, "body": PORTAL, "content_type": "text/html"},
            "This network does not let you through to this site.",
        ),
        ({"status": 200, "body": "{}", "content_type": "application/json"}, "This network does not let you through"),
        ({"status": 502, "body": "Bad gateway"}, ("The site does not work at the moment. Try again in a few minutes.")),
        ({"status": 503, "body": "{}"}, "The site does not work at the moment. Try again in a few minutes."),
        ({"status": 429, "body": "{}"}, "The site is very busy at the moment. Try again in a few minutes."),
    ],
)
def test_each_trouble_has_its_own_words_and_pauses_that_grow(device, sitting, answer, words):
    page = sitting.open(device(sitting))
    stop_clock(page)
    seen = answer_all(page, SYNC, **answer)
    part = choose(page, sitting)
    page.clock.run_for(1000)
    say(page, words)
    say(page, "Continue: your answers are saved on this device")
    expect(part.locator(".kept")).to_have_text(KEPT)
    seconds = 0
    while len(seen) < 6 and seconds < 300:
        page.clock.run_for(1000)
        seconds += 1
    assert len(seen) == 6
    assert seconds >= 30  # after 1, 2, 4, 8 and 16 seconds
    page.unroute_all()
    while not sitting.steps() and seconds < 600:
        page.clock.run_for(1000)
        seconds += 1
    all_saved(page)
    expect(page.locator("#trouble")).to_be_hidden()
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_what_a_site_asks_in_retry_after_is_waited(device, sitting):
    page = sitting.open(device(sitting))
    stop_clock(page)
    seen = answer_all(page, SYNC, status=503, headers={"Retry-After": "20"}, body="{}")
    choose(page, sitting)
    page.clock.run_for(1000)
    say(page, "The site does not work at the moment. Try again in a few minutes.")
    for _ in range(17):
        page.clock.run_for(1000)
        page.evaluate("1")
    assert len(seen) == 1
    with page.expect_request(SYNC):
        page.clock.run_for(4000)


def test_handing_in_behind_a_portal_stays_on_the_paper(device, sitting):
    page = sitting.open(device(sitting))
    answer_all(page, re.compile("/token$"), status=200, body=PORTAL, content_type="text/html")
    hand_in(page, asked=False)
    say(page, "This network does not let you through to this site.")
    assert sitting.state() == "in_progress"
    assert page.url.startswith(sitting.address)


@contextmanager
def reply_lost(site):
    """The next hand-in arrives and is done; its reply does not come back."""
    whole, lost = site.app.wsgi_app, []

    def cut(environ, start_response):
        if not environ["PATH_INFO"].endswith("/submit"):
            return whole(environ, start_response)
        lost.append(b"".join(whole(environ, lambda *_: None)))
        environ["werkzeug.socket"].shutdown(SHUT_RDWR)
        raise ConnectionError("The line is cut.")

    site.app.wsgi_app = cut
    try:
        yield lost
    finally:
        site.app.wsgi_app = whole


def test_after_a_lost_reply_to_handing_in_back_shows_the_result(device, site, sitting):
    page = sitting.open(device(sitting))
    page.reload()  # from now on its cookies stay the same, and the browser may show its own copy
    choose(page, sitting)
    all_saved(page)
    with reply_lost(site) as lost:
        hand_in(page)
        expect(page).to_have_url(re.compile("^chrome-error:"))
    assert lost
    assert sitting.state() == "published"
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible(timeout=LATEST)
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def test_back_to_a_paper_under_way_shows_what_was_saved_meanwhile(device, site, sitting):
    page = sitting.open(device(sitting))
    page.reload()
    choose(page, sitting)
    all_saved(page)
    page.goto(f"{site.url}/attempts")
    page.go_back()
    expect(page.locator("#count")).to_have_text("1 of 6 answered", timeout=LATEST)
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=b]")).to_be_checked()


def test_a_tab_that_appears_again_asks_and_shows_the_result(device, sitting):
    context = device(sitting)
    left, right = sitting.open(context), sitting.open(context)
    hand_in(left)
    expect(left.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible()
    right.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(right.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible()


def test_an_answer_after_handing_in_elsewhere_says_that_and_not_that_the_time_was_up(device, sitting):
    context = device(sitting)
    left, right = sitting.open(context), sitting.open(context)
    hand_in(left)
    expect(left.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible()
    right.clock.set_fixed_time(clock.now() + timedelta(seconds=5))  # a device says the second, and no less
    choose(right, sitting)
    say(right, "This answer was given after you submitted the exam. It does not count.")
    expect(right.get_by_role("link", name="Review and submit")).to_be_hidden()
    assert right.locator("#paper").evaluate("one => one.inert")
    right.get_by_role("link", name="See the result").click()
    expect(right.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible()
    expect(right.get_by_text("time was up")).to_have_count(0)
    assert sitting.steps() == []


def test_a_paper_names_its_page_when_it_hands_in(device, sitting):
    page = sitting.open(device(sitting))
    with page.expect_request(re.compile("/submit$")) as sent:
        hand_in(page)
    assert re.search(r"[?&]?page=[\w-]{12}(&|$)", sent.value.post_data)


def test_a_paper_whose_time_ran_out_is_closed_by_the_clock_at_the_deadline(device, sitting):
    sitting.leave(3)
    page = sitting.open(device(sitting))
    expect(page.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible(timeout=LATEST)
    expect(page.get_by_text("ended by the clock")).to_be_visible()
    assert sitting.state() == "published"


def test_a_paper_that_has_just_come_over_the_line_asks_nothing(device, sitting):
    page, asked = device(sitting).new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "/standing" in request.url else None)
    page.goto(sitting.address, wait_until="networkidle")
    question(page, sitting, KindName.ONE_CHOICE)
    assert asked == []
