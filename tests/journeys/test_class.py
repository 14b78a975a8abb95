"""A class as it is held: a roll without a line, a code on the screen, a quiz on paper, an exam watched in a room."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import answers
from tests.journeys.conftest import Enter, NewPage
from tests.journeys.site import Site

pytestmark = [pytest.mark.journey, pytest.mark.browser]
CLASS = "Port officers, autumn class"
ZONE = "Asia/Bangkok"
TICKED = ("Niran Chaiyasit", "Orathai Saelim")
MISSING = "Wanida Kaewkla"
COURSE, ON_PAPER, FINAL = "identifying-wildlife-products", "checkpoint-first-look", "Final exam: identifying wildlife products"
HOME, VENUE = "Port City Customs (demonstration)", "Deep Water Port, hall 2"
PASSWORD = "a quiet heron by the harbour"
PEOPLE = {  # each size has an officer of its own, and somebody without an account who watches over the exam
    "desk": ("Kamon Saetia", "Nok Jaidee"),
    "phone": ("Boonsri Chanta", "Vichai Meesuk"),
}


def test_a_roll_is_kept_without_a_line_and_an_officer_types_the_code_on_the_screen(
    site: Site, enter: Enter, size: str
):
    trainer = enter("trainer")
    meeting = plan_meeting(trainer, site, f"Reading the papers, on a {size}")
    keep_roll(trainer, meeting)
    tick_without_line(trainer)
    type_code(enter("officer at a port"), site, code_on_screen(trainer, meeting), f"Reading the papers, on a {size}")
    reads_roll(enter("programme manager"), meeting)


def plan_meeting(page: Page, site: Site, title: str) -> str:
    """Plan a meeting that has just begun; answers its address."""
    page.goto(f"{site.url}/cohorts")
    page.get_by_role("link", name=CLASS).first.click()
    page.get_by_role("link", name="Meetings", exact=True).click()
    page.get_by_role("link", name="Plan meetings").click()
    now = datetime.now(ZoneInfo(ZONE))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day", exact=True).fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Begins at").fill(f"{now:%H:%M}")
    page.get_by_role("button", name="Show the dates before they are saved").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("body")).to_contain_text("1 meeting is planned.")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def keep_roll(page: Page, meeting: str) -> None:
    """Keep the roll on the phone."""
    page.goto(meeting)
    page.get_by_role("link", name="Roll without a line").click()
    page.get_by_role("button", name="Keep on this phone").click()
    expect(page.locator("#kept-said")).to_contain_text("This roll is on this phone.")


def tick_without_line(page: Page) -> None:
    """Without a line the page opens again, ticks are kept, and they are sent when the line is back."""
    page.context.set_offline(True)
    page.reload()
    for name in TICKED:
        page.get_by_label(name, exact=True).check()
    page.get_by_label(f"How {MISSING} was there").select_option(label="absent")
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
    """An officer finds the meeting on the page of the cohort, types the code, and is on the roll."""
    page.goto(f"{site.url}/join")
    page.get_by_role("link", name=CLASS).click()
    line = page.locator("li", has_text=title)
    line.get_by_role("link", name="I am here").click()
    page.get_by_label("Code on the screen").fill("1234")
    page.get_by_role("button", name="I am here").click()
    expect(page.locator(".error").first).to_be_visible()
    page.get_by_label("Code on the screen").fill(code)
    page.get_by_role("button", name="I am here").click()
    expect(page.locator("body")).to_contain_text("You are on the roll of this meeting.")
    expect(line).to_contain_text("present")


def reads_roll(page: Page, meeting: str) -> None:
    """Somebody else who leads the cohort reads who was there, and how each entry came about."""
    page.goto(meeting)
    expect(page.locator("main")).to_contain_text("3 of 6 were there")


def test_a_cohort_goes_from_its_opening_to_a_certificate_of_an_exam_that_was_watched(
    site: Site, enter: Enter, new_page: NewPage, size: str
):
    people = Class(f"Spring class on a {size}", *PEOPLE[size])
    trainer, colleague = enter("trainer"), enter("second trainer")
    cohort = open_cohort(trainer, site, people.title)
    approve(enter("programme manager"), site, people.title)
    add_trainer(trainer, cohort)
    officer = new_page()
    use_slip(officer, site, *bring_in(enter("administrator"), site, people.officer))
    join(officer, site, join_code(trainer, cohort), people.title)
    take_course(officer, site)
    sheet = print_quiz(trainer, site, cohort, people.officer)
    key_in_twice(colleague, trainer, site, sheet)
    reads_result_on_paper(officer, site)
    sit_other_quizzes(officer, site)
    room = open_room(trainer, site, people)
    supervisor = new_page()
    enter_room(supervisor, room, people)
    sit_in_room(officer, supervisor, site, people)
    sign_protocol(supervisor)
    link = claim_certificate(officer, site, people.officer)
    reads_how_it_was_watched(new_page(), link, people)


@dataclass(frozen=True)
class Class:
    """A cohort of a size, with its officer and who watches over the exam."""

    title: str
    officer: str
    supervisor: str


def open_cohort(page: Page, site: Site, title: str) -> str:
    """Propose a cohort that begins today; answers its address."""
    today = datetime.now(ZoneInfo(ZONE))
    page.goto(f"{site.url}/cohorts/new")
    page.get_by_label("Course", exact=True).select_option(COURSE)
    page.get_by_label("For the officers of").select_option(label=HOME)
    page.get_by_label("Title").fill(title)
    page.get_by_label("First day").fill(f"{today:%Y-%m-%d}")
    page.get_by_label("Last day").fill(f"{today + timedelta(days=60):%Y-%m-%d}")
    page.get_by_label("Time zone").select_option(ZONE)
    page.get_by_label("Place").fill(VENUE)
    page.get_by_role("button", name="Open the cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def approve(page: Page, site: Site, title: str) -> None:
    """Approve it as a manager."""
    page.goto(f"{site.url}/cohorts?state=proposed")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("The cohort is open.")


def add_trainer(page: Page, cohort: str) -> None:
    """The second trainer leads the cohort too."""
    page.goto(cohort)
    page.get_by_role("link", name="Trainers", exact=True).click()
    page.get_by_label("User name or e-mail").fill("fatou.ndiaye")
    page.get_by_role("button", name="Add the trainer").click()
    expect(page.locator("body")).to_contain_text("Fatou Ndiaye leads the cohort too.")


def bring_in(page: Page, site: Site, name: str) -> tuple[str, str]:
    """Make an account, check its name, and read the slip."""
    page.goto(f"{site.url}/people")
    page.get_by_role("link", name="Bring a person in").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Administration").select_option(label=HOME)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Your way in")).to_be_visible()
    found = page.locator("main").inner_text()
    page.goto(f"{site.url}/people?unchecked=1&words={name.partition(' ')[0]}")
    page.get_by_label(f"Compared: {name}").check()
    page.get_by_role("button", name="The names that I ticked").click()
    expect(page.locator("body")).to_contain_text("1 name is checked.")
    return (
        re.search(r"User name\s+([\w.]+)", found)[1],
        re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", found)[0],
    )


def use_slip(page: Page, site: Site, login: str, code: str) -> None:
    """Sign in for the first time with the code of the slip."""
    page.goto(f"{site.url}/code")
    page.get_by_label("User name").fill(login)
    page.get_by_label("One-time code").fill(code)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Keep the password and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")


def join_code(page: Page, cohort: str) -> str:
    """Make the code that is shown in the room."""
    page.goto(f"{cohort}/code")
    page.get_by_role("button", name="Make a new code").click()
    return page.locator("p.code").inner_text()


def join(page: Page, site: Site, code: str, title: str) -> None:
    """Type the code, read who sees what, and join."""
    page.goto(f"{site.url}/join")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("button", name="Join the cohort").click()
    page.get_by_role("link", name="Open the course").click()


def take_course(page: Page, site: Site) -> None:
    """Read every lesson."""
    for lesson in answers.lessons(site.course):
        page.goto(f"{site.url}/courses/{COURSE}/lessons/{lesson}")
        page.get_by_role("button", name=re.compile("read", re.I)).click()
        page.wait_for_url(lambda url, here=lesson: not url.endswith(f"/lessons/{here}"))


def print_quiz(page: Page, site: Site, cohort: str, officer: str) -> str:
    """Print the first quiz for one officer; answers the code that stands on the sheet."""
    page.goto(cohort)
    page.get_by_role("link", name="Class from one laptop").click()
    page.get_by_role("link", name="Quizzes on paper").click()
    page.locator(f"a[href$='/new/{ON_PAPER}']").click()
    expect(page.get_by_label(officer)).to_be_checked()
    page.get_by_role("button", name="Make the sheets").click()
    address = page.get_by_role("link", name="Open the file (PDF)").get_attribute("href")
    answer = page.request.get(f"{site.url}{address}")
    text = pypdf.PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
    assert officer in text
    return re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)[0]


def key_in_twice(first: Page, second: Page, site: Site, code: str) -> None:
    """One person slips in one question; another keys in blind, and settles it with the paper in hand."""
    open_sheet(first, site, code)
    key(first, site, wrong=1)
    first.get_by_role("button", name="Keep these answers").click()
    expect(first.locator("body")).to_contain_text("Somebody else keys the sheet in a second time.")
    open_sheet(first, site, code)
    expect(first.get_by_role("button", name="Compare with the first time")).to_have_count(0)
    open_sheet(second, site, code)
    expect(second.locator("main")).to_contain_text("You do not see what was keyed in before")
    expect(second.locator(".question-box input:checked")).to_have_count(0)
    key(second, site)
    second.get_by_role("button", name="Compare with the first time").click()
    expect(second.locator("main")).to_contain_text("The two keyings differ here")
    expect(second.locator(".question-box")).to_have_count(1)
    key(second, site)
    second.get_by_role("button", name="Submit what the paper says").click()
    expect(second.locator("body")).to_contain_text("The officer sees the result.")


def open_sheet(page: Page, site: Site, code: str) -> None:
    """Type the code of a sheet."""
    page.goto(f"{site.url}/printed-quizzes")
    page.get_by_label("Code of the sheet").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sheet {code}")


def key(page: Page, site: Site, *, wrong: int = 0) -> None:
    """Give what stands on the paper: all is right, save so many questions."""
    known = answers.bank(site.course)
    for number, question in enumerate(page.locator(".question-box").all()):
        item = known[answers.words(question.locator("> div legend").inner_text())]
        answers.give_from_paper(question.locator("> div"), item, right=number >= wrong)


def reads_result_on_paper(page: Page, site: Site) -> None:
    """The officer sees the result, and who keyed it in."""
    page.goto(f"{site.url}/courses/{COURSE}/exams/{ON_PAPER}")
    page.locator("main a[href*='/attempts/']").first.click()
    expect(page.get_by_role("heading", name=re.compile("Passed with 100"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Keyed in by Fatou Ndiaye, checked by Anong Wattana")


def sit_other_quizzes(page: Page, site: Site) -> None:
    """The quizzes that were not on paper."""
    for quiz in answers.checkpoints(site.course):
        if quiz != ON_PAPER:
            page.goto(f"{site.url}/courses/{COURSE}/exams/{quiz}")
            page.get_by_role("button", name="Start now").click()
            answers.answer_paper(page, site.course, right=99)
            answers.hand_in(page)


def open_room(page: Page, site: Site, people: Class) -> str:
    """Open the final exam for a room that has begun, name who watches; answers the link that is shown once."""
    zone, now = daytime()
    page.goto(f"{site.url}/sittings")
    page.get_by_role("link", name="Open a sitting").first.click()
    page.get_by_label("For whom").select_option(label=people.title)
    page.get_by_label("Exam", exact=True).select_option(label=FINAL)
    page.get_by_label("Title").fill(people.title)
    page.get_by_label("Place", exact=True).fill(VENUE)
    page.get_by_label("Time zone of the place").fill(zone)
    page.get_by_label("Day", exact=True).fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Begins at").fill(f"{now - timedelta(minutes=10):%H:%M}")
    page.get_by_label("Ends at").fill(f"{now + timedelta(hours=2):%H:%M}")
    page.get_by_role("button", name="Open the sitting").click()
    page.get_by_label("Or the name of somebody without an account").fill(people.supervisor)
    page.get_by_role("button", name="Name the supervisor").click()
    page.get_by_role("button", name=f"Make a link for {people.supervisor}").click()
    return page.get_by_label("Link").input_value()


def daytime() -> tuple[str, datetime]:
    """A zone in which the room ends on the day on which it begins, and the time there."""
    here = [(zone, datetime.now(ZoneInfo(zone))) for zone in (ZONE, "America/Lima")]
    return next((zone, now) for zone, now in here if 0 < now.hour < 21)


def enter_room(page: Page, link: str, people: Class) -> None:
    """Open the link on a device of one's own."""
    page.goto(link)
    page.get_by_role("button", name=f"I am {people.supervisor}: open the room").click()
    expect(page.get_by_role("heading", name="Code to begin")).to_be_visible()


def sit_in_room(officer: Page, supervisor: Page, site: Site, people: Class) -> None:
    """Begin with the code on the screen, show a document, answer, hand in."""
    code = supervisor.locator("[data-part=code]").inner_text()
    officer.goto(f"{site.url}/courses/{COURSE}/exams/final-exam")
    officer.get_by_label("Code on the supervisor’s screen").fill(code)
    officer.get_by_role("button", name="Begin in this room").click()
    expect(officer.locator("#kept")).to_be_visible()
    supervisor.reload()
    supervisor.get_by_role("button", name=f"{people.officer} is present and identified").click()
    expect(supervisor.locator("section.card", has_text=people.officer)).to_contain_text("present and identified")
    assert answers.answer_paper(officer, site.course, right=18) == 20
    answers.hand_in(officer)
    expect(officer.locator("main")).to_contain_text("Your result waits for the protocol of the room")


def sign_protocol(page: Page) -> None:
    """Sign when the last one has submitted."""
    page.reload()
    expect(page.locator("main")).to_contain_text("Submitted: 1")
    page.get_by_role("button", name="I sign the protocol").click()
    expect(page.get_by_role("heading", name="You have signed the protocol")).to_be_visible()


def claim_certificate(page: Page, site: Site, name: str) -> str:
    """Confirm how the name is written; answers the link once the certificate is made."""
    page.reload()
    page.get_by_role("link", name="Get your certificate").click()
    page.get_by_role("link", name="Confirm my name").click()
    page.get_by_label("Name in Latin letters").fill(name)
    page.get_by_role("button", name="Show me how it will look").click()
    page.get_by_role("button", name="My name is right: make my certificate").click()
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=90_000)
    return page.get_by_label("Link of this certificate").input_value()


def reads_how_it_was_watched(page: Page, link: str, people: Class) -> None:
    """Anybody reads that the exam was watched, and with whom, where and by whom it was taught."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine and in force")
    for words in (people.officer, "under supervision", people.title, VENUE, "Trainers: Anong Wattana, Fatou Ndiaye"):
        expect(page.locator("main")).to_contain_text(words)
