"""What the page of a course opens with, for everybody who can stand in it; its modules; its pictures."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.catalogue.services.withdrawing import withdraw_course
from courses.learning import services
from courses.learning.models import Enrolment
from courses.learning.pages.course_top import CourseTop, before_lessons
from courses.learning.queries.runs import newest_runs, on_offer
from courses.learning.rules.first_thing import FirstThing
from courses.learning.rules.progress import EndReason
from courses.ports.runs import REOPENING, CertificatePicture, CourseAward, GainNote, Reopening
from courses.ports.steps import AfterFailing, StepState
from tests.builders.composition import fill
from tests.builders.courses import load, read_and_pass, write_french
from tests.builders.people import NOW, viewer

HOME = "/courses/tiny-course"
PASSED = StepState("passed, 85 %", "ok", passed=True, percent="85 %")
FAILED = StepState("not passed, 62 %", "bad", passed=False, percent="62 %")
VALID = Reopening("You have passed.", "valid", "ok")
PICTURE = CertificatePicture("/certificates/x/picture.png", 400, 283)


@pytest.fixture
def run(session, enrolled):
    return session.scalars(select(Enrolment)).one()


@pytest.fixture
def award(shared_app, monkeypatch):
    """What the register knows of the person."""

    def set_to(found, reopening=VALID):
        told = replace(reopening, award=(lambda: found) if found else None)
        fill(shared_app, monkeypatch, REOPENING, lambda session, runs, now: {one.id: told for one in runs})

    return set_to


@pytest.fixture
def everything_done(session, run, version, now):
    for lesson in ("first", "second", "third"):
        services.record_read(session, run.person_id, version.course_id, lesson, now=now)
    for step in ("quiz-one", "quiz-two", "the-exam"):
        services.record_completion(session, run.id, step, now=now)
    session.commit()


def main_of(answer):
    assert answer.status_code == 200, answer.status
    return answer.text.split("<main")[1].split("</main>")[0]


def first_of(answer):
    """The level and words of the first heading, and where the first filled button leads."""
    shown = main_of(answer)
    heading = re.search(r"<(h\d)[^>]*>(.*?)</h\d>", shown, re.S)
    button = re.search(r'<a class="btn" href="([^"]+)"', shown)
    return heading[1], " ".join(re.sub(r"<[^>]+>", "", heading[2]).split()), button and button[1]


def test_who_passed_reads_the_result_and_the_end_of_the_certificate_first(
    signed_in, enrolled, everything_done, steps, award, now
):
    steps.answers["the-exam"] = PASSED
    award(CourseAward("/certificates/x", is_waiting=False, until=now + timedelta(days=730), picture=PICTURE))
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer) == (
        "h1", "Passed with 85 %, certificate valid until 24 November 2028", "/certificates/x",
    )  # fmt: skip
    assert f'<img src="{PICTURE.url}" width="400" height="283" alt="Your certificate">' in main_of(answer)


def test_no_picture_is_shown_of_a_certificate_that_has_none(signed_in, enrolled, everything_done, steps, award):
    steps.answers["the-exam"] = PASSED
    award(CourseAward("/certificates/x", is_waiting=False))
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer)[1] == "Passed with 85 %, certificate valid"
    assert 'Your certificate"' not in main_of(answer)


def test_a_certificate_that_waits_for_a_name_comes_before_anything_half_done(
    signed_in, enrolled, run, session, steps, award, now
):
    services.record_completion(session, run.id, "the-exam", now=now)
    session.commit()
    steps.answers["the-exam"] = PASSED
    award(CourseAward("/certificates/claims/y", is_waiting=True, needs_holder=True))
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer) == ("h1", "Confirm your name", "/certificates/claims/y")
    assert "Passed with 85 %." in main_of(answer)
    assert "1 of 6 steps" in main_of(answer)


def test_a_certificate_that_waits_for_somebody_else_says_so(signed_in, enrolled, everything_done, award):
    award(CourseAward("/certificates/claims/y", is_waiting=True))
    assert first_of(signed_in(enrolled).get(HOME)) == (
        "h1",
        "Your certificate is not made yet",
        "/certificates/claims/y",
    )


def test_who_failed_reads_the_result_when_to_try_again_and_what_to_read(signed_in, enrolled, steps, now):
    steps.answers["the-exam"] = FAILED
    steps.after = AfterFailing("Your next attempt opens later.", now + timedelta(hours=5), ("third", "first"))
    browser = signed_in(enrolled)
    browser.set_cookie("time-zone", "Asia/Bangkok")
    answer = browser.get(HOME)
    assert first_of(answer) == ("h1", "Not passed: 62 %", f"{HOME}/lessons/third")
    shown = main_of(answer)
    assert "You can try again from 25 November 2026, 21:00, Bangkok time (14:00 UTC)" in shown
    assert "Your next attempt opens later." not in shown  # that is said already
    assert shown.index("Lesson third") < shown.index("Lesson first") < shown.index("<details")


def test_who_failed_and_may_try_again_is_led_to_the_exam(signed_in, enrolled, steps):
    steps.answers["the-exam"] = FAILED
    assert first_of(signed_in(enrolled).get(HOME)) == ("h1", "Not passed: 62 %", "/exams/the-exam")


def test_who_is_half_way_goes_on_with_the_next_lesson(signed_in, enrolled, session, version, now):
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    session.commit()
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer) == ("h1", "Next lesson: Lesson second", f"{HOME}/lessons/second")
    top = main_of(answer).split("</section>")[0]
    assert "7 minutes" in top
    assert "1 of 6 steps" in top
    assert 'src="/media/' in top


def test_who_enrolled_and_did_nothing_starts_with_the_first_lesson(signed_in, enrolled):
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer) == ("h1", "First lesson: Lesson first", f"{HOME}/lessons/first")
    assert ">Start</a>" in main_of(answer)


def test_the_test_before_the_course_comes_first_while_nothing_is_begun():
    note = GainNote("What you know now", "Answer it first.", "/gain", "Answer the questions")
    start, half = CourseTop(FirstThing.START), CourseTop(FirstThing.NEXT)
    assert before_lessons(start, note).heading == "What you know now"
    assert before_lessons(half, note) is half
    assert before_lessons(start, replace(note, action="")) is start  # it is answered
    assert before_lessons(start, None) is start


def test_who_never_began_is_asked_to_start(signed_in, officer, version):
    answer = signed_in(officer).get(HOME)
    assert first_of(answer)[1] == "Start: Tiny course"
    assert main_of(answer).index("Start this course") < main_of(answer).index("<details")


def test_a_course_that_has_ended_says_so(signed_in, enrolled, session, run, now):
    services.end_run(session, run.id, reason=EndReason.CLOSED, by=None, now=now)
    session.commit()
    assert first_of(signed_in(enrolled).get(HOME)) == ("h1", "This course has ended for you", None)


def test_a_withdrawn_course_offers_no_start(signed_in, officer, session, version, now):
    withdraw_course(session, "tiny-course", withdrawn=True, reason="It is old.", actor_id=None, now=now)
    session.commit()
    answer = signed_in(officer).get(HOME)
    assert first_of(answer)[1] == "Tiny course"
    assert "It is old." in main_of(answer).split("</section>")[0]
    assert "Start this course" not in main_of(answer)


def test_what_has_ended_and_may_be_taken_again_comes_first(signed_in, enrolled, everything_done, award):
    award(None, Reopening("Your certificate has expired.", "expired", "warn", allowed=True, renews=True))
    answer = signed_in(enrolled).get(HOME)
    assert first_of(answer)[1] == "Renew your certificate"
    assert "begin-again" in main_of(answer)


def test_the_same_in_french(signed_in, officer, session, folder, now):
    version = load(session, write_french(folder), now)
    services.enrol(session, officer.id, version.id, now=now)
    session.commit()
    browser = signed_in(officer)
    browser.get("/language/fr")
    assert "Leçon first" in first_of(browser.get(HOME))[1]


def test_each_module_says_its_own_progress_and_the_one_with_the_next_step_is_open(
    signed_in, enrolled, session, version, now
):
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    session.commit()
    one, two = re.findall(r"<details class=\"module\".*?</summary>", main_of(signed_in(enrolled).get(HOME)), re.S)
    assert " open>" in one.split("\n")[0]
    assert " open" not in two.split("\n")[0]
    assert "1 of 3" in one
    assert one.count('<i class="d">') == 1
    assert "0 of 2" in two


def test_lessons_are_shown_by_their_figures_late_and_of_a_fixed_size(signed_in, enrolled):
    shown = main_of(signed_in(enrolled).get(HOME)).split("</section>", 1)[1]
    pictures = re.findall(r"<img [^>]*>", shown)
    assert len(pictures) == 3
    for one in pictures:
        for part in ('loading="lazy"', 'alt=""', 'width="104" height="60"', 'src="/media/'):
            assert part in one


def test_a_device_that_leaves_pictures_out_gets_none(signed_in, enrolled):
    browser = signed_in(enrolled)
    browser.get("/pictures/off")
    for address in (HOME, "/learn", "/search?q=third"):
        assert "<img" not in main_of(browser.get(address))


def test_a_page_that_a_phone_keeps_names_no_picture_to_fetch_with_it(signed_in, enrolled):
    shown = main_of(signed_in(enrolled).get(HOME, headers={"Keep": "ahead"}))
    assert 'src="/media/' not in shown
    assert shown.count('data-thumb="/media/') == 4  # the next lesson, and three in the list


def test_a_course_without_a_single_figure_has_no_room_for_any(signed_in, officer, session, folder, now):
    for file in (folder / "lessons").glob("*.md"):
        before, _, rest = file.read_text().partition("::: figure")
        file.write_text(before + rest.split(":::\n", 1)[1])
    version = load(session, folder, now)
    services.enrol(session, officer.id, version.id, now=now)
    session.commit()
    browser = signed_in(officer)
    for address in (HOME, "/learn", "/search?q=third"):
        shown = main_of(browser.get(address))
        assert "<img" not in shown
        assert "thumb" not in shown


def test_every_page_counts_the_same_steps_in_the_same_words(signed_in, enrolled, session, version, now):
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    session.commit()
    browser = signed_in(enrolled)
    for address in (HOME, "/learn", f"{HOME}/lessons/second"):
        page = browser.get(address).text
        assert "1 of 6 steps" in page, address
        assert 'data-open="second third"' in page, address


def test_learn_shows_courses_in_a_line_with_figure_size_language_and_state(
    signed_in, enrolled, session, version, steps, now
):
    browser = signed_in(enrolled)
    card = main_of(browser.get("/learn")).split('<li class="card">')[1].split("</li>")[0]
    for part in ('src="/media/', '<p class="one-line', "3 lessons", "about 21 minutes", "English", "not started"):
        assert part in card
    services.record_read(session, enrolled.id, version.course_id, "first", now=now)
    session.commit()
    assert "in progress" in main_of(browser.get("/learn"))
    steps.answers["the-exam"] = FAILED
    assert "not passed, 62 %" in main_of(browser.get("/learn"))


def test_learn_says_who_has_passed(signed_in, enrolled, everything_done, steps):
    steps.answers["the-exam"] = PASSED
    assert "Passed, 85 %" in main_of(signed_in(enrolled).get("/learn"))


def test_a_search_shows_the_figure_and_the_minutes_of_a_lesson_and_whether_it_is_read(
    signed_in, enrolled, session, version, now
):
    services.record_read(session, enrolled.id, version.course_id, "third", now=now)
    session.commit()
    shown = main_of(signed_in(enrolled).get("/search?q=lesson+third"))
    line = next(one for one in shown.split("<li")[1:] if "lessons/third" in one)
    for part in ('src="/media/', "7 min", ">read</span>"):
        assert part in line


def test_a_course_that_nobody_takes_names_no_run_and_nobody(session, version, officer):
    offered = next(iter(on_offer(session, viewer(session, officer), "tiny-course", "en")))
    for what in ("run_id", "person_id"):
        with pytest.raises(ValueError, match="Nobody takes"):
            getattr(offered, what)


def test_the_file_of_ones_courses_says_what_is_left_and_that_the_rest_is_done(session, signed_in, enrolled, run):
    desk = signed_in(enrolled)
    assert [row["state"] for row in desk.get("/learn/export.json").json] == [None]
    taken = newest_runs(session, [enrolled.id], run.course_id)[enrolled.id]
    read_and_pass(session, [taken], NOW)
    services.record_completion(session, taken.id, "the-exam", now=NOW)
    session.commit()
    assert [row["state"] for row in desk.get("/learn/export.json").json] == ["done"]
