"""The page after an exam or quiz: the one thing to do first, bars, wrong ones first, when one may sit again."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.assessments.exams.test_start_page import filled, heading, main
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def result(session, officer, here, exam, quiz, now):
    """The page of a new attempt with these wrong."""

    def sat(*wrong, use="exam", at=now):
        attempt = make.sit(session, exam if use == "exam" else quiz, officer, at, wrong=wrong)
        session.commit()
        return here.get(f"/attempts/{attempt.uuid}")

    return sat


def test_a_passed_exam_leads_to_the_certificate(result):
    answer = result()
    assert heading(answer) == "Passed with 100 %. Get your certificate"
    assert filled(answer) == ["Get your certificate"]


def test_an_exam_that_was_not_passed_leads_to_the_lesson_most_often_wrong(result):
    answer = result(*KindName)
    assert heading(answer) == "Not passed: 0 %. Read these lessons again"
    assert [one.startswith("Read: ") for one in filled(answer)] == [True]


def test_it_says_when_one_may_try_again_with_the_zone_and_how_often(result):
    page = main(result(*KindName))
    assert re.search(
        r"You can try again from 26 November 2026,? at \d\d:\d\d \S+|You can try again from .*\d\d:\d\d.*[A-Z]{3}", page
    )
    assert "You have 2 attempts left." in page


def test_after_the_wait_it_says_that_one_may_try_now(session, exam, officer, here, at_now, now):
    attempt = make.sit(session, exam, officer, now, wrong=list(KindName))
    session.commit()
    at_now.now = now + timedelta(days=2)
    assert "You can try again now." in main(here.get(f"/attempts/{attempt.uuid}"))


def test_who_has_passed_since_is_told_so_on_the_page_of_the_older_attempt(session, exam, officer, here, now):
    first = make.sit(session, exam, officer, now - timedelta(days=3), wrong=list(KindName))
    make.sit(session, exam, officer, now)
    session.commit()
    page = main(here.get(f"/attempts/{first.uuid}"))
    assert "You have passed this exam already." in page
    assert "You can try again" not in page


def test_what_was_not_right_comes_first_and_what_was_right_is_folded(result):
    page = main(result(KindName.ANGLE, KindName.SPOT))
    before, folded = page.split('<details class="more right">')
    assert "Questions that were not right (2)" in before
    assert len(re.findall(r'id="r\d"', before)) == 2
    assert "Questions that were right (4)" in folded
    assert len(re.findall(r'id="r\d"', folded)) == 4


def test_where_all_is_right_nothing_is_called_wrong(result):
    page = main(result())
    assert "not right" not in page
    assert "Read these lessons again" not in page


def test_bars_tell_the_result_by_lesson_with_words_and_a_table(result):
    page = main(result(KindName.ONE_CHOICE))
    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert len(charts) == 3  # all questions, by part of the course, by lesson
    assert page.count('<details class="more"><summary>The same as a table') == len(charts)
    by_lesson = charts[2]
    assert "1 of 2" in by_lesson
    assert "2 of 2" in by_lesson
    assert "<desc" in by_lesson
    assert re.search(r"<tr><th scope=\"row\">.*?</th><td class=\"num\">1 of 2</td></tr>", page)


def test_a_quiz_of_one_module_has_its_tally_too(result):
    page = main(result(KindName.NUMBER, use="quiz"))
    assert "Your result" in page
    assert re.search(r"Right</th>.*Partly right</th>.*Not answered</th>.*Wrong</th>", page, re.DOTALL)


def test_the_result_of_an_exam_shows_no_key(result):
    assert make.revealed(result(*KindName).text) == []


def test_a_result_says_receipt_code_and_submitted(result):
    page = main(result())
    assert "Receipt code" in page
    assert "Submitted" in page
    assert "Hand" not in unescape(page)


def test_a_result_asks_the_database_as_often_for_many_wrong_questions_as_for_one(
    session, exam, officer, here, now, counting
):
    counts = []
    for seed, wrong in enumerate((list(KindName), [KindName.ONE_CHOICE, KindName.ANGLE])):
        at = now - timedelta(days=5 - seed * 2)
        attempt = make.sit(session, exam, officer, at, wrong=wrong, seed=seed)
        session.commit()
        here.get(f"/attempts/{attempt.uuid}")
        with counting() as seen:
            here.get(f"/attempts/{attempt.uuid}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 16, counts
