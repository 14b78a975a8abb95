"""An officer learns, passes the exam and holds a certificate; anybody checks it; an administrator revokes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import answers
from tests.journeys.conftest import Enter
from tests.journeys.site import Site

pytestmark = [pytest.mark.journey, pytest.mark.browser]
COURSE = "identifying-wildlife-products"


def test_a_newcomer_sees_six_people_after_two_commands(site: Site):
    assert len(site.people) == 6
    assert site.url in site.printed


def test_an_officer_reads_on_where_they_stopped_on_another_device(site: Site, enter: Enter):
    phone = enter("officer at a port")
    phone.get_by_role("link", name=re.compile("Continue|Go on")).first.click()
    title = phone.get_by_role("heading", level=1).inner_text()
    word = phone.locator("a.term").first
    word.click()
    expect(phone.get_by_role("note").or_(phone.locator("[aria-expanded=true]")).first).to_be_visible()
    phone.get_by_role("button", name=re.compile("read")).click()
    expect(phone.get_by_role("heading", level=1)).not_to_have_text(title)
    stopped = phone.get_by_role("heading", level=1).inner_text()
    other = enter("officer at a port")
    expect(other.locator("main")).to_contain_text(stopped)


def check_in_lesson(page: Page, site: Site) -> None:
    """Answer the first check of a lesson that has options."""
    box = page.locator(".card.check").first
    item = answers.bank(site.course)[answers.words(box.locator("legend").inner_text())]
    answers.give(box, item, right=True)
    box.get_by_role("button", name="Check my answer").click()
    expect(page.locator(".card.check .review").first).to_contain_text("Right")


def test_a_check_in_a_lesson_answers_at_once(site: Site, enter: Enter):
    page = enter("officer at a port")
    page.goto(f"{site.url}/courses/{COURSE}/lessons/why-goods-pass")
    check_in_lesson(page, site)


def test_a_checkpoint_quiz_shows_what_was_right_and_what_to_read_again(site: Site, enter: Enter):
    page = enter("officer at a port")
    page.goto(f"{site.url}/courses/{COURSE}/exams/checkpoint-first-look")
    page.get_by_role("button", name="Start now").click()
    count = answers.answer_paper(page, site.course, right=5)
    answers.hand_in(page)
    expect(page.locator("main")).to_contain_text("Lessons to read again")
    expect(page.locator(".review")).to_have_count(count)
