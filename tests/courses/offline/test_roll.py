"""A trainer's phone without a line takes the roll of forty; it is sent when the line is back, and two rolls merge."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from courses.catalogue.models import CourseVersion
from courses.cohorts.models.meeting import MeetingRollLine
from courses.cohorts.queries.meetings import meeting_by_id
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.services.meetings import cancel_meetings
from courses.cohorts.services.trainers import give_cohort
from lms import clock
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.db import transaction
from lms.people.models import Person
from tests.builders import cohorts, meetings, people
from tests.courses.offline.live import LATEST, Officer, Site, on_phone

pytestmark = [pytest.mark.browser, pytest.mark.pages]
MANY = 40
SAID = ("Amina: present", "Juma: absent")  # within one second, which phones do not tell apart: in either order
BOTH_SAID = re.compile("|".join(rf"The trainers disagree \({one}; {other}\)" for one, other in (SAID, SAID[::-1])))


@dataclass
class Classroom:
    """A cohort of forty with a meeting that has begun, and its two trainers."""

    site: Site
    address: str
    meeting_id: int
    cohort_id: int
    trainers: list[Officer]
    officers: list[int]

    def open(self, context: BrowserContext) -> Page:
        """The roll on a phone, once its script has filled it in."""
        page = context.new_page()
        page.goto(self.site.url + self.address)
        shown(page)
        return page

    def standings(self) -> dict[int, str]:
        """What the roll says of everybody in the database."""
        with self.site.app.app_context(), transaction() as session:
            found = standings_of(session, [self.meeting_id])[self.meeting_id]
            return {one: said.presence or ("conflict" if said.in_conflict else "") for one, said in found.items()}

    def lines(self) -> int:
        """How many lines the roll has."""
        with self.site.app.app_context(), transaction() as session:
            wanted = select(MeetingRollLine.id).where(MeetingRollLine.meeting_id == self.meeting_id)
            return len(session.scalars(wanted).all())


@pytest.fixture
def classroom(site: Site) -> Classroom:
    now = clock.now()
    with site.app.app_context(), transaction() as session:
        place = people.administration(session)
        leaders = [people.person(session, name, (Role.TRAINER, place), place=place) for name in ("Amina", "Juma")]
        version = session.get_one(CourseVersion, site.version_id)
        cohort = cohorts.cohort(session, version, now, leader=leaders[0], place=place)
        give_cohort(session, cohort.id, leaders[1].id, by=None, now=now)
        officers = cohorts.officers(session, cohort, MANY, now)
        for no, one in enumerate(officers):
            one.name = f"Officer {no + 1:02}"
        meeting = meetings.running(session, cohort, now)
        address = f"/cohorts/{cohort.row.uuid}/meetings/{meeting.uuid}/phone"
        trainers = [Officer(site, one.id, one.uuid, one.username) for one in leaders]
        return Classroom(site, address, meeting.id, cohort.id, trainers, [one.id for one in officers])


def shown(page: Page) -> None:
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)


def row(page: Page, no: int):
    return page.locator("#roll > li").nth(no)


def tick(page: Page, no: int) -> None:
    row(page, no).locator("input[type=checkbox]").first.check()


def all_sent(page: Page) -> None:
    expect(page.locator("#standing")).to_contain_text("Everything is sent.", timeout=LATEST)


def keep(page: Page) -> None:
    page.get_by_role("button", name="Save for offline use").click()
    expect(page.locator("#kept-said")).to_contain_text("This list is saved for offline use", timeout=LATEST)


def test_the_roll_of_forty_is_taken_without_a_line_and_sent_once_it_is_back(classroom, phone):
    classroom.trainers[0].sign_in(phone)
    page = classroom.open(phone)
    expect(page.locator("#roll > li")).to_have_count(MANY)
    keep(page)
    page.close()
    phone.set_offline(True)
    page = classroom.open(phone)
    for no in range(38):
        tick(page, no)
    row(page, 1).locator("select").select_option("late")
    page.get_by_role("button", name="Everybody else is absent").click()
    expect(page.locator("#standing")).to_contain_text(f"Present: 38 of {MANY}. Waiting on this phone: {MANY}.")
    page.close()
    page = classroom.open(phone)
    expect(page.locator("#standing")).to_contain_text(f"Present: 38 of {MANY}. Waiting on this phone: {MANY}.")
    assert classroom.lines() == 0
    phone.set_offline(False)
    all_sent(page)
    expect(page.locator("#standing")).to_contain_text(f"Present: 38 of {MANY}.")
    found = classroom.standings()
    assert [found[one] for one in classroom.officers] == ["present", "late", *["present"] * 36, "absent", "absent"]
    assert classroom.lines() == MANY


def test_what_waits_can_be_sent_from_any_page_of_the_site(classroom, phone):
    classroom.trainers[0].sign_in(phone)
    page = classroom.open(phone)
    keep(page)
    phone.set_offline(True)
    tick(page, 0)
    expect(row(page, 0)).to_contain_text("waits on this phone")
    on_phone(page, classroom.site)
    expect(page.locator("#marks li")).to_contain_text(re.compile("Officer 01: present · Attendance: Opening"))
    expect(page.locator("#kept").get_by_role("link", name="Record attendance")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("#marks .chip")).to_have_text("sent", timeout=LATEST)
    assert classroom.standings() == {classroom.officers[0]: "present"}


def test_two_trainers_who_disagree_are_both_kept_and_told(classroom, phone, browser):
    other = browser.new_context()
    for context, trainer in zip((phone, other), classroom.trainers, strict=True):
        trainer.sign_in(context)
    first, second = classroom.open(phone), classroom.open(other)
    for context in (phone, other):
        context.set_offline(True)
    tick(first, 0)
    tick(first, 1)
    row(second, 0).locator("select").select_option("absent")
    tick(second, 2)
    phone.set_offline(False)
    all_sent(first)
    other.set_offline(False)
    all_sent(second)
    expect(row(second, 0)).to_contain_text(BOTH_SAID)
    expect(row(second, 1).locator("input").first).to_be_checked()
    first.reload()
    shown(first)
    expect(row(first, 0)).to_contain_text("The trainers disagree")
    expect(row(first, 2).locator("input").first).to_be_checked()
    assert [classroom.standings()[one] for one in classroom.officers[:3]] == ["conflict", "present", "present"]
    other.close()


def test_a_refused_tick_says_why_and_stands_among_what_was_sent(classroom, phone):
    classroom.trainers[0].sign_in(phone)
    page = classroom.open(phone)
    phone.set_offline(True)
    tick(page, 0)
    with classroom.site.app.app_context(), transaction() as session:
        meeting = meeting_by_id(session, classroom.meeting_id)
        leader = classroom.trainers[1].id
        cancel_meetings(session, meeting, "The room is flooded.", following=False, by=leader, now=clock.now())
    phone.set_offline(False)
    expect(row(page, 0)).to_contain_text("This meeting is cancelled, so there is no attendance.", timeout=LATEST)
    on_phone(page, classroom.site)
    expect(page.locator("#marks li")).to_contain_text("This meeting is cancelled, so there is no attendance.")
    expect(page.locator("#marks .chip")).to_have_text("not accepted")


def test_a_name_is_checked_at_the_door_by_a_tick_without_a_line(classroom, phone):
    classroom.trainers[0].sign_in(phone)
    page = classroom.open(phone)
    phone.set_offline(True)
    compared = row(page, 0).get_by_role("checkbox", name="The name is like this in the document: Officer 01")
    compared.check()
    compared.uncheck()
    row(page, 1).get_by_role("checkbox", name="The name is like this in the document: Officer 02").check()
    phone.set_offline(False)
    expect(row(page, 1)).to_contain_text("The name is checked.", timeout=LATEST)
    expect(row(page, 1).get_by_role("checkbox")).to_have_count(1)
    expect(row(page, 0).get_by_role("checkbox")).to_have_count(2)
    with classroom.site.app.app_context(), transaction() as session:
        checked = [session.get_one(Person, one).name_checked_by_id for one in classroom.officers[:2]]
        entries = session.scalars(
            select(AuditEntry.subject).where(
                AuditEntry.name == "people.name-checked", AuditEntry.actor_id == classroom.trainers[0].id
            )
        ).all()
    assert checked == [None, classroom.trainers[0].id]
    assert entries == [f"person:{classroom.officers[1]}"]
