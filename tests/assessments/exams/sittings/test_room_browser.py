"""A sitting in three browsers: a trainer opens the room, somebody without an account watches, an officer passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from assessments.exams.models import Attempt
from courses.catalogue.models import CourseVersion
from lms import clock
from lms.db import transaction
from lms.people.models import Person
from tests.assessments.exams.acts import all_saved, choose, hand_in, question
from tests.assessments.exams.live import Site, Sitting
from tests.builders import assessments as make
from tests.builders import cohorts as classes
from tests.builders.kind_names import KindName
from tests.builders.people import PASSWORD

pytestmark = pytest.mark.browser


@dataclass
class Class:
    """A cohort with its trainer and an officer, and where they work."""

    site: Site
    title: str
    trainer: Person
    officer: Person

    def enter(self, context: BrowserContext, row: Person) -> Page:
        """Sign in with user name and password."""
        page = context.new_page()
        page.goto(f"{self.site.url}/sign-in")
        page.get_by_label("User name or e-mail").fill(row.username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Good to see you")).to_be_visible()
        return page

    def begun(self) -> Sitting:
        """The attempt of the officer, as acts on papers know it; nothing is written."""
        with self.site.app.app_context(), transaction() as session:
            attempt = session.scalars(select(Attempt).where(Attempt.person_id == self.officer.id)).one()
            kinds = make.kinds(session, attempt)
            return Sitting(self.site, self.officer.id, self.officer.username, attempt.id, attempt.uuid, kinds)


@pytest.fixture
def group(site) -> Class:
    """A trainer whose cohort has an officer."""
    with site.app.app_context(), transaction() as session:
        version = session.get_one(CourseVersion, site.version_id)
        trainer = classes.trainer(session)
        cohort = classes.cohort(session, version, clock.now(), leader=trainer)
        (officer,) = classes.officers(session, cohort, 1, clock.now())
        made = Class(site, cohort.row.title, trainer, officer)
        session.flush()
        session.refresh(trainer)
        session.refresh(officer)
        session.expunge_all()
        return made


def open_room(page: Page, group: Class) -> None:
    """Open a room that began some minutes ago, at a place where it is not about midnight."""
    zone = "UTC" if clock.now().astimezone(UTC).hour < 22 else "Asia/Bangkok"
    begins = (clock.now() - timedelta(minutes=5)).astimezone(ZoneInfo(zone))
    page.get_by_role("link", name="Sessions").first.click()
    page.get_by_role("link", name="Open a session").first.click()
    page.get_by_label("For whom").select_option(label=group.title)
    page.get_by_label("Exam").select_option(label="The exam")
    page.get_by_label("Title").fill("Final exam, first group")
    page.get_by_label("Place", exact=True).fill("Academy, room 2")
    page.get_by_label("Time zone of the place").fill(zone)
    page.get_by_label("Day").fill(begins.date().isoformat())
    page.get_by_label("Starts at").fill(f"{begins:%H:%M}")
    page.get_by_label("Ends at").fill(f"{begins + timedelta(hours=1):%H:%M}")
    page.get_by_role("button", name="Open session").click()
    page.get_by_label("Or the name of somebody without an account").fill("Ann Watcher")
    page.get_by_role("button", name="Add supervisor").click()
    expect(page.get_by_text("Ann Watcher supervises this room.")).to_be_visible()


def answer_all(page: Page, sitting: Sitting) -> None:
    """Answer every question rightly, and submit."""
    choose(page, sitting)
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    for option in "ac":
        part.locator(f"input[value={option}]").check()
    question(page, sitting, KindName.TRUE_FALSE).locator("input[value=true]").check()
    part = question(page, sitting, KindName.NUMBER)
    part.get_by_label("Your number").fill("8765.25")
    part.get_by_label("Unit", exact=True).select_option("kg")
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").fill("117")
    all_saved(page)
    hand_in(page)


def test_a_room_from_its_opening_to_a_supervised_pass(device, group):
    trainer = group.enter(device(), group.trainer)
    open_room(trainer, group)
    room = trainer.url
    trainer.get_by_role("button", name="Make the link: Ann Watcher").click()
    link = trainer.get_by_label("Link", exact=True).input_value()

    watching = device().new_page()
    watching.goto(group.site.url + urlsplit(link).path)
    watching.get_by_role("button", name="I am Ann Watcher: open the room").click()
    expect(watching.locator("[data-part=runs]")).to_be_visible()
    expect(watching.get_by_role("heading", name=group.officer.name)).to_be_visible()
    code = watching.locator("[data-part=code]").inner_text()

    stolen = device().new_page()
    stolen.goto(group.site.url + urlsplit(link).path)
    expect(stolen.get_by_role("heading", name="This link was opened on another device")).to_be_visible()

    officer = group.enter(device(), group.officer)
    exam = f"{group.site.url}/courses/{make.SLUG}/exams/{make.EXAM}"
    officer.goto(exam)
    officer.get_by_label("Code on the supervisor’s screen").fill("000000" if code != "000 000" else "111111")
    officer.get_by_role("button", name="Start in this room").click()
    expect(officer.locator("#code-error")).to_contain_text("No open room of yours has this code")
    officer.get_by_label("Code on the supervisor’s screen").fill(code)
    officer.get_by_role("button", name="Start in this room").click()
    expect(officer.locator("#count")).to_be_visible()

    watching.get_by_role("link", name="Reload").first.click()
    expect(watching.get_by_text("Started: 1 · Submitted: 0")).to_be_visible()
    watching.get_by_role("button", name=f"{group.officer.name} is present and identified").click()
    expect(watching.get_by_text("present and identified", exact=True)).to_be_visible()
    watching.get_by_label("What happened").select_option(label="Note")
    watching.get_by_label("In words").fill("The power was out for two minutes.")
    watching.get_by_role("button", name="Save note").click()
    expect(watching.get_by_text("It is in the record of the room.")).to_be_visible()

    answer_all(officer, group.begun())
    expect(officer.get_by_role("heading", name="Passed with")).to_be_visible()
    expect(officer.get_by_text("Your result waits for the record of the room")).to_be_visible()

    watching.get_by_role("link", name="Reload").first.click()
    expect(watching.get_by_text("Started: 1 · Submitted: 1")).to_be_visible()
    watching.get_by_role("button", name="Sign record").click()
    expect(watching.get_by_role("heading", name="You have signed the record")).to_be_visible()

    officer.reload()
    expect(officer.get_by_text("under supervision")).to_be_visible()
    officer.get_by_role("link", name="Get your certificate").click()
    expect(officer.get_by_role("heading", level=1)).to_be_visible()
    trainer.goto(room)
    row = trainer.get_by_role("row").filter(has_text=group.officer.name)
    expect(row.get_by_text("supervised", exact=True)).to_be_visible()
    expect(trainer.get_by_text("The power was out for two minutes.")).to_be_visible()
