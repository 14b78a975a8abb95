"""The trainer's browser computes the same codes as the server, with and without a line."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Page, Route, expect

import courses.cohorts as area
from courses.cohorts.rules.meeting_codes import DIGITS, STEP, code_at, grouped, meeting_secret
from courses.cohorts.rules.meeting_qr import code_pictures, drawn

pytestmark = [pytest.mark.browser]
FOLDER = Path(next(iter(area.__path__)))
HTTPS, HTTP = "http://localhost", "http://classroom.test"  # browsers trust the machine itself as they trust HTTPS
ADDRESS = "http://localhost/here?code="
SECRET = meeting_secret(bytes(32), cohort="c", meeting="m")
NOW = datetime(2026, 11, 25, 9, 0, 10, tzinfo=UTC)
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


class Classroom:
    """A page with the code of a meeting, and the server behind it."""

    def __init__(self, page: Page, site: str, ahead: timedelta, reachable: bool) -> None:
        self.page, self.site, self.ahead, self.reachable = page, site, ahead, reachable
        self.now = NOW + timedelta(seconds=1)  # by the clock of the device
        page.clock.install(time=NOW)
        page.clock.pause_at(self.now)
        page.route(f"{site}/**", self.answer)
        self.enter()

    def enter(self) -> None:
        self.page.goto(f"{self.site}/")

    def answer(self, route: Route) -> None:
        if route.request.url.endswith(".js"):
            script = (FOLDER / "static" / route.request.url.rpartition("/")[2]).read_text()
            route.fulfill(body=script, content_type="text/javascript")
        elif route.request.method != "HEAD":
            route.fulfill(body=self.html(), content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif self.reachable:
            route.fulfill(headers={"Date": format_datetime(self.now + self.ahead, usegmt=True)})
        else:
            route.abort()

    def html(self) -> str:
        made = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
        )
        made.install_null_translations(newstyle=True)
        part = made.get_template("cohorts/_meeting_code.html").render(
            secret=SECRET, code="0000 0000", step=STEP, digits=DIGITS, clock_address="/clock"
        )
        pictures = code_pictures(ADDRESS)
        picture = (
            f'<svg data-qr-size="{pictures.size}" data-qr-base="{pictures.base}"'
            f' data-qr-turns="{" ".join(pictures.turns)}"><path d="{drawn(pictures, "00000000")}"></path></svg>'
        )
        scripts = "".join(f'<script src="/{name}" defer></script>' for name in ("meeting-qr.js", "meeting-code.js"))
        return f"<!doctype html><title>Code</title>{part}{picture}{scripts}"

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.page.clock.run_for(seconds * 1000)

    def shows(self, moment: datetime) -> None:
        code = code_at(SECRET, moment)
        expect(self.page.locator('[data-part="code"]')).to_have_text(grouped(code))
        expect(self.page.locator("path")).to_have_attribute("d", drawn(code_pictures(ADDRESS), code))


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.fixture
def classroom(page):
    return lambda site=HTTPS, ahead=timedelta(0), reachable=True: Classroom(page, site, ahead, reachable)


def test_the_browser_shows_the_code_of_the_moment_and_then_the_next_ones(classroom):
    room = classroom()
    room.shows(room.now)
    expect(room.page.locator('[data-part="left"]')).to_have_text("19")
    for _ in range(40):
        room.wait(STEP)
        room.shows(room.now)


def test_a_device_whose_clock_is_wrong_shows_the_code_of_the_server_also_later_without_a_line(classroom):
    room = classroom(ahead=timedelta(minutes=7))
    room.wait(1)
    room.shows(room.now + timedelta(minutes=7))
    room.reachable = False
    room.enter()
    room.wait(1)
    room.shows(room.now + timedelta(minutes=7))
    expect(room.page.locator('[data-part="clock"]')).to_be_hidden()


def test_where_the_clock_was_never_compared_the_page_says_so(classroom, page):
    room = classroom(reachable=False)
    expect(page.locator('[data-part="clock"]')).to_be_visible()
    room.shows(room.now)


def test_without_https_the_code_of_the_server_stays_and_the_page_says_what_to_do(classroom):
    room = classroom(site=HTTP)
    expect(room.page.locator('[data-part="code"]')).to_have_text("0000 0000")
    expect(room.page.locator('[data-part="no-crypto"]')).to_contain_text("no HTTPS")
    expect(room.page.locator('[data-part="from-server"]')).to_be_visible()
    expect(room.page.locator('[data-part="runs"]')).to_be_hidden()
