"""A class as it is held: a roll without a line, a code on the screen, a quiz on paper, an exam watched in a room."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import answers
from tests.journeys.claims import claim_certificate
from tests.journeys.cohorts import HOME, ZONE, Draft, add_trainer, approve, join, join_code, open_cohort
from tests.journeys.conftest import Enter, NewPage, usually
from tests.journeys.rooms import ROOM, Watched, enter_room, open_room, sign_protocol, sit_in_room
from tests.journeys.sheets import key_in_twice, print_quiz
from tests.journeys.site import Site
from tests.journeys.slips import check_name, read_slip, type_slip

pytestmark = [pytest.mark.journey, pytest.mark.browser]
CLASS = "Port officers, autumn class"
TICKED = ("Niran Chaiyasit", "Orathai Saelim")
MISSING = "Wanida Kaewkla"
COURSE, ON_PAPER = "identifying-wildlife-products", "checkpoint-first-look"
PEOPLE = {  # each size has an officer of its own, and somebody without an account who watches over the exam
    "desk": ("Kamon Saetia", "Nok Jaidee"),
    "phone": ("Boonsri Chanta", "Vichai Meesuk"),
}


@usually("phone")
def test_a_roll_is_kept_without_a_line_and_an_officer_types_the_code_on_the_screen(site: Site, enter: Enter, size: str):
    trainer = enter("trainer")
    meeting = plan_meeting(trainer, site, f"Reading the papers, on a {size}")
    keep_roll(trainer, meeting)
    tick_without_line(trainer)
    type_code(enter("officer at a port"), site, code_on_screen(trainer, meeting), f"Reading the papers, on a {size}")
    reads_roll(enter("programme manager"), meeting)


@usually("desk")
def test_a_cohort_goes_from_its_opening_to_a_certificate_of_an_exam_that_was_watched(
    site: Site, enter: Enter, new_page: NewPage, size: str
):
    exam = Watched(f"Spring class on a {size}", *PEOPLE[size])
    trainer, colleague, officer, supervisor = enter("trainer"), enter("second trainer"), new_page(), new_page()
    cohort = open_cohort(trainer, site, spring_class(exam.cohort))
    approve(enter("programme manager"), site, exam.cohort)
    add_trainer(trainer, cohort)
    login, code = bring_in(enter("administrator"), site, exam.officer)
    type_slip(officer, site, login, code)
    join(officer, site, join_code(trainer, cohort), exam.cohort)
    take_course(officer, site)
    sheet = print_quiz(trainer, site, cohort, ON_PAPER, exam.officer)
    key_in_twice(colleague, trainer, site, sheet)
    reads_result_on_paper(officer, site)
    sit_other_quizzes(officer, site)
    enter_room(supervisor, open_room(trainer, site, exam), exam)
    sit_in_room(officer, supervisor, site, exam)
    sign_protocol(supervisor)
    officer.reload()
    link = claim_certificate(officer, exam.officer)
    reads_how_it_was_watched(new_page(), link, exam)


def plan_meeting(page: Page, site: Site, title: str) -> str:
    """Plan a meeting that has just begun; answers its address."""
    page.goto(f"{site.url}/cohorts")
    page.get_by_role("link", name=CLASS).first.click()
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.get_by_role("link", name="Plan meetings").click()
    now = datetime.now(ZoneInfo(ZONE))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day", exact=True).fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Starts at").fill(f"{now:%H:%M}")
    page.get_by_role("button", name="Show the dates first").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("body")).to_contain_text("1 meeting is planned.")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def keep_roll(page: Page, meeting: str) -> None:
    """Keep the roll on the phone."""
    page.goto(meeting)
    page.get_by_role("link", name="Offline attendance list").click()
    page.get_by_role("button", name="Save for offline use").click()
    expect(page.locator("#kept-said")).to_contain_text("This list is saved for offline use.")


def tick_without_line(page: Page) -> None:
    """Without a line the page opens again, ticks are kept, and they are sent when the line is back."""
    page.context.set_offline(True)
    page.reload()
    for name in TICKED:
        page.get_by_label(name, exact=True).check()
    page.get_by_label(f"Attendance of {MISSING}").select_option(label="absent")
    expect(page.locator("#standing")).to_contain_text("Present: 2 of 6.")
    expect(page.locator("#standing")).to_contain_text("Waiting on this phone: 3.")
    page.reload()
    expect(page.get_by_label(TICKED[0], exact=True)).to_be_checked()
    page.context.set_offline(False)
    expect(page.locator("#standing")).to_contain_text("Everything is sent.")


def code_on_screen(page: Page, meeting: str) -> str:
    """The code that the trainer shows now."""
    page.goto(meeting)
    page.get_by_role("link", name="Code for the screen").click()
    return page.locator("[data-part=code]").inner_text()


def type_code(page: Page, site: Site, code: str, title: str) -> None:
    """An officer finds the meeting in their cohort, types the code, is on the roll, and is not asked again."""
    page.goto(f"{site.url}/join")
    page.get_by_role("link", name=CLASS).click()
    line = page.locator("li", has_text=title)
    line.get_by_role("link", name="I am here").click()
    page.get_by_label("Code on the screen").fill("1234")
    page.get_by_role("button", name="I am here").click()
    expect(page.locator(".error").first).to_be_visible()
    page.get_by_label("Code on the screen").fill(code)
    page.get_by_role("button", name="I am here").click()
    expect(page.locator("body")).to_contain_text("Your attendance is recorded.")
    expect(line).to_contain_text("present")
    page.goto(site.url)
    expect(page.get_by_text("Good to see you")).to_be_visible()
    expect(page.get_by_role("link", name="I am here")).to_have_count(0)


def reads_roll(page: Page, meeting: str) -> None:
    """Somebody else who leads the cohort reads who was there, and how each entry came about."""
    page.goto(meeting)
    expect(page.locator("main")).to_contain_text("3 of 6 were there")
    for said, times in (("Anong Wattana, on the list", 3), ("Malee Srisuk, with the code", 1), ("no entry", 2)):
        expect(page.locator("main").get_by_text(said)).to_have_count(times)


def spring_class(title: str) -> Draft:
    """A cohort that begins today."""
    today = datetime.now(ZoneInfo(ZONE)).date()
    return Draft(title, COURSE, today, today + timedelta(days=60), ROOM)


def bring_in(page: Page, site: Site, name: str) -> tuple[str, str]:
    """Make an account, check its name, and read the slip."""
    page.goto(f"{site.url}/people")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Administration").select_option(label=HOME)
    page.get_by_role("button", name="Create account").click()
    slip = read_slip(page)
    check_name(page, site, name)
    return slip


def take_course(page: Page, site: Site) -> None:
    """Read every lesson; the button of one leads to the next."""
    for lesson in answers.lessons(site.course):
        address = f"{site.url}/courses/{COURSE}/lessons/{lesson}"
        if page.url != address:
            page.goto(address)
        page.get_by_role("button", name=re.compile("I have read this")).click()
        page.wait_for_url(lambda url, here=lesson: not url.endswith(f"/lessons/{here}"))


def reads_result_on_paper(page: Page, site: Site) -> None:
    """The officer sees the result, and who keyed it in."""
    page.goto(f"{site.url}/courses/{COURSE}/exams/{ON_PAPER}")
    page.locator("main a[href*='/attempts/']").first.click()
    expect(page.get_by_role("heading", name=re.compile("Passed with 100"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Entered by Fatou Ndiaye, checked by Anong Wattana")


def sit_other_quizzes(page: Page, site: Site) -> None:
    """The quizzes that were not on paper."""
    for quiz in answers.checkpoints(site.course):
        if quiz != ON_PAPER:
            page.goto(f"{site.url}/courses/{COURSE}/exams/{quiz}")
            page.get_by_role("button", name="Start now").click()
            answers.answer_paper(page, site.course, right=99)
            answers.hand_in(page)


def reads_how_it_was_watched(page: Page, link: str, exam: Watched) -> None:
    """Anybody reads that the exam was watched, and with whom, where and by whom it was taught."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine and valid")
    for words in (exam.officer, "under supervision", exam.cohort, ROOM, "Trainers: Anong Wattana, Fatou Ndiaye"):
        expect(page.locator("main")).to_contain_text(words)
