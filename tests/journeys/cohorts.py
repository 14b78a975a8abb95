"""A cohort on its pages: opened, approved, shared with another trainer, joined by the code in the room."""

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.site import Site

HOME = "Port City Customs (demonstration)"
ZONE = "Asia/Bangkok"


@dataclass(frozen=True)
class Draft:
    """A cohort as it is proposed."""

    title: str
    course: str
    first: date
    last: date
    venue: str = ""


def open_cohort(page: Page, site: Site, draft: Draft) -> str:
    """Propose a cohort; answers its address."""
    page.goto(f"{site.url}/cohorts/new")
    page.get_by_label("Course", exact=True).select_option(draft.course)
    page.get_by_label("For the officers of").select_option(label=HOME)
    page.get_by_label("Title").fill(draft.title)
    page.get_by_label("First day").fill(f"{draft.first}")
    page.get_by_label("Last day").fill(f"{draft.last}")
    page.get_by_label("Time zone").select_option(ZONE)
    page.get_by_label("Place").fill(draft.venue)
    page.get_by_role("button", name="Open the cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(draft.title)
    expect(page.locator("main")).to_contain_text("waits for approval")
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
