"""A cohort from its opening: brought in from a faulty file, led, handed over; a coordinator sees one country alone."""

import html
import io
import re
from datetime import date
from itertools import chain

import pypdf
import pytest
from playwright.sync_api import Page, expect

from lms.people import demo as people_demo
from tests.journeys.cohorts import HOME, Draft, approve, open_cohort
from tests.journeys.conftest import Enter, NewPage, usually
from tests.journeys.site import Site
from tests.journeys.slips import CODE, type_slip

pytestmark = [pytest.mark.journey, pytest.mark.browser]
COURSE, LEARNT = "legal-instruments", "Legal instruments"
KNOWN = "known", "login", "similar", "mistyped", "first", "second"
PEOPLE = {  # each size brings in people of its own
    "desk": ("Suda Phromsri", "suda.phromsri", "Niran Chaiyasitt", "Noi Kaewsai", "Dao Manee", "Lek Bunma"),
    "phone": ("Wanida Kaewkla", "wanida.kaewkla", "Prasert Thongde", "Petch Wongsa", "Chai Ratana", "Mali Suksan"),
}
ROWS = (  # what stands in the file, and what its reader is told of it
    (("{known}", "{login}", "", "", ""), "joins"),
    (("Grace Wambui", "grace.wambui", "", "", ""), "from another administration"),
    (("{known}", "{login}", "", "", ""), "twice in the file"),
    (("Anong Wattana", "anong.wattana", "", "", ""), "leads the cohort"),
    (("{similar}", "", "", "", ""), "similar name"),
    (("{mistyped}", "", "{size}@gmial.com", "", ""), "address typed wrong?"),
    (("Ploy Saetang", "", "not an address", "", ""), "address typed wrong?"),
    (("", "", "nobody@example.org", "", ""), "cannot be read"),
    (("14/05/2026", "", "date@example.org", "", ""), "cannot be read"),
    (("Rung Arun", "Rung Arun!", "", "", ""), "cannot be read"),
    (("Somsak Jaidee", "", "", "Harbour of nowhere", ""), "no administration"),
    (("{first}", "", "first.{size}@example.org", "", "Deep Water Port"), "new: an account is proposed"),
    (("{second}", "", "second.{size}@example.org", "", "Moon base"), "new: an account is proposed"),
)
ABROAD = sorted(
    {one.name for one in (*people_demo.EXTRA, *chain(*people_demo.CLASSES.values())) if one.home != people_demo.PORT}
)
NOT_ASKED = re.compile(r"^/(sign-out|static|healthz|metrics|verify|credentials|offline|courses/|search|glossary)")
MOST = 200  # addresses


@usually("desk")
def test_a_class_comes_from_a_file_with_twelve_kinds_of_rows_and_goes_to_another_trainer(
    site: Site, enter: Enter, new_page: NewPage, size: str
):
    trainer = enter("trainer")
    title = f"Winter class on a {size}"
    cohort = open_cohort(trainer, site, Draft(title, COURSE, date(2099, 1, 5), date(2099, 3, 1)))
    approve(enter("programme manager"), site, title)
    send_file(trainer, cohort, size)
    read_rows(trainer, cohort, size)
    answer_and_apply(trainer)
    coordinator = enter("coordinator")
    slips = make_accounts(coordinator, site, title)
    newcomer = new_page()
    use_slip(newcomer, site, *slip_of(slips, PEOPLE[size][4]))
    sees_cohort(newcomer, site, title)
    the_same_file_changes_nothing(trainer, cohort, size)
    permit(coordinator, cohort)
    undo(trainer, cohort, *PEOPLE[size][4:])
    sees_one_country(coordinator, site)
    hand_over(trainer, enter("second trainer"), site, cohort, title)


def send_file(page: Page, cohort: str, size: str) -> None:
    """A file in Windows-1252 with semicolons, under a title row."""
    lines = ["Liste de la classe d’hiver;;;;", "Name;User name;E-mail;Administration;Unit"]
    names = dict(zip(KNOWN, PEOPLE[size], strict=True))
    lines += [";".join(one).format(size=size, **names) for one, _said in ROWS]
    page.goto(f"{cohort}/import")
    content = "\r\n".join(lines).encode("cp1252")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible()


def read_rows(page: Page, cohort: str, size: str) -> None:
    """Each row is named with what becomes of it, and nothing has changed yet."""
    for number, (_cells, said) in enumerate(ROWS, start=3):
        card = page.locator(".card", has=page.get_by_text(f"Row {number}", exact=True))
        expect(card).to_contain_text(said)
    checked = page.url
    page.goto(cohort)
    expect(page.locator("main")).to_contain_text("Nobody has joined yet.")
    page.goto(checked)


def answer_and_apply(page: Page) -> None:
    """Say that the similar name is somebody else and which address is meant; then apply."""
    page.get_by_label(re.compile("somebody else", re.I)).first.check()
    page.get_by_label(re.compile(r"@gmail\.com")).check()
    page.get_by_role("button", name="Save the answers").click()
    page.get_by_role("button", name="Import").click()
    wait_until_applied(page)
    expect(page.locator("main")).to_contain_text(HOME)
    expect(page.locator("main")).to_contain_text("4 accounts")


def wait_until_applied(page: Page) -> None:
    """Look again until the worker is done."""
    applied = page.get_by_text("imported", exact=True)
    again = page.get_by_role("link", name="Reload")
    for _turn in range(60):
        expect(applied.or_(again)).to_be_visible()
        if applied.is_visible():
            return
        page.wait_for_timeout(500)
        again.click()
    raise AssertionError("The import was not applied within half a minute.")


def make_accounts(page: Page, site: Site, title: str) -> str:
    """Make all of them in one step, and print their slips; answers the words of the PDF."""
    page.goto(f"{site.url}/applications")
    page.get_by_role("link", name="Open the application of Anong Wattana").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.get_by_role("button", name="Create accounts").click()
    expect(page.locator("main")).to_contain_text("4 officers have never signed in.")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Print the slips (PDF)").click()
    pages = pypdf.PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages
    return "\n".join(one.extract_text() for one in pages)


def slip_of(slips: str, name: str) -> tuple[str, str]:
    """The user name and the one-time code of somebody."""
    part = slips[slips.index(name) :]
    login = re.search(r"\b[a-z]+\.[a-z]+[a-z0-9.]*\b", part)
    code = CODE.search(part)
    assert login is not None
    assert code is not None
    return login[0], code[0]


def use_slip(page: Page, site: Site, login: str, code: str) -> None:
    """Sign in for the first time, and read what is kept before anything else."""
    type_slip(page, site, login, code)
    page.get_by_role("button", name=re.compile("agree", re.I)).first.click()
    expect(page.get_by_text("Good to see you")).to_be_visible()


def sees_cohort(page: Page, site: Site, title: str) -> None:
    """The officer finds the course and the cohort, and no page of trainers."""
    page.goto(f"{site.url}/learn")
    expect(page.locator("main")).to_contain_text(LEARNT)
    answer = page.goto(f"{site.url}/cohorts")
    assert answer is not None
    assert answer.status == 404


def the_same_file_changes_nothing(page: Page, cohort: str, size: str) -> None:
    """Sent again, no row changes anything."""
    send_file(page, cohort, size)
    expect(page.get_by_role("heading", name="This file changes nothing")).to_be_visible()
    expect(page.locator("main")).to_contain_text("This file was already imported")


def permit(page: Page, cohort: str) -> None:
    """Let the trainers of the cohort make accounts, and close those that nobody used."""
    page.goto(cohort)
    page.get_by_role("button", name="Let the trainers create accounts").click()
    expect(page.locator("main")).to_contain_text("may create")


def undo(page: Page, cohort: str, came: str, never_came: str) -> None:
    """Undone, all is as before save whoever has signed in: they are named."""
    page.goto(f"{cohort}/import")
    page.locator("main").get_by_role("link", name="class.csv").last.click()
    page.get_by_role("button", name="Undo the import").click()
    kept = page.locator(".callout", has_text="The import is reversed")
    expect(kept).to_contain_text(came)
    expect(kept).not_to_contain_text(never_came)


def sees_one_country(page: Page, site: Site) -> None:
    """The coordinator of one country finds nobody of another: not on pages, in exports, or at an address."""
    page.goto(f"{site.url}/people")
    expect(page.locator("main")).not_to_contain_text("Highland")
    for path in ("/people/export.csv", "/cohorts/export.csv", "/applications/export.csv"):
        answer = page.request.get(f"{site.url}{path}")
        assert answer.status in (200, 404), path
        assert "Grace Wambui" not in answer.text() or path == "/applications/export.csv"
        assert "Highland Wildlife" not in answer.text(), path


def hand_over(giver: Page, taker: Page, site: Site, cohort: str, title: str) -> None:
    """Offered with a note and taken; afterwards whoever gave it away finds it no more."""
    giver.goto(f"{cohort}/hand-over")
    giver.get_by_label("User name or e-mail of the other trainer").fill("fatou.ndiaye")
    giver.get_by_label("Note for the other trainer").fill("Two officers wait for slips.")
    giver.get_by_role("button", name="Offer the cohort").click()
    taker.goto(site.url)
    offer = taker.locator("section, .card, article", has_text=title).last
    offer.get_by_role("link").last.click()
    expect(taker.locator("main")).to_contain_text("Two officers wait for slips.")
    taker.get_by_role("button", name="Accept cohort").click()
    expect(taker.get_by_role("heading", level=1)).to_have_text(title)
    answer = giver.goto(cohort)
    assert answer is not None
    assert answer.status == 404


@usually("desk")
def test_a_coordinator_finds_nobody_of_another_country_behind_any_link_or_export(site: Site, enter: Enter):
    coordinator = enter("coordinator")
    seen, waiting = {"/"}, ["/"]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        answer = coordinator.request.get(f"{site.url}{path}")
        assert answer.status < 500, path
        text = answer.body().decode("utf-8", errors="replace")
        assert [name for name in ABROAD if name in html.unescape(text)] == [], path
        for link in re.findall(r'(?:href|action)="(/[^"#]*)', text):
            found = html.unescape(link)
            if found not in seen and not NOT_ASKED.match(found):
                seen.add(found)
                waiting.append(found)
    assert any(path.startswith("/people/export") for path in seen)
    assert any(path.startswith("/cohorts/") for path in seen)
