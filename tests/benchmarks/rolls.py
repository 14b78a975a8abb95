"""The roll of a meeting of forty on a trainer's phone: kept, and sent after it was taken without a line."""

import time
from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext, CDPSession, Page

from courses.catalogue.models import CourseVersion
from lms import clock
from lms.access import Role
from lms.db import transaction
from lms.people.services.sessions import begin_session
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught, form_pair
from tests.benchmarks.phone import KB, SLOW, Traffic, chromium, here, new_profile
from tests.builders import cohorts, meetings, people

MANY = 40
PATIENCE = 600_000  # milliseconds
STILL = 300  # milliseconds after which the last bytes are counted
GONE = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}


def measure(app: Flask, port: int, course: Taught, report: Report) -> None:
    """On a slow line, in a new profile."""
    with chromium("the roll on a phone") as browser:
        if browser is None:
            return
        say(f"  the roll of {MANY} on a phone")
        trainer, address = class_of(app, course)
        with new_profile(browser, port, trainer) as context:
            take(context, f"{here(port)}{address}", report)


def class_of(app: Flask, course: Taught) -> tuple[Learner, str]:
    """A trainer who is signed in, and the roll of a meeting of theirs that has begun."""
    now = clock.now()
    with app.test_request_context(), transaction() as session:
        place = people.administration(session)
        trainer = people.person(session, None, (Role.TRAINER, place), place=place)
        version = session.get_one(CourseVersion, course.version_id)
        cohort = cohorts.cohort(session, version, now, leader=trainer, place=place)
        cohorts.officers(session, cohort, MANY, now)
        meeting = meetings.running(session, cohort, now)
        token = begin_session(session, trainer, device="bench", now=now)
        learner = Learner(trainer.id, trainer.uuid, token, *form_pair(app))
        return learner, f"/cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/phone"


def take(context: BrowserContext, url: str, report: Report) -> None:
    """Keep the roll on the slow line, tick everybody without one, and send it on the slow line."""
    page, traffic = context.new_page(), Traffic()
    cdp = context.new_cdp_session(page)
    traffic.watch(cdp)
    cdp.send("Network.emulateNetworkConditions", SLOW)
    opened = waited(lambda: opened_page(page, url))
    kept, came = timed(page, traffic, lambda: keep(page))
    report.add("opening the roll of 40 at 50 kbit/s and 800 ms", opened, "s")
    report.add("keeping the roll of 40 at 50 kbit/s and 800 ms", kept, f"s, {came / KB:.0f} KB", aim=at_most(30))
    tick_all(page, cdp)
    before = traffic.sent
    sent, _came = timed(page, traffic, lambda: send(page, cdp))
    size = (traffic.sent - before) / KB
    report.add("sending the roll of 40 at 50 kbit/s and 800 ms", sent, f"s, {size:.0f} KB", aim=at_most(30))


def opened_page(page: Page, url: str) -> None:
    """Until its script has filled it in."""
    page.goto(url, timeout=PATIENCE)
    page.locator("html[data-shown]").wait_for(state="attached", timeout=PATIENCE)


def keep(page: Page) -> None:
    """Until the page says that it is kept."""
    page.locator("#keep").click()
    page.locator("#keep").wait_for(state="hidden", timeout=PATIENCE)


def tick_all(page: Page, cdp: CDPSession) -> None:
    """Without a line; until all of them wait on the phone."""
    cdp.send("Network.emulateNetworkConditions", GONE)
    for box in page.locator("#roll > li > label:first-child input").all():
        box.check()
    page.locator(f"#roll[data-waits='{MANY}']").wait_for(state="attached", timeout=PATIENCE)


def send(page: Page, cdp: CDPSession) -> None:
    """From the moment at which the line is back until nothing waits any more."""
    cdp.send("Network.emulateNetworkConditions", SLOW)
    page.locator("#roll[data-waits='0']").wait_for(state="attached", timeout=PATIENCE)


def waited(act: Callable[[], None]) -> float:
    """Seconds that this takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def timed(page: Page, traffic: Traffic, act: Callable[[], None]) -> tuple[float, int]:
    """Seconds that this takes, and the bytes that came for it."""
    before, took = traffic.all_got, waited(act)
    page.wait_for_timeout(STILL)
    return took, traffic.all_got - before
