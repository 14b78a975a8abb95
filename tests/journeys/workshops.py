"""A workshop of two days on its pages: set up, its rotation made and put in use, planned anew on the second day."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.company import CAST, Company

TITLE = "Certification workshop"
ZONES = ("Asia/Bangkok", "America/Lima", "Africa/Lagos")
MINUTES = 45
EXERCISES = {"Identification bench": "bench", "Briefing": "briefing"}


@dataclass(frozen=True)
class Planned:
    """A performance of a rotation: who, at which exercise, on which of the days, before whom."""

    candidate: str
    code: str
    exercise: str
    day: int
    assessors: tuple[str, ...]


def place_and_time() -> tuple[str, datetime]:
    """A zone in which the first half-day ends on the day on which it begins, and the time there."""
    here = [(zone, datetime.now(ZoneInfo(zone))) for zone in ZONES]
    return next((zone, now) for zone, now in here if now.hour < 21)


def set_up(company: Company) -> str:
    """Plan the workshop, with exercises, rooms and the frame of two days; answers its address."""
    zone, now = place_and_time()
    first, second = now.date(), now.date() + timedelta(days=1)
    page = company.page("workshop", "/workshops")
    page.get_by_role("link", name="Plan a workshop").first.click()
    for label, words in {
        "Title": TITLE, "Scheme": "field-advisor", "Place": "Lusaka", "Time zone of the place": zone,
        "First day": f"{first}", "Last day": f"{second}",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Country").select_option("ZM")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    address = page.url
    for title, rubric in EXERCISES.items():
        add_exercise(page, address, title, rubric)
    begins, ends = now + timedelta(minutes=15), now + timedelta(minutes=15 + 2 * MINUTES + 5)
    hours = f"{begins:%H:%M}-{ends:%H:%M}"
    company.fill_in(
        "workshop", f"{address}/frame", half_days=f"{first} {hours}\n{second} {hours}", change="5", spare="1"
    )
    return address


def add_exercise(page: Page, address: str, title: str, rubric: str) -> None:
    """Add an exercise with its room."""
    page.goto(address)
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Rubric").select_option(label=f"{rubric}, version 1")
    page.get_by_label("Minutes in the room").fill(f"{MINUTES}")
    page.get_by_label("Topic").select_option(label="Operations")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a room").click()
    page.get_by_label("Room or table").fill(f"Room of the {rubric}")
    page.get_by_label("Exercise").select_option(label=title)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(f"Room of the {rubric}")


def name_people(company: Company, address: str, candidates: Collection[str], assessors: Collection[str]) -> None:
    """Name who takes part; candidates agreed to be recorded."""
    for who in candidates:
        company.fill_in(
            "workshop", f"{address}/candidates/new", login=CAST[who].login, languages="en", recording_agreed="y"
        )
    for who in assessors:
        company.fill_in("workshop", f"{address}/assessors/new", login=CAST[who].login, languages="en")


def have_rotation(page: Page, address: str) -> str:
    """Have a rotation made and put it in use; answers its address."""
    page.goto(address)
    page.get_by_role("button", name="Make a rotation").click()
    return use_rotation(page)


def use_rotation(page: Page) -> str:
    """Wait for the search on its page, which looks by itself, and put what it found in use."""
    expect(page.get_by_role("button", name="Activate rotation")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Activate rotation").click()
    expect(page.locator("body")).to_contain_text("The rotation is active. Everybody is told.")
    return page.url


def plan_of(company: Company, rotation: str) -> list[Planned]:
    """The rotation as its file says it."""
    rows = json.loads(company.context("workshop").request.get(f"{rotation}/export.json").text())
    keys = {one.name: key for key, one in CAST.items()}
    days = sorted({row["begins"][:10] for row in rows})
    return [
        Planned(
            keys[row["candidate"]], row["code"], row["exercise"], days.index(row["begins"][:10]) + 1,
            tuple(keys[name] for name in row["assessors"].split(", ")),
        )
        for row in rows
    ]  # fmt: skip


def say_away(page: Page, address: str, who: str, slots: int) -> str:
    """Somebody falls ill before the last so many slots: the rest is planned anew; answers where the new plan is."""
    page.goto(f"{address}/changed")
    page.get_by_label("What changed").select_option(label=f"{CAST[who].name}, assessor, is away")
    begins = page.get_by_label("From (optional)")
    begins.select_option(index=begins.locator("option").count() - slots)
    page.get_by_role("button", name="Plan again").click()
    return use_rotation(page)


def ask_third(page: Page, who: str) -> None:
    """A moderator names who saw a performance silently as the third."""
    page.get_by_role("group", name="Third assessor").get_by_label(CAST[who].name).check()
    page.get_by_label("watched silently in the room").check()
    page.get_by_role("button", name="Choose assessor").click()
