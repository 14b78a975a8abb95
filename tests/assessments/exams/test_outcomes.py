"""How an exam came out: its results in bins, the one in the middle, its questions by right answers; who sees what."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exams.pages.outcomes import OutcomeLine, bin_words, in_order
from assessments.exams.rules.distribution import BINS, ENOUGH, bins, median, share_right
from lms import clock
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.crowd import statements
from tests.builders.examples import some_and_many
from tests.builders.people import administration, person

PERCENTS = st.fractions(min_value=0, max_value=100)
COUNTED = st.lists(st.tuples(PERCENTS, st.integers(1, 9)), max_size=30)


@pytest.mark.parametrize(("percent", "place"), [("0", 0), ("9.99", 0), ("10", 1), ("69.9", 6), ("70", 7), ("100", 9)])
def test_the_lower_edge_belongs_to_a_bin_and_the_last_holds_100(percent, place):
    assert bins([(Fraction(percent), 3)])[place] == 3


@some_and_many(25)
def test_no_result_is_lost_in_the_bins(examples):
    @settings(max_examples=examples)
    @given(COUNTED)
    def lost_nowhere(counted):
        assert sum(bins(counted)) == sum(count for _percent, count in counted)

    lost_nowhere()


@some_and_many(25)
def test_at_most_half_of_the_results_lie_above_the_middle_and_at_most_half_below(examples):
    @settings(max_examples=examples)
    @given(COUNTED)
    def in_the_middle(counted):
        middle, number = median(counted), sum(count for _percent, count in counted)
        assert (middle is None) == (number == 0)
        if middle is not None:
            assert 2 * sum(count for percent, count in counted if percent < middle) <= number
            assert 2 * sum(count for percent, count in counted if percent > middle) <= number

    in_the_middle()


def test_nine_answers_have_no_share_and_ten_have_one():
    assert share_right(9, ENOUGH - 1) is None
    assert share_right(7, ENOUGH) == Fraction(7, 10)


def test_the_bins_are_named_from_nought_to_a_hundred():
    assert [bin_words(place) for place in (0, 1, BINS - 1)] == ["0–9", "10–19", "90–100"]


def test_the_hardest_question_comes_first_and_one_with_few_answers_last():
    lines = [
        OutcomeLine("few", "t", "", 3, 0, None),
        OutcomeLine("easy", "t", "", 20, 19, Fraction(19, 20)),
        OutcomeLine("hard", "t", "", 20, 2, Fraction(1, 10)),
    ]
    assert [one.key for one in in_order(lines)] == ["hard", "easy", "few"]


@pytest.fixture
def at_now(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def home(session):
    return administration(session, "Home customs")


@pytest.fixture
def sat(session, exam, officer, home, now, at_now):
    """One officer passed the exam, and works at home."""
    officer.administration_id = home.id
    attempt = make.sit(session, exam, officer, now)
    session.commit()
    return attempt


@pytest.fixture
def manager(session, signed_in):
    return signed_in(person(session, "Mary Manager", Role.PROGRAMME_MANAGER))


@pytest.fixture
def near(session, signed_in, home):
    return signed_in(person(session, "Hal Home", (Role.PROGRAMME_MANAGER, home)))


@pytest.fixture
def stranger(session, signed_in):
    other = administration(session, "Other customs")
    return signed_in(person(session, "Sue Stranger", (Role.PROGRAMME_MANAGER, other)))


def test_the_page_of_an_exam_draws_the_results_with_the_cut_and_a_table(exam, sat, manager):
    text = manager.get(f"/manage/exams/{exam.uuid}").text
    assert "1 of 1 results passed; the pass mark is" in text
    assert 'class="line cut"' in text
    assert ">90–100</th>" in text
    assert "Attempts with names" in text


def test_before_the_first_result_the_page_says_so_and_names_the_cut(exam, manager):
    text = manager.get(f"/manage/exams/{exam.uuid}").text
    assert "No result yet. The pass mark is" in text
    assert 'class="line cut"' not in text


def test_results_of_people_in_the_care_of_others_are_not_counted(exam, sat, stranger, near):
    assert "No result yet" in stranger.get(f"/manage/exams/{exam.uuid}").text
    assert "No answer yet" in stranger.get(f"/manage/exams/{exam.uuid}/answers").text
    assert "No result yet" not in near.get(f"/manage/exams/{exam.uuid}").text


def test_questions_by_name_are_for_who_decides_on_them_and_topics_for_others(exam, sat, manager, near):
    everything = manager.get(f"/manage/exams/{exam.uuid}/answers").text
    assert f"/manage/exams/{exam.uuid}/questions/" in everything
    topics = near.get(f"/manage/exams/{exam.uuid}/answers").text
    assert f"/manage/exams/{exam.uuid}/questions/" not in topics
    assert "Topics by right answers" in topics
    assert "Question,Topic" not in near.get(f"/manage/exams/{exam.uuid}/answers/export.csv").text.splitlines()[1]


def test_a_question_with_few_answers_shows_counts_and_no_percentage(exam, sat, manager):
    text = manager.get(f"/manage/exams/{exam.uuid}/answers").text
    assert "too few answers" in text
    assert "1 of 1" in text
    assert "Below 10 answers there is no percentage" in text


def test_attempts_are_narrowed_by_how_they_came_out(exam, sat, manager):
    at = f"/manage/exams/{exam.uuid}/attempts"
    link = f"/manage/attempts/{sat.uuid}"
    assert link in manager.get(f"{at}?result=passed").text
    for result in ("not-passed", "open", "annulled"):
        text = manager.get(f"{at}?result={result}").text
        assert link not in text, result
        assert "No such attempt" in text
    assert link in manager.get(f"{at}?result=lions").text
    assert len(manager.get(f"{at}/export.csv?result=passed").text.splitlines()) == 2
    assert len(manager.get(f"{at}/export.csv?result=annulled").text.splitlines()) == 1


def test_the_page_of_right_answers_asks_as_much_for_many_attempts_as_for_one(
    session, exam, version, sat, manager, home, now
):
    at = f"/manage/exams/{exam.uuid}/answers"
    manager.get(at)
    one, _answer = statements(session, lambda: manager.get(at))
    for number in range(1, 5):
        make.sit(session, exam, make.learner(session, version, now), now, seed=number)
    session.commit()
    many, answer = statements(session, lambda: manager.get(at))
    assert (answer.status_code, many) == (200, one)


def test_who_answers_for_a_person_reads_their_results_and_only_who_decides_opens_an_attempt(
    session, exam, officer, sat, near, signed_in, home
):
    at = f"/progress/people/{officer.uuid}"
    assert f"/manage/attempts/{sat.uuid}" in near.get(at).text
    coordinator = signed_in(person(session, "Cora", (Role.COORDINATOR, home)))
    text = coordinator.get(at).text
    assert "passed, " in text
    assert "/manage/attempts/" not in text
    assert "Results of quizzes and exams" in coordinator.get(f"/people/{officer.uuid}").text
