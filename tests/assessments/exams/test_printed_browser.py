"""A quiz on paper in real browsers: printed, keyed in by one trainer, checked by another, and read by the officer."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from assessments.exams.models import Attempt
from assessments.exams.printed.queries import sheets_where
from courses.cohorts.services.trainers import give_cohort
from lms import clock
from lms.db import transaction
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.assessments.exams.live import Site, cookie_name_of
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import printed as paper
from tests.builders.people import person

pytestmark = pytest.mark.browser
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@dataclass
class Room:
    """A cohort with an officer and two trainers, and a browser for each of them."""

    site: Site
    cohort: str
    people: dict[str, int]

    def sign_in(self, context: BrowserContext, who: str) -> Page:
        with self.site.app.app_context(), transaction() as session:
            row = session.get_one(Person, self.people[who])
            token = begin_session(session, row, device="Chromium", now=clock.now())
        context.add_cookies([{"name": cookie_name_of(self.site), "value": token, "url": self.site.url}])
        return context.new_page()

    def answers(self) -> dict[int, Mapping[str, Sequence[str]]]:
        """What the officer wrote: right answers, as the fields of each question hold them."""
        with self.site.app.app_context(), transaction() as session:
            (sheet,) = sheets_where(session, Attempt.person_id == self.people["officer"])
            return paper.forms(session, sheet)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    made = Site(folder, paper.ENDINGS)
    made.start()
    yield made
    made.close()


@pytest.fixture
def room(running):
    now = clock.now()
    with running.app.app_context(), transaction() as session:
        version = session.get_one(make.CourseVersion, running.version_id)
        one = cohorts.trainer(session, "Trainer One")
        other = person(session, "Trainer Two")
        found = cohorts.cohort(session, version, now, leader=one)
        give_cohort(session, found.id, other.id, by=None, now=now)
        (officer,) = cohorts.officers(session, found, 1, now)
        people = {"one": one.id, "other": other.id, "officer": officer.id}
        cohort = found.row.uuid
    return Room(running, cohort, people)


def fill(page: Page, answers: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
    """Copy answers of the sheet into their fields."""
    for place, form in answers.items():
        for name, values in form.items():
            for value in filter(None, values):
                copy(page, f"[name='q{place}-{name}']", value)


def copy(page: Page, named: str, value: str) -> None:
    """Fill one field, whatever it is."""
    field = page.locator(named).first
    what = field.evaluate("one => one.type")
    if what in {"radio", "checkbox"}:
        page.locator(f"{named}[value='{value}']").check()
    elif what == "select-one":
        field.select_option(value)
    else:
        field.fill(value)


def test_print_key_in_check_and_read_the_result(device, room):
    first, second, phone = (room.sign_in(device(), who) for who in ("one", "other", "officer"))
    first.goto(f"{room.site.url}/cohorts/{room.cohort}/printed-quizzes")
    first.get_by_role("link", name="Quiz one").click()
    first.get_by_role("button", name="Create sheets").click()
    link = first.get_by_role("link", name="Open PDF").get_attribute("href")
    data = first.request.get(f"{room.site.url}{link}").body()
    assert data == first.request.get(f"{room.site.url}{link}").body()
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)
    code = CODE.search(text).group()
    assert make.revealed(text) == []

    phone.goto(f"{room.site.url}/courses/{make.SLUG}/exams/{make.QUIZ}")
    phone.get_by_role("link", name="Status").click()
    expect(phone.get_by_text("This attempt is on paper")).to_be_visible()
    expect(phone.get_by_text(code)).to_be_visible()
    own = phone.url

    first.goto(f"{room.site.url}/printed-quizzes")
    first.get_by_label("Code of the sheet").fill(code.lower())
    first.get_by_role("button", name="Continue").click()
    written = room.answers()
    fill(first, {place: form for place, form in written.items() if place != 2})
    first.get_by_role("button", name="Save these answers").click()
    expect(first.get_by_text("waits for the second person")).to_be_visible()
    first.goto(f"{room.site.url}/printed-quizzes/{code}")
    expect(first.get_by_text("Somebody else must enter it a second time.")).to_be_visible()

    second.goto(f"{room.site.url}/printed-quizzes/{code}")
    assert second.locator("form input:checked").count() == 0
    fill(second, written)
    second.get_by_role("button", name="Compare with the first time").click()
    expect(second.get_by_text("The two entries are different here")).to_be_visible()
    assert second.locator("section.question-box").count() == 1
    fill(second, {2: written[2]})
    second.get_by_role("button", name="Submit answers").click()
    expect(second.get_by_text("The answers are checked and submitted.")).to_be_visible()

    phone.goto(own)
    expect(phone.get_by_role("heading", name="Passed with 100 %")).to_be_visible()
    expect(phone.get_by_text("Entered by Trainer One, checked by Trainer Two")).to_be_visible()
