"""An exam in a room: opened, watched by somebody without an account, begun with the code, signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys import answers
from tests.journeys.cohorts import ZONE
from tests.journeys.site import Site

FINAL = "Final exam: identifying wildlife products"
ROOM = "Deep Water Port, hall 2"


@dataclass(frozen=True)
class Watched:
    """Whose final exam is watched: the cohort, its officer, and who watches without having an account."""

    cohort: str
    officer: str
    supervisor: str


def open_room(page: Page, site: Site, exam: Watched) -> str:
    """Open the final exam for a room that has begun, name who watches; answers the link that is shown once."""
    zone, now = daytime()
    page.goto(f"{site.url}/sittings")
    page.get_by_role("link", name="Open a session").first.click()
    page.get_by_label("For whom").select_option(label=exam.cohort)
    page.get_by_label("Exam", exact=True).select_option(label=FINAL)
    page.get_by_label("Title").fill(exam.cohort)
    page.get_by_label("Place", exact=True).fill(ROOM)
    page.get_by_label("Time zone of the place").fill(zone)
    page.get_by_label("Day", exact=True).fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Starts at").fill(f"{now - timedelta(minutes=10):%H:%M}")
    page.get_by_label("Ends at").fill(f"{now + timedelta(hours=2):%H:%M}")
    page.get_by_role("button", name="Open session").click()
    page.get_by_label("Or the name of somebody without an account").fill(exam.supervisor)
    page.get_by_role("button", name="Add supervisor").click()
    page.get_by_role("button", name=f"Make the link: {exam.supervisor}").click()
    return page.get_by_label("Link").input_value()


def daytime() -> tuple[str, datetime]:
    """A zone in which the room ends on the day on which it begins, and the time there."""
    here = [(zone, datetime.now(ZoneInfo(zone))) for zone in (ZONE, "America/Lima")]
    return next((zone, now) for zone, now in here if 0 < now.hour < 21)


def enter_room(page: Page, link: str, exam: Watched) -> None:
    """Open the link on a device of one's own."""
    page.goto(link)
    page.get_by_role("button", name=f"I am {exam.supervisor}: open the room").click()
    expect(page.get_by_role("heading", name="Code to start")).to_be_visible()


def sit_in_room(officer: Page, supervisor: Page, site: Site, exam: Watched) -> None:
    """Begin with the code on the screen, show a document, answer, hand in."""
    code = supervisor.locator("[data-part=code]").inner_text()
    officer.goto(f"{site.url}/courses/{site.course.name}/exams/final-exam")
    officer.get_by_label("Code on the supervisor’s screen").fill(code)
    officer.get_by_role("button", name="Start in this room").click()
    expect(officer.locator("#kept")).to_be_visible()
    supervisor.reload()
    supervisor.get_by_role("button", name=f"{exam.officer} is present and identified").click()
    expect(supervisor.locator("section.card", has_text=exam.officer)).to_contain_text("present and identified")
    assert answers.answer_paper(officer, site.course, right=22) == 24
    answers.hand_in(officer)
    expect(officer.locator("main")).to_contain_text("Your result waits for the record of the room")


def sign_protocol(page: Page) -> None:
    """Sign when the last one has submitted."""
    page.reload()
    expect(page.locator("main")).to_contain_text("Submitted: 1")
    page.get_by_role("button", name="Sign record").click()
    expect(page.get_by_role("heading", name="You have signed the record")).to_be_visible()
