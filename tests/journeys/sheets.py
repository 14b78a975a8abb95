"""A quiz on paper: printed, keyed in by one person, then blind by another, and settled."""

import io
import re

import pypdf
from playwright.sync_api import Page, expect

from tests.journeys import answers
from tests.journeys.site import Site


def print_quiz(page: Page, site: Site, cohort: str, quiz: str, officer: str) -> str:
    """Print a quiz for one officer; answers the code that stands on the sheet."""
    page.goto(cohort)
    page.get_by_role("link", name="Class", exact=True).click()
    page.get_by_role("link", name="Quizzes on paper").click()
    page.locator(f"a[href$='/new/{quiz}']").click()
    expect(page.get_by_label(officer)).to_be_checked()
    page.get_by_role("button", name="Create sheets").click()
    address = page.get_by_role("link", name="Open PDF").get_attribute("href")
    answer = page.request.get(f"{site.url}{address}")
    text = pypdf.PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()
    assert officer in text
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert code is not None
    return code[0]


def open_sheet(page: Page, site: Site, code: str) -> None:
    """Type the code of a sheet."""
    page.goto(f"{site.url}/printed-quizzes")
    page.get_by_label("Code of the sheet").fill(code.lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sheet {code}")


def key_in_twice(first: Page, second: Page, site: Site, code: str) -> None:
    """One person slips in one question; another keys in blind, and settles it with the paper in hand."""
    open_sheet(first, site, code)
    key(first, site, wrong=1)
    first.get_by_role("button", name="Save these answers").click()
    expect(first.locator("body")).to_contain_text("Somebody else enters the sheet a second time.")
    open_sheet(first, site, code)
    expect(first.get_by_role("button", name="Compare with the first time")).to_have_count(0)
    open_sheet(second, site, code)
    expect(second.locator("main")).to_contain_text("You do not see what was entered before")
    expect(second.locator(".question-box input:checked")).to_have_count(0)
    key(second, site)
    second.get_by_role("button", name="Compare with the first time").click()
    expect(second.locator("main")).to_contain_text("The two entries are different here")
    expect(second.locator(".question-box")).to_have_count(1)
    key(second, site)
    second.get_by_role("button", name="Submit answers").click()
    expect(second.locator("body")).to_contain_text("The officer sees the result.")


def key(page: Page, site: Site, *, wrong: int = 0) -> None:
    """Give what stands on the paper: all is right, save so many questions."""
    known = answers.bank(site.course)
    for number, question in enumerate(page.locator(".question-box").all()):
        item = known[answers.words(question.locator("> div legend").inner_text())]
        answers.give_from_paper(question.locator("> div"), item, right=number >= wrong)
