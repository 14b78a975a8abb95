"""A paper in a real browser: what it calls kept arrives, after dropped lines, closed tabs and new sign-ins."""

import os
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assessments.items.kinds import KindName
from tests.assessments.exams.live import Site, Sitting, begin
from tests.builders import assessments as make
from tests.builders.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("paper")]
SAVED = re.compile(r"Saved \d")
KEPT = "Kept on this device"
LATEST = 15_000  # ms; a page tries again after 1, 2, 4 … seconds


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": ["--no-sandbox"]}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The site of these tests."""
    folder = tmp_path_factory.mktemp("live")
    made = Site(f"sqlite:///{folder / 'live.db'}", folder)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def site(running):
    """The site, which is up again after each test."""
    yield running
    if running._server is None:
        running.start()


@pytest.fixture
def sitting(site) -> Sitting:
    """An officer with an attempt at the exam."""
    return begin(site)


@pytest.fixture
def device(browser):
    """Makes browsers with stores and cookies of their own; no script may fail in them."""
    contexts, complaints = [], []

    def make_one(who: Sitting | None = None, **options) -> BrowserContext:
        made = browser.new_context(viewport={"width": 1100, "height": 900}, **options)
        made.set_default_timeout(8000)
        made.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(made)
        if who is not None:
            who.sign_in(made)
        return made

    yield make_one
    for made in contexts:
        made.close()
    assert complaints == []


def question(page: Page, sitting: Sitting, kind: KindName):
    """The part of the page with the question of this kind, made visible."""
    part = page.locator(f"#q{sitting.at(kind)}")
    if not part.is_visible():
        page.get_by_role("navigation", name="Questions").get_by_role(
            "link", name=str(sitting.at(kind)), exact=True
        ).click()
    expect(part).to_be_visible()
    return part


def choose(page: Page, sitting: Sitting, option: str = "b"):
    """Answer the question with one choice; answers its part of the page."""
    part = question(page, sitting, KindName.ONE_CHOICE)
    part.locator(f"input[value={option}]").check()
    return part


def all_saved(page: Page) -> None:
    expect(page.locator("#kept")).to_have_text("All answers saved", timeout=LATEST)


def hand_in(page: Page) -> None:
    if not page.get_by_role("button", name="Hand in now").is_visible():
        page.get_by_text("Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()


def test_every_kind_is_answered_with_the_mouse(device, sitting):
    page = sitting.open(device(sitting))
    choose(page, sitting)
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    for option in "ac":
        part.locator(f"input[value={option}]").check()
    question(page, sitting, KindName.TRUE_FALSE).locator("input[value=true]").check()
    part = question(page, sitting, KindName.NUMBER)
    part.get_by_label("Your number").fill("8765.25")
    part.get_by_label("Unit", exact=True).select_option("kg")
    picture = question(page, sitting, KindName.SPOT).locator("svg.marks-over")
    box = picture.bounding_box()
    for x, y in ((317, 149), (50, 50)):
        picture.click(position={"x": x * box["width"] / 640, "y": y * box["height"] / 300})
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").fill("117")
    all_saved(page)
    expect(page.locator("#count")).to_have_text("6 of 6 answered")
    hand_in(page)
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_every_kind_is_answered_by_touch(device, sitting):
    page = sitting.open(device(sitting, has_touch=True, is_mobile=True))
    question(page, sitting, KindName.ONE_CHOICE).get_by_text(re.compile(r" resin$")).tap()
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    part.get_by_text(re.compile(r" tusks$")).tap()
    part.get_by_text(re.compile(r" teeth$")).tap()
    question(page, sitting, KindName.TRUE_FALSE).get_by_text("True", exact=True).tap()
    picture = question(page, sitting, KindName.SPOT).locator("svg.marks-over")
    box = picture.bounding_box()
    picture.tap(position={"x": 317 * box["width"] / 640, "y": 149 * box["height"] / 300})
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert sitting.value(KindName.SEVERAL_CHOICES) == ["a", "c"]
    assert sitting.value(KindName.TRUE_FALSE) is True
    ((x, y),) = sitting.value(KindName.SPOT)
    assert abs(x - 317) <= 2
    assert abs(y - 149) <= 2


def test_every_kind_is_answered_from_the_keyboard(device, sitting):
    page = sitting.open(device(sitting), KindName.ONE_CHOICE)
    part = question(page, sitting, KindName.ONE_CHOICE)
    part.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    second = part.locator("[name=answer]").nth(1).get_attribute("value")
    part = question(page, sitting, KindName.SEVERAL_CHOICES)
    part.locator("[name=answer]").first.focus()
    page.keyboard.press("Space")
    question(page, sitting, KindName.SPOT).locator("svg.marks-over").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Enter"):
        page.keyboard.press(key)
    question(page, sitting, KindName.ANGLE).get_by_role("slider").first.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Back").focus()
    page.keyboard.press("Enter")
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == second
    assert len(sitting.value(KindName.SEVERAL_CHOICES)) == 1
    assert sitting.value(KindName.SPOT) == [[325, 175]]
    assert len(sitting.value(KindName.ANGLE)["points"]) == 3


def test_next_back_and_the_address_lead_through_the_paper(device, sitting):
    page = sitting.open(device(sitting))
    for number in range(1, 7):
        expect(page.locator(f"#q{number}")).to_be_visible()
        expect(page.locator(".question-box:visible")).to_have_count(1)
        if number < 6:
            page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    page.go_back()
    expect(page.locator("#q5")).to_be_visible()
    page.get_by_role("button", name="Flag for review").click()
    page.reload()
    expect(page.get_by_role("button", name="Flag for review")).to_have_attribute("aria-pressed", "true")


def test_typing_is_one_save_with_a_receipt_beside_the_question(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    part = question(page, sitting, KindName.ANGLE)
    part.get_by_label("Angle in degrees").press_sequentially("117", delay=60)
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    assert sitting.steps() == ["save"]


def test_leaving_a_field_saves_it_at_once(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    part = question(page, sitting, KindName.ANGLE)
    with page.expect_response(re.compile("/answers$"), timeout=700):  # sooner than typing alone would
        part.get_by_label("Angle in degrees").press_sequentially("11")
        page.keyboard.press("Tab")
    all_saved(page)


def test_offline_the_answer_is_kept_and_sent_when_the_line_is_back(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text(KEPT)
    expect(page.locator("#trouble")).to_contain_text("No connection.")
    expect(page.locator("#kept")).to_have_text(KEPT)
    assert sitting.steps() == []
    context.set_offline(False)
    expect(part.locator(".kept")).to_have_text(SAVED)
    all_saved(page)
    expect(page.locator("#trouble")).to_be_hidden()
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_line_that_came_back_says_so_even_when_nothing_waits(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    expect(page.locator("#trouble")).to_contain_text("No connection.")
    context.set_offline(False)
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_server_that_was_down_gets_every_answer_when_it_is_back(device, site, sitting):
    page = sitting.open(device(sitting))
    site.stop()
    part = choose(page, sitting, "a")
    expect(page.locator("#trouble")).to_contain_text("No connection.")
    part.locator("input[value=c]").check()
    question(page, sitting, KindName.TRUE_FALSE).locator("input[value=false]").check()
    expect(page.locator("#kept")).to_have_text(KEPT)
    site.start()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"
    assert sitting.value(KindName.TRUE_FALSE) is False


def kept_then_closed(context: BrowserContext, sitting: Sitting) -> None:
    """Answer without a line, see that it is kept, and close the tab."""
    page = sitting.open(context)
    context.set_offline(True)
    part = choose(page, sitting)
    expect(part.locator(".kept")).to_have_text(KEPT)
    page.close()
    context.set_offline(False)
    assert sitting.steps() == []


def test_a_closed_tab_opened_again_has_the_answer_in_its_field_and_sends_it(device, sitting):
    context = device(sitting)
    kept_then_closed(context, sitting)
    page = sitting.open(context)
    all_saved(page)
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=b]")).to_be_checked()
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    choose(page, sitting, "d")  # the next change is no conflict with what was kept
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "d"


def test_after_a_closed_tab_any_page_of_the_site_sends_the_answer(device, site, sitting):
    context = device(sitting)
    kept_then_closed(context, sitting)
    page = context.new_page()
    with page.expect_response(re.compile("/answers$")) as got:
        page.goto(f"{site.url}/attempts")
    assert got.value.status == 200
    assert sitting.value(KindName.ONE_CHOICE) == "b"


def test_a_change_before_the_receipt_of_a_restored_answer_is_no_conflict(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    choose(page, sitting, "a")
    all_saved(page)
    lost = {"left": 1}

    def lose_receipt(route):
        if lost["left"]:
            lost["left"] = 0
            route.fetch()  # it arrives, but its receipt does not
            route.abort()
        else:
            route.abort()

    context.route(re.compile("/answers$"), lose_receipt)
    part = choose(page, sitting, "b")
    expect(page.locator("#trouble")).to_contain_text("No connection.")
    page.close()
    page = sitting.open(context)
    part = question(page, sitting, KindName.ONE_CHOICE)
    expect(part.locator("input[value=b]")).to_be_checked()
    part.locator("input[value=c]").check()
    expect(part.locator(".kept")).to_have_text(KEPT)
    context.unroute_all()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"


def test_signed_out_meanwhile_it_says_so_and_the_answer_arrives_after_sign_in(device, sitting):
    page = sitting.open(device(sitting))
    sitting.end_sessions()
    choose(page, sitting)
    expect(page.locator("#trouble")).to_contain_text("You are not signed in any more.")
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
    expect(part.locator(".kept")).to_contain_text("answered in another window or on another device")
    assert sitting.value(KindName.ONE_CHOICE) == "a"
    return second


def test_a_second_device_is_asked_and_may_keep_its_own_answer(device, sitting):
    page = two_devices(device, sitting)
    page.get_by_role("button", name="Keep what I see here").click()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "c"


def test_a_second_device_is_asked_and_may_take_the_other_answer(device, sitting):
    page = two_devices(device, sitting)
    page.get_by_role("button", name="Take the other answer").click()
    expect(question(page, sitting, KindName.ONE_CHOICE).locator("input[value=a]")).to_be_checked()
    all_saved(page)
    assert sitting.value(KindName.ONE_CHOICE) == "a"


def test_handing_in_waits_for_the_choice_between_two_answers(device, sitting):
    page = two_devices(device, sitting)
    hand_in(page)
    expect(page.locator("#trouble")).to_contain_text("Say which answer stands")
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
    expect(page.locator("#trouble")).to_contain_text("You are not signed in any more.")
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
    expect(page.locator("#trouble")).to_contain_text("Time is up, and there is no connection.", timeout=LATEST)
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
        part.get_by_role("button", name="Save this answer").click()
        expect(page.get_by_text(f"Your answer to question {sitting.at(kind)} is saved.")).to_be_visible()
    hand_in(page)
    expect(page.get_by_role("heading", name="Passed with 100 %")).to_be_visible()


def test_handing_in_right_after_a_change_hands_that_in_too(device, sitting):
    page = sitting.open(device(sitting), KindName.ANGLE)
    page.get_by_text("Hand in", exact=True).click()
    question(page, sitting, KindName.ANGLE).get_by_label("Angle in degrees").press_sequentially("117")
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_role("heading", name=re.compile("Not passed: 16.6 %"))).to_be_visible()


def test_handing_in_without_a_line_loses_nothing_and_says_so(device, sitting):
    context = device(sitting)
    page = sitting.open(context)
    context.set_offline(True)
    choose(page, sitting)
    hand_in(page)
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
    hand_in(page)
    expect(page.locator("#trouble")).to_contain_text("Correct it or clear it, then hand in.")
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
    expect(page.locator("#trouble")).to_contain_text("This browser cannot keep answers.")
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
    expect(part.locator(".kept")).to_contain_text("answered in another window")


def test_an_answer_given_before_the_scripts_came_is_saved(device, sitting):
    context, held = device(sitting), []
    context.route(re.compile(r"/(paper|steps)[^/]*\.js"), lambda route: held.append(route))  # a slow line
    page = context.new_page()
    page.goto(sitting.address, wait_until="commit")
    page.locator(f"#q{sitting.at(KindName.ONE_CHOICE)} input[value=b]").check()
    page.locator(f"#q{sitting.at(KindName.NUMBER)}").get_by_label("Unit", exact=True).select_option("kg")
    page.locator(f"#q{sitting.at(KindName.NUMBER)}").get_by_label("Your number").fill("8765.25")
    for route in held:
        route.continue_()
    assert len(held) == 2
    all_saved(page)
    expect(page.locator("#count")).to_have_text("2 of 6 answered")
    assert sitting.value(KindName.ONE_CHOICE) == "b"
    assert sitting.value(KindName.NUMBER)["unit"] == "kg"
