"""A paper in a real browser: other people and devices, time, handing in, and browsers that can do less."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assessments.exams.acts import KEPT, LATEST, all_saved, choose, hand_in, kept_then_closed, question
from tests.assessments.exams.live import begin
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import PASSWORD

pytestmark = pytest.mark.browser


def test_signed_out_meanwhile_it_says_so_and_the_answer_arrives_after_sign_in(device, sitting):
    page = sitting.open(device(sitting))
    sitting.end_sessions()
    choose(page, sitting)
    expect(page.locator("#trouble")).to_contain_text("You are no longer signed in.")
    assert sitting.steps() == []
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("User name or e-mail").fill(sitting.key)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    all_saved(page)
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=b]")).to_be_checked()
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_an_expired_form_token_is_renewed_for_saving_and_for_handing_in(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.clear_cookies(name="spoor-form")
    choose(page, sitting)
    all_saved(page)
    context.clear_cookies(name="spoor-form")
    hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Not passed"))).to_be_visible()
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def two_devices(device, sitting) -> Page:
    """A second device that answers a question which the first answered meanwhile."""
    first, second = (sitting.open(device(sitting)) for _ in range(2))
    choose(first, sitting, "a")
    all_saved(first)
    part = choose(second, sitting, "c")
    expect(part.locator(".kept")).to_contain_text("in another window or on another device")
    assert sitting.value(KindName.ONE_CHOICE) == "a"
    return second


def test_a_second_device_is_asked_and_may_keep_its_own_answer(device, sitting):
    page = two_devices(device, sitting)
    page.get_by_role("button", name="Keep this answer").click()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"


def test_a_second_device_is_asked_and_may_take_the_other_answer(device, sitting):
    page = two_devices(device, sitting)
    page.get_by_role("button", name="Use the other answer").click()
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=a]")).to_be_checked()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "a"


def test_handing_in_waits_for_the_choice_between_two_answers(device, sitting):
    page = two_devices(device, sitting)
    hand_in(page, asked=False)
    expect(page.locator("#trouble")).to_contain_text("Choose which answer counts")
    assert sitting.state() == "in_progress"


def test_another_person_on_the_same_device_neither_sends_nor_sees_the_answers(device, site, sitting):
    context = device(sitting)
    kept_then_closed(context, sitting)
    other = begin(site)
    other.sign_in(context)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.goto(f"{site.url}/attempts")
    page.goto(other.address)
    all_saved(page)
    expect(page.locator("#count")).to_have_text("0 of 6 answered")
    page.goto(sitting.address)
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert asked == []
    assert sitting.steps() == other.steps() == []
    page.close()
    sitting.sign_in(context)
    all_saved(sitting.open(context))
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_tab_left_open_sends_nothing_in_the_name_of_who_signed_in_after(device, site, sitting):
    context = device(sitting)
    page = sitting.open(context)
    other = begin(site)
    other.sign_in(context)
    choose(page, sitting)
    expect(page.locator("#trouble")).to_contain_text("You are no longer signed in.")
    assert sitting.steps() == other.steps() == []
    sitting.sign_in(context)
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_when_the_time_is_over_the_paper_is_handed_in_as_it_is(device, sitting):
    sitting.leave(5)
    page = sitting.open(device(sitting))
    choose(page, sitting)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible(timeout=LATEST)


def test_when_the_time_is_over_without_a_line_it_is_handed_in_later(device, sitting):
    sitting.leave(4)
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    choose(page, sitting)
    expect(page.locator("#trouble")).to_contain_text(
        "You are offline. Time is up. Your answers are saved", timeout=LATEST
    )
    assert page.locator("#paper").evaluate("one => one.inert")
    context.set_offline(False)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible(timeout=LATEST)


def test_an_answer_that_comes_after_closing_is_kept_for_a_person_to_decide(device, site, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    expect(choose(page, sitting).locator(".kept")).to_have_text(KEPT)
    page.close()
    context.set_offline(False)
    sitting.leave(-60)
    page = sitting.open(context)
    expect(page.get_by_text("1 answer arrived after the time was up.")).to_be_visible(timeout=LATEST)
    assert sitting.steps() == ["late"]


def test_extra_time_given_meanwhile_reaches_the_page_before_it_hands_in(device, sitting):
    sitting.leave(4)
    page = sitting.open(device(sitting))
    expect(page.locator("#clock")).to_contain_text("s left")
    sitting.leave(600)
    expect(page.locator("#clock")).to_contain_text("10 min left", timeout=LATEST)
    choose(page, sitting)
    all_saved(page)
    assert sitting.state() == "in_progress"


def test_without_scripts_a_whole_quiz_is_answered_and_handed_in(device, site):
    sitting = begin(site, make.QUIZ)
    page = sitting.open(device(sitting, java_script_enabled=False))
    for kind, form in make.FORMS.items():
        part = page.locator(f"#q{sitting.at(kind)}")
        for name, values in form.items():
            for value in values:
                field = part.locator(f"[name={name}]")
                if name == "answer" and kind is not KindName.NUMBER:
                    part.locator(f"[name=answer][value={value}]").check()
                elif name == "unit":
                    field.select_option(value)
                elif value:
                    field.fill(value)
        part.get_by_role("button", name="Save answer").click()
        expect(page.get_by_text(f"Your answer to question {sitting.at(kind)} is saved.")).to_be_visible()
    hand_in(page, asked=False)
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_handing_in_right_after_a_change_hands_that_in_too(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").press_sequentially("117")
    hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_handing_in_without_a_line_loses_nothing_and_says_so(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    choose(page, sitting)
    hand_in(page, asked=False)
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.locator("#kept")).to_have_text(KEPT)
    assert page.url.startswith(sitting.address)
    assert sitting.state() == "in_progress"
    context.set_offline(False)
    all_saved(page)
    hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_an_answer_that_cannot_be_read_is_said_beside_it_and_stands_in_the_way_of_handing_in(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    part = question(page, sitting, KindName.ANGLE)
    part.get_by_label("Angle in degrees").fill("about a right one")
    expect(page.locator("#kept")).to_have_text("An answer could not be saved")
    expect(part.locator(".kept")).not_to_be_empty()
    expect(page.locator("#count")).to_have_text("0 of 6 answered")
    choose(page, sitting)
    hand_in(page, asked=False)
    expect(page.locator("#trouble")).to_contain_text("Correct it or clear it, then submit.")
    assert sitting.state() == "in_progress"
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").fill("117")
    all_saved(page)
    hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 33.3 %"))).to_be_visible()


def test_one_answer_that_is_much_too_long_holds_up_no_other(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    part = question(page, sitting, KindName.ANGLE)
    part.get_by_label("Angle in degrees").evaluate(
        "field => { field.value = '1'.repeat(300000); field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(part.locator(".kept")).to_have_text(KEPT)
    expect(choose(page, sitting).locator(".kept")).to_have_text(KEPT)
    context.set_offline(False)
    expect(page.locator("#kept")).to_have_text("An answer could not be saved", timeout=LATEST)
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert sitting.value(KindName.ANGLE) is None


def test_a_browser_without_a_store_says_so_saves_and_hands_in(device, sitting):
    context = device(sitting)
    context.add_init_script("indexedDB.open = () => { throw new Error('no store') }")
    page = sitting.open(context)
    expect(page.locator("#trouble")).to_contain_text("This browser cannot save answers on this device.")
    choose(page, sitting)
    all_saved(page)
    hand_in(page)
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_two_tabs_notice_each_other(device, sitting):
    context = device(sitting)
    left, right = sitting.open(context), sitting.open(context)
    choose(left, sitting, "a")
    all_saved(left)
    part = choose(right, sitting, "c")
    expect(part.locator(".kept")).to_contain_text("in another window")


def test_an_answer_given_before_the_scripts_came_is_saved(device, sitting):
    context, held = device(sitting), []

    def hold(route):
        held.append(route)

    context.route(re.compile(r"/(paper|review|steps)[^/]*\.js"), hold)  # a slow line
    page = context.new_page()
    page.goto(sitting.address, wait_until="commit")
    page.locator(f"#q{sitting.at(KindName.ONE_CHOICE)} input[value=b]").check()
    page.locator(f"#q{sitting.at(KindName.NUMBER)}").get_by_label("Unit", exact=True).select_option("kg")
    page.locator(f"#q{sitting.at(KindName.NUMBER)}").get_by_label("Your number").fill("8765.25")
    for route in held:
        route.continue_()
    assert len(held) == 3
    all_saved(page)
    expect(page.locator("#count")).to_have_text("2 of 6 answered")
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert sitting.value(KindName.NUMBER)["unit"] == "kg"
