"""Panels on their pages: put together, voted, written down, signed; the letter; appeals."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.journeys.company import CAST, Company


def convene(page: Page, who: str, members: Sequence[str]) -> str:
    """Put a panel together for a candidate; answers its address."""
    line = page.locator("li", has_text=CAST[who].name).filter(has=page.get_by_role("link", name="Create a panel"))
    line.get_by_role("link", name="Create a panel").click()
    for one in members:
        page.get_by_role("group", name="Members").get_by_label(CAST[one].name).check()
    page.get_by_role("group", name="Who leads the panel").get_by_label(CAST[members[0]].name).check()
    page.get_by_label("Every member reads this language").check()
    page.get_by_role("button", name="Create panel").click()
    expect(page.locator("body")).to_contain_text("The panel is created. Its members are told.")
    return page.url


def decide(company: Company, panel: str, members: Sequence[str], step: str, reason: str, *, met: bool = True) -> None:
    """Every member votes for a step, the chair writes the decision down, and all of them sign it."""
    for one in members:
        vote(company.page(one, panel), step, met=met)
    page = company.page(members[0], panel)
    page.get_by_label("Reason for the candidate").fill(reason)
    page.get_by_label("Minutes").fill("All were there. The evidence was read aloud.")
    page.get_by_role("button", name="Save the decision").click()
    for one in members:
        page = company.page(one, panel)
        page.get_by_role("button", name="Sign the decision").click()
    expect(page.locator("body")).to_contain_text("The decision is signed and the candidate is told.")


def vote(page: Page, step: str, *, met: bool) -> None:
    """Say of each competence whether it is shown, and vote."""
    form = page.locator("form", has=page.get_by_role("button", name="Vote"))
    for one in form.get_by_label("Shown" if met else "Not shown yet", exact=True).all():
        one.check()
    for one in form.locator("input[name^=words-]").all():
        one.fill("The evidence says so.")
    form.get_by_label(step, exact=True).check()
    form.get_by_label("Reason of your vote").fill("The evidence says so.")
    form.get_by_role("button", name="Vote").click()
    expect(page.locator("body")).to_contain_text("Your vote is saved.")


def appeal(page: Page, words: str) -> None:
    """A refused candidate appeals."""
    page.get_by_label("Reasons").fill(words)
    page.get_by_role("button", name="Take this step").first.click()
    expect(page.locator("main")).to_contain_text("Appeal open")


def reads_letter(page: Page, step: str, reason: str) -> None:
    """The candidate reads what was decided, why, and until when it may be appealed."""
    page.locator("main").get_by_role("link", name=step).click()
    for words in (reason, "appeal"):
        expect(page.locator("main")).to_contain_text(words)


def offers(page: Page, who: str, free: Sequence[str], *, without: Sequence[str]) -> None:
    """Who may be in the next panel for a candidate, and who may not."""
    line = page.locator("li", has_text=CAST[who].name).filter(has=page.get_by_role("link", name="Create a panel"))
    line.get_by_role("link", name="Create a panel").click()
    members = page.get_by_role("group", name="Members")
    for one in free:
        expect(members.get_by_label(CAST[one].name)).to_be_visible()
    for one in without:
        expect(members.get_by_label(CAST[one].name)).to_have_count(0)
