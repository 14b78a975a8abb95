"""A paper of the kinds with parts in a real browser: every change is saved, and what was kept comes back."""

import pytest
from playwright.sync_api import expect

from tests.assessments.exams.acts import KEPT, SAVED, all_saved, question
from tests.assessments.exams.live import Site, begin
from tests.builders import kinds
from tests.builders.kind_names import KindName

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The site, asking the kinds with parts."""
    folder = tmp_path_factory.mktemp("parts")
    made = Site(folder, kinds.ENDINGS)
    made.start()
    yield made
    made.close()


def steps(part):
    return [text.split()[-1] for text in part.locator(".steps-in-order .text").all_inner_texts()]


def test_each_part_that_changes_is_saved_without_a_button(device, site):
    sitting = begin(site)
    page = sitting.open(device(sitting))
    part = question(page, sitting, KindName.MATCHING)
    for prompt, choice in (("beast", "tuskivory"), ("fish", "finmeat")):
        part.get_by_label(prompt).select_option(label=choice)
    part = question(page, sitting, KindName.GAPS)
    part.get_by_label("Gap 1").press_sequentially("magna")
    part.get_by_label("Gap 2").select_option(label="broad")
    question(page, sitting, KindName.SHORT_TEXT).get_by_label("Your answer").press_sequentially("Pristis")
    question(page, sitting, KindName.MANIFEST).locator("input[value=l2]").check()
    question(page, sitting, KindName.PERMIT).get_by_label("Nothing in this document is wrong").check()
    part = question(page, sitting, KindName.ORDERING)
    given = steps(part)
    part.get_by_role("button", name=f"{given[-1]}").first.click()
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    expect(page.locator("#count")).to_have_text("6 of 6 answered")
    assert len(sitting.value(KindName.MATCHING)) == 2
    assert sitting.value(KindName.GAPS)["tall"] == "magna"
    assert sitting.value(KindName.SHORT_TEXT) == "Pristis"
    assert sitting.value(KindName.MANIFEST) == ["l2"]
    assert sitting.value(KindName.PERMIT) == []
    assert len(sitting.value(KindName.ORDERING)) == 4


def test_an_order_that_was_kept_without_a_line_comes_back_is_sent_once_and_stands(device, site):
    sitting = begin(site)
    context = device(sitting)
    page = sitting.open(context, KindName.ORDERING)
    context.set_offline(True)
    part = question(page, sitting, KindName.ORDERING)
    last = steps(part)[-1]
    part.get_by_role("button", name=f"Move up: {part.locator('.steps-in-order .text').last.inner_text()}").click()
    made = steps(part)
    assert made.index(last) == 2
    expect(part.locator(".kept")).to_have_text(KEPT)
    page.close()
    context.set_offline(False)
    page = sitting.open(context, KindName.ORDERING)
    all_saved(page)
    part = question(page, sitting, KindName.ORDERING)
    assert steps(part) == made
    assert sitting.steps() == ["save"]
    page.reload()
    all_saved(page)
    assert steps(question(page, sitting, KindName.ORDERING)) == made
    assert sitting.steps() == ["save"]


def test_more_ticks_than_inspections_are_refused_beside_the_question(device, site):
    sitting = begin(site)
    page = sitting.open(device(sitting), KindName.MANIFEST)
    part = question(page, sitting, KindName.MANIFEST)
    for line in ("l1", "l2", "l4"):
        part.locator(f"input[value={line}]").check()
    expect(part.locator(".kept")).to_have_text("You ticked 3. Tick at most 2.")
    part.locator("input[value=l4]").uncheck()
    expect(part.locator(".kept")).to_have_text(SAVED)
    assert sitting.value(KindName.MANIFEST) == ["l1", "l2"]
