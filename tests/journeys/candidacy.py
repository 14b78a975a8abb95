"""A scheme put in use, candidates nominated and applying, and the steps that people take on their way."""

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.company import CAST, Company

FOLDER = Path(__file__).parent.parent / "data" / "field-advisor"
SLUG, TITLE = "field-advisor", "Field advisor"


def zipped(folder: Path) -> bytes:
    """A folder as a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in sorted(folder.rglob("*.yaml")):
            archive.write(one, one.relative_to(folder))
    return out.getvalue()


def load_scheme(page: Page) -> None:
    """A scheme owner loads the folder, and may not put it in use alone."""
    page.get_by_role("link", name="Load a scheme").first.click()
    page.locator("[name=file]").set_input_files(
        {"name": "field-advisor.zip", "mimeType": "application/zip", "buffer": zipped(FOLDER)}
    )
    page.get_by_role("button", name="Load").click()
    expect(page.locator("body")).to_contain_text("Somebody else has to activate it.")
    expect(page.get_by_role("button", name="Activate this version")).to_have_count(0)


def nominate(page: Page, who: str) -> None:
    """A coordinator nominates an officer."""
    page.get_by_label("Scheme").select_option(label=TITLE)
    page.get_by_label("Officer", exact=True).fill(CAST[who].login)
    page.get_by_label("Why you nominate this officer").fill("Six years at the river port, and trains others.")
    page.get_by_role("button", name="Nominate").click()
    expect(page.locator("body")).to_contain_text("The officer is nominated, and asked whether they agree.")


def put_in_use(page: Page) -> None:
    """Another owner looks at the version, and puts it in use."""
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name=re.compile("ersion 1")).first.click()
    page.get_by_role("button", name="Activate this version").click()
    expect(page.locator("main")).to_contain_text("In use")


def agree(page: Page) -> None:
    """An officer finds the nomination on the first page, agrees, and applies."""
    page.get_by_role("link", name="Answer").click()
    page.get_by_role("link", name="Agree and apply").click()
    fill_application(page)


def apply(page: Page) -> None:
    """An officer applies on their own."""
    page.get_by_role("link", name=f"Apply: {TITLE}").click()
    fill_application(page)


def fill_application(page: Page) -> None:
    """Say what the scheme asks for."""
    page.get_by_label("Whole years of service").fill("6")
    page.get_by_label("English").check()
    page.get_by_label("When you are available").fill("From March.")
    page.get_by_label("I have read the code of conduct and will follow it").check()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your status: Nominated")


def take_step(page: Page, who: str, step: str, reason: str = "") -> None:
    """Open the candidate from the list in front of one, and take a step."""
    page.get_by_role("link", name=CAST[who].name).first.click()
    act = page.locator("details", has=page.locator("summary", has_text=step))
    act.locator("summary").click()
    if reason:
        act.get_by_label("Reasons").fill(reason)
    act.get_by_role("button", name="Take this step").click()
    expect(page.locator("body")).to_contain_text("The step is taken. The candidate is told.")


def is_at(company: Company, who: str, state: str) -> None:
    """The candidate reads where they are."""
    page = company.page(who, "/candidacies")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text(f"Your status: {state}")
