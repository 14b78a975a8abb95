"""The one path the product exists for: brought in, learning, passing, certified, checked by anybody, revoked."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import answers, paper
from tests.journeys.claims import claim_certificate
from tests.journeys.conftest import Enter, NewPage, usually
from tests.journeys.site import Site
from tests.journeys.slips import check_name, read_slip, type_slip

pytestmark = [pytest.mark.journey, pytest.mark.browser]
COURSE = "identifying-wildlife-products"
LATIN, LOCAL = "Achara Näkhon", "อัจฉรา นคร"


def test_a_newcomer_sees_who_can_sign_in_after_two_commands(site: Site):
    assert len(site.people) == 33
    assert site.url in site.printed


@usually("phone")
def test_an_officer_reads_on_where_they_stopped_on_another_device(site: Site, enter: Enter):
    phone = enter("officer at a port")
    phone.get_by_role("link", name=re.compile("Continue|Go on")).first.click()
    title = phone.get_by_role("heading", level=1).inner_text()
    phone.locator("a.term").first.click()
    expect(phone.locator("a.term[aria-expanded=true]")).to_be_visible()
    phone.get_by_role("button", name=re.compile("I have read this")).click()
    expect(phone.get_by_role("heading", level=1)).not_to_have_text(title)
    stopped = named(phone)
    other = enter("officer at a port")
    expect(other.locator("main")).to_contain_text(stopped)


def named(page: Page) -> str:
    """The name of a lesson is its heading; the name of a quiz stands above what one can do there."""
    where = "main p.eyebrow:not(.back)" if "/exams/" in page.url else "h1"
    return (page.locator(where).first.text_content() or "").strip()


@usually("phone")
def test_from_a_slip_to_a_certificate_that_anyone_checks_until_it_is_revoked(
    site: Site, enter: Enter, new_page: NewPage, size: str, tmp_path: Path
):
    office = enter("administrator")
    login, code = bring_in(office, site, size)
    check_name(office, site, "Achara Nakhon")
    officer = new_page()
    use_slip(officer, site, login, code)
    take_course(officer, site)
    sit_quizzes(officer, site)
    sit_final(officer, site)
    link = claim_certificate(officer, LATIN, LOCAL)
    files = download(officer, tmp_path)

    stranger = new_page()
    check_link(stranger, site, link, files)
    check_number(stranger, site, files)
    check_files(stranger, site, files)
    choose(officer, "sees only")
    stranger.goto(link)
    expect(stranger.locator("main")).to_contain_text("to the person named on the paper")
    expect(stranger.locator("main")).not_to_contain_text(LATIN)
    choose(officer, "sees name")

    revoke(enter("programme manager"), site, paper.number(files["pdf"]))
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("revoked")
    expect(stranger.locator("main")).to_contain_text("Another person sat the exam.")


@usually("desk")
def test_a_trainer_opens_the_final_exam_for_one_officer_who_reads_why(site: Site, enter: Enter):
    exam = f"{site.url}/courses/{COURSE}/exams/final-exam"
    officer = enter("officer at a port")
    officer.goto(exam)
    trainer = enter("trainer")
    trainer.goto(f"{site.url}/courses/{COURSE}")
    trainer.get_by_role("link", name="Final exams that are not open").click()
    expect(trainer.get_by_role("heading", level=1)).to_have_text("Final exams that are not open")
    waits = trainer.get_by_role("link", name="Malee Srisuk")
    if waits.count():  # what was opened at the other size stays so
        expect(officer.locator("main")).to_contain_text("This exam is not open yet")
        waits.click()
        trainer.get_by_label("Reason").fill("Worked at the ivory desk for ten years.")
        trainer.get_by_role("button", name="Open the exam").click()
        expect(trainer.locator("main")).to_contain_text("The exam is open for this person")
    officer.reload()
    expect(officer.locator("main")).to_contain_text("Anong Wattana opened it")
    expect(officer.locator("main")).to_contain_text("Worked at the ivory desk for ten years.")
    expect(officer.get_by_role("button", name="Start now")).to_be_visible()


def bring_in(page: Page, site: Site, size: str) -> tuple[str, str]:
    """Make an administration with a unit, bring an officer in, and read the slip."""
    page.goto(f"{site.url}/administrations/new")
    page.get_by_label("Name").fill(f"Delta Customs {size}")
    page.get_by_label("Customs").check()
    page.get_by_label("Country").select_option("LA")
    page.get_by_role("button", name="Add the administration").click()
    page.get_by_role("link", name="Add a unit").first.click()
    page.get_by_label("Name").fill("River Port")
    page.get_by_label("Port", exact=True).check()
    page.get_by_role("button", name="Add the unit").click()
    expect(page.locator("main")).to_contain_text("River Port")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("Achara Nakhon")
    page.get_by_label("Name in the script of the country").fill(LOCAL)
    page.get_by_label("Administration").select_option(label=f"Delta Customs {size}")
    page.get_by_role("button", name="Create account").click()
    return read_slip(page)


def use_slip(page: Page, site: Site, login: str, code: str) -> None:
    """Enter with the code of the slip and choose a password; the code works once."""
    type_slip(page, site, login, code.lower().replace("-", " "))
    expect(page.get_by_text("Good to see you")).to_be_visible()
    again = page.context.browser.new_page()
    type_slip(again, site, login, code)
    expect(again.locator(".error").first).to_be_visible()
    again.close()


def take_course(page: Page, site: Site) -> None:
    """Begin the course, answer a check, and read every lesson."""
    page.goto(f"{site.url}/courses/{COURSE}")
    page.get_by_role("button", name=re.compile("Start|Begin")).click()
    box = page.locator(".card.check").first
    item = answers.bank(site.course)[answers.words(box.locator("legend").inner_text())]
    answers.give(box, item, right=True)
    box.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".card.check .review").first).to_contain_text("Right")
    for lesson in answers.lessons(site.course):
        page.goto(f"{site.url}/courses/{COURSE}/lessons/{lesson}")
        page.get_by_role("button", name=re.compile("I have read this")).click()
        page.wait_for_url(lambda url, here=lesson: not url.endswith(f"/lessons/{here}"))


def sit_quizzes(page: Page, site: Site) -> None:
    """The checkpoint quizzes, for which the final exam waits; in the first one answer is wrong and its key is shown."""
    page.goto(f"{site.url}/courses/{COURSE}/exams/final-exam")
    expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
    expect(page.get_by_text("to pass", exact=True)).to_have_count(len(answers.checkpoints(site.course)))
    expect(page.get_by_role("button", name="Start now")).to_have_count(0)
    for n, quiz in enumerate(answers.checkpoints(site.course)):
        page.goto(f"{site.url}/courses/{COURSE}/exams/{quiz}")
        page.get_by_role("button", name="Start now").click()
        count = answers.answer_paper(page, site.course, right=4 if n == 0 else 99)
        answers.hand_in(page)
        expect(page.locator(".review")).to_have_count(count)
        if n == 0:
            expect(page.locator("main")).to_contain_text("Read these lessons again")


def sit_final(page: Page, site: Site) -> None:
    """The final exam: 24 questions, the key never shown."""
    page.goto(f"{site.url}/courses/{COURSE}/exams/final-exam")
    expect(page.locator("main")).to_contain_text("provisional")
    page.get_by_role("button", name="Start now").click()
    assert answers.answer_paper(page, site.course, right=22) == 24
    expect(page.locator("#clock")).to_contain_text("min left")
    answers.hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Passed with 9|Passed with 8|Passed with 1"))).to_be_visible()
    expect(page.locator(".review")).to_have_count(0)


def download(page: Page, folder: Path) -> dict[str, Path]:
    """Every form of the certificate, as the holder downloads it."""
    names = {"pdf": "Download the PDF", "png": "Badge picture (PNG)", "svg": "Badge picture (SVG)"}
    names |= {"json": "Signed record (JSON)", "jwt": "Signed record (JWT)"}
    files = {}
    for kind, name in names.items():
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        files[kind] = folder / f"certificate.{kind}"
        waiting.value.save_as(files[kind])
    return files


def check_link(page: Page, site: Site, link: str, files: dict[str, Path]) -> None:
    """The code on the PDF leads to the same page as the link, which says plainly what holds."""
    assert paper.code(files["pdf"]) == link
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is genuine and valid")
    for words in (LATIN, LOCAL, "Compare this name with the paper", "without supervision"):
        expect(page.locator("main")).to_contain_text(words)


def check_number(page: Page, site: Site, files: dict[str, Path]) -> None:
    """The printed number with the family name; with another name it is unknown, never revoked."""
    for name, title in (("nakhon", "genuine and valid"), ("somebody", "not known|unknown|No certificate")):
        page.goto(f"{site.url}/verify")
        page.get_by_label("Certificate number").fill(paper.number(files["pdf"]).lower().replace("-", " "))
        page.get_by_label("Family name").fill(name)
        page.get_by_role("button", name="Check the number").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(title))


def check_files(page: Page, site: Site, files: dict[str, Path]) -> None:
    """Every form is genuine; a changed PDF says so and what the signed record says."""
    for file in files.values():
        drop(page, site, file.name, file.read_bytes())
        expect(page.get_by_role("heading", level=1)).to_contain_text("genuine and valid")
    drop(page, site, "changed.pdf", changed(files["pdf"]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("changed")
    expect(page.locator("main")).to_contain_text(LATIN)
    drop(page, site, "cut.pdf", files["pdf"].read_bytes()[:5000])
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("genuine")


def drop(page: Page, site: Site, name: str, content: bytes) -> None:
    """Give a file to the verify page."""
    page.goto(f"{site.url}/verify")
    page.get_by_label("Certificate file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Check the file").click()


def changed(pdf: Path) -> bytes:
    """The same PDF with another title: all that is seen and signed inside is as before, the file is not."""
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.add_metadata({"/Title": "Another"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def choose(page: Page, what: str) -> None:
    """The holder chooses what strangers see."""
    page.get_by_label(re.compile(what)).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(re.compile("kept|saved", re.I))
    expect(page.get_by_label(re.compile(what))).to_be_checked()


def revoke(page: Page, site: Site, number: str) -> None:
    """Revoke with a reason, from the list of certificates."""
    page.goto(f"{site.url}/manage/credentials")
    page.get_by_label("Number or name").fill(number)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=LATIN).first.click()
    page.get_by_role("radio").first.check()
    page.get_by_label("The reason in your words").fill("Another person sat the exam.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Revoke this certificate?")
    expect(page.locator("main")).to_contain_text("You cannot undo this.")
    page.get_by_role("button", name="Revoke this certificate").click()
    expect(page.locator("main")).to_contain_text("revoked")
