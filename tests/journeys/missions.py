"""A mission on its pages: planned, its team, the report that its host reads by a link, the annexes on candidates."""

import io
import re
from datetime import UTC, datetime, timedelta

import pypdf
from playwright.sync_api import Page, expect

from tests.journeys.company import CAST, Company

TITLE = "Mission to Island Customs"
SECRET = "Hesitates before a crowd"  # stands in an annex alone
HOST = "office@island.example"


def plan(page: Page) -> str:
    """Plan the mission; answers its address."""
    today = datetime.now(UTC).date()
    page.get_by_role("link", name="Plan a mission").first.click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Country").select_option("MG")
    page.get_by_label("Host administration").select_option(label="Island Customs")
    page.get_by_label("First day").fill(f"{today - timedelta(days=5)}")
    page.get_by_label("Last day").fill(f"{today}")
    page.get_by_label("Time zone").fill("Indian/Antananarivo")
    page.get_by_label("Operations").fill("How consignments are chosen for a look.")
    page.get_by_role("button", name="Plan the mission").click()
    expect(page.locator("body")).to_contain_text("The mission is planned. Now add its team.")
    return page.url


def add_member(page: Page, who: str, part: str, supervisor: str = "") -> None:
    """Put somebody into the team."""
    page.get_by_label("User name or e-mail address").fill(CAST[who].login)
    page.get_by_label("Part", exact=True).select_option(label=part)
    if supervisor:
        page.get_by_label("Supervising expert").select_option(label=f"{CAST[supervisor].name} (Supervising expert)")
    page.get_by_role("button", name="Add to the team").click()
    expect(page.locator("body")).to_contain_text("This person is in the team now, and is told.")


def write_observation(page: Page) -> None:
    """A candidate writes what they saw, from their own missions on."""
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="The report").click()
    page.get_by_role("link", name="Add: Observation").click()
    page.get_by_label("Topic").select_option(label="Operations")
    page.get_by_label("Finding").fill("Boxes are opened by weight alone.")
    page.get_by_label("Evidence", exact=True).fill("We watched forty boxes on two days.")
    page.get_by_label("Grade").select_option(index=1)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Boxes are opened by weight alone.")


def deliver(page: Page) -> None:
    """The lead delivers the report to an office of the host."""
    page.get_by_role("link", name="Deliver the report").click()
    page.get_by_label("Office that answers for the host").fill("Office of the Director General")
    page.get_by_label("E-mail address of this office").fill(HOST)
    page.get_by_role("button", name="Deliver it").click()
    expect(page.locator("main")).to_contain_text("Version 1")


def link_of_host(company: Company) -> str:
    """The link in the letter to the host."""
    letters = company.site.letters(HOST)
    found = re.search(r"\S*/host/reports/\S+", letters[-1])
    assert found is not None
    return found[0]


def answer_as_host(page: Page) -> None:
    """The host reads the report without an account, and answers."""
    expect(page.locator("main")).to_contain_text("Boxes are opened by weight alone.")
    page.get_by_label("What you think of the report").fill("It helps us.")
    page.get_by_label("Your name and function").first.fill("Head of the office")
    page.get_by_role("button", name="Send the feedback").click()
    expect(page.locator("main")).to_contain_text("This report was answered. Thank you.")


def finds_no_annex(company: Company, who: str, address: str) -> None:
    """Neither the page at this address nor its report as a PDF holds a word of an annex, nor any page of annexes."""
    request = company.context(who).request
    text = request.get(address).text()
    assert SECRET not in text
    assert "/annex" not in text
    report = request.get(f"{address}/report.pdf")
    assert report.status == 200
    assert SECRET not in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(report.body())).pages)


def sign_annex(page: Page, mission: str, who: str) -> None:
    """The supervising expert writes what they saw of a candidate, and signs it."""
    page.goto(mission)
    page.get_by_role("link", name=f"Annex {CAST[who].name}").click()
    page.get_by_label("What you saw").fill(f"Looked with care. {SECRET}.")
    page.get_by_role("group", name="Your recommendation now").get_by_role("radio").first.check()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Sign the annex").click()
    expect(page.locator("body")).to_contain_text("The annex is signed.")
