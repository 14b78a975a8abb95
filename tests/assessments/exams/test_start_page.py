"""The page before an exam: what starting uses, what was not read, and the one thing to do first."""

import re
from datetime import timedelta
from html import unescape

import pytest

from courses.learning.services import record_read
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person

pytestmark = pytest.mark.usefixtures("at_now")
EXAM = f"/courses/{make.SLUG}/exams/{make.EXAM}"
QUIZ = f"/courses/{make.SLUG}/exams/{make.QUIZ}"


def main(answer):
    """What the page says between its bar and its foot."""
    return unescape(re.search(r"<main.*</main>", answer.text, re.DOTALL)[0])


def heading(answer):
    """The first heading."""
    return re.sub(r"<.*?>", "", re.search(r"<h1.*?</h1>", answer.text, re.DOTALL)[0]).strip()


def filled(answer):
    """The labels of the filled buttons, in order."""
    found = re.findall(r'<(?:a|button) class="btn "[^>]*>(.*?)</', main(answer))
    return [re.sub(r"\s+", " ", one).strip() for one in found]


@pytest.fixture
def read(session, officer, version, now):
    """Reads these lessons."""

    def some(*lessons):
        for lesson in lessons:
            record_read(session, officer.id, version.course_id, lesson, now=now)
        session.commit()

    return some


def test_before_the_first_attempt_it_says_what_it_uses(here):
    page = main(here.get(EXAM))
    assert "This uses 1 of 3 attempts." in page
    assert "You have 40 minutes." in page
    assert "If you do not pass, you can try again after 24 hours." in page


def test_who_has_read_nothing_is_offered_reading_first_and_may_start(here):
    answer = here.get(EXAM)
    page = main(answer)
    assert heading(answer) == "Read the lessons first, or start now"
    assert "You have read 0 of 3 lessons." in page
    assert "Lessons that you have not read (3)" in page
    assert filled(answer) == ["Read the lessons first"]
    assert f'href="/courses/{make.SLUG}/lessons/first">Read the lessons first' in page
    assert "Start now" in page


def test_who_has_read_some_starts_first_and_finds_the_others(here, read):
    read("first")
    answer = here.get(EXAM)
    page = main(answer)
    assert heading(answer) == "Start when you are ready"
    assert "You have read 1 of 3 lessons." in page
    assert filled(answer) == ["Start now"]
    unread = re.search(r"<details.*?</details>", page, re.DOTALL)[0]
    assert re.findall(r"/lessons/(\w+)", unread) == ["second", "third"]
    assert "Continue reading" in page


def test_who_has_read_everything_just_starts(here, read):
    read(*make.LESSONS)
    answer = here.get(EXAM)
    assert filled(answer) == ["Start now"]
    assert "You have read 3 of 3 lessons." in main(answer)
    assert "not read" not in main(answer)


def test_a_quiz_speaks_of_the_lessons_of_its_module_and_of_no_attempts(here):
    page = main(here.get(QUIZ))
    assert "You have read 0 of " in page
    assert "You can take it as often as you like." in page
    assert "attempts" not in page


def test_the_last_attempt_is_called_that(session, exam, officer, here, read, at_now, now):
    read(*make.LESSONS)
    for days in (0, 2):
        make.sit(session, exam, officer, now + timedelta(days=days), wrong=list(KindName), seed=days)
    session.commit()
    at_now.now = now + timedelta(days=4)
    page = main(here.get(EXAM))
    assert "This is your last attempt." in page
    assert "try again" not in page


def test_a_second_attempt_says_how_many_are_left(session, exam, officer, here, at_now, now):
    make.sit(session, exam, officer, now, wrong=list(KindName))
    session.commit()
    at_now.now = now + timedelta(days=2)
    assert "This uses 1 of the 2 attempts that you have left." in main(here.get(EXAM))


def test_between_two_attempts_the_heading_says_that_the_next_opens_later(session, exam, officer, here, now):
    make.sit(session, exam, officer, now, wrong=list(KindName))
    session.commit()
    answer = here.get(EXAM)
    assert heading(answer) == "Your next attempt opens later"
    assert "Start now" not in answer.text


def test_an_attempt_in_progress_is_continued(session, here, attempt):
    answer = here.get(EXAM)
    assert heading(answer) == "Continue your attempt"
    assert filled(answer) == ["Continue"]


def test_nobody_who_sits_reads_how_the_standard_was_set(here, signed_in, session, exam):
    page = here.get(EXAM).text
    assert "Course authors" not in page
    assert "Set before first use" not in page
    manager = signed_in(person(session, None, Role.PROGRAMME_MANAGER))
    assert "Set before first use" in manager.get(f"/manage/exams/{exam.uuid}").text
