"""Time, admission, scores, states and receipts of exams."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.exams.rules.admission import PreviousAttempt, Refusal, RefusalReason, may_start
from assessments.exams.rules.receipt import AnswerLine, answers_hash, short_form
from assessments.exams.rules.saving import Save, SavedStep, SaveVerdict, judge_save
from assessments.exams.rules.scoring import QuestionScore, earned, has_passed, percent, shown
from assessments.exams.rules.states import TRANSITIONS, AttemptState, states_before
from assessments.exams.rules.timing import GRACE, deadline, is_late, remaining_seconds

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_deadline_is_the_start_with_the_minutes_and_the_extra_time():
    assert deadline(START, 40) == START + timedelta(minutes=40)
    assert deadline(START, 40, 600) == START + timedelta(minutes=50)
    assert deadline(START, None, 600) is None


def test_the_last_moment_of_the_grace_is_in_time():
    end = START + timedelta(minutes=40)
    assert not is_late(end, end)
    assert not is_late(end + GRACE, end)
    assert is_late(end + GRACE + timedelta(microseconds=1), end)
    assert not is_late(end + timedelta(days=9), None)


def test_the_page_counts_down_to_nothing_and_never_shows_the_grace():
    end = START + timedelta(minutes=40)
    assert remaining_seconds(START, end) == 2400
    assert remaining_seconds(end - SECOND / 2, end) == 1  # no page runs out before the time is up
    assert remaining_seconds(end, end) == 0
    assert remaining_seconds(end + GRACE, end) == 0
    assert remaining_seconds(START, None) is None


def sat(state=AttemptState.PUBLISHED, hours_ago=30, passed=False):
    at = START - timedelta(hours=hours_ago)
    return PreviousAttempt(state, at, at, passed)


@pytest.mark.parametrize(
    ("previous", "refusal"),
    [
        ([], None),
        ([sat()], None),
        ([sat(hours_ago=24)], None),  # the moment itself opens
        ([sat(hours_ago=23)], Refusal(RefusalReason.TOO_SOON, START + timedelta(hours=1))),
        ([sat(hours_ago=60), sat(hours_ago=23)], Refusal(RefusalReason.TOO_SOON, START + timedelta(hours=1))),
        ([sat(), sat(), sat()], Refusal(RefusalReason.NONE_LEFT)),
        ([sat(), sat(), sat(AttemptState.VOIDED)], None),
        ([sat(AttemptState.VOIDED, hours_ago=1)], None),
        ([sat(passed=True)], Refusal(RefusalReason.PASSED)),
        ([sat(), sat(), sat(passed=True)], Refusal(RefusalReason.PASSED)),
        ([sat(AttemptState.IN_PROGRESS, hours_ago=0)], Refusal(RefusalReason.OPEN)),
        ([sat(AttemptState.SUBMITTED, passed=None)], None),
        (
            [sat(AttemptState.TIMED_OUT, hours_ago=1, passed=None)],
            Refusal(RefusalReason.TOO_SOON, START + timedelta(hours=23)),
        ),
    ],
)
def test_three_attempts_a_day_apart(previous, refusal):
    assert may_start(previous, START, 3, 24) == refusal


def test_the_wait_runs_from_the_end_of_the_last_attempt():
    long = PreviousAttempt(AttemptState.PUBLISHED, START - timedelta(hours=25), START - timedelta(hours=23), False)
    assert may_start([long], START, 3, 24) == Refusal(RefusalReason.TOO_SOON, START + timedelta(hours=1))


def test_without_a_limit_one_may_try_again_after_passing():
    assert may_start([sat(passed=True, hours_ago=0)] * 9, START, None, 0) is None
    assert may_start([sat(AttemptState.IN_PROGRESS)], START, None, 0) == Refusal(RefusalReason.OPEN)


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ([], Fraction(0)),
        ([QuestionScore(Fraction(1))], Fraction(1)),
        ([QuestionScore(Fraction(1, 6)), QuestionScore(Fraction(1, 3), 2)], Fraction(5, 6)),
        ([QuestionScore(Fraction(-1, 3)), QuestionScore(Fraction(1))], Fraction(2, 3)),
        ([QuestionScore(Fraction(-1, 3))], Fraction(0)),  # a paper never falls below nothing
    ],
)
def test_points_are_added_exactly(scores, points):
    assert earned(scores) == points


def test_the_cut_score_itself_passes():
    assert has_passed(percent(Fraction(14), 20), Fraction(70))
    assert not has_passed(percent(Fraction(14) - Fraction(1, 10**9), 20), Fraction(70))


def test_six_sixths_are_one():
    assert percent(earned([QuestionScore(Fraction(1, 6))] * 6), 1) == 100


def test_a_paper_without_points_is_nothing():
    assert percent(Fraction(0), 0) == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(70), "70"),
        (Fraction(6996, 100), "69.9"),
        (Fraction(200, 3), "66.6"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
    ],
)
def test_what_is_shown_is_rounded_down_to_one_decimal(value, text):
    assert shown(value) == Decimal(text)


def test_a_result_just_under_the_cut_never_reads_like_the_cut():
    just_under = Fraction(70) - Fraction(1, 10**6)
    assert not has_passed(just_under, Fraction(70))
    assert shown(just_under) < 70


def test_every_attempt_can_be_voided_and_a_voided_one_stays_so():
    assert states_before(AttemptState.VOIDED) == set(AttemptState) - {AttemptState.VOIDED}
    assert TRANSITIONS[AttemptState.VOIDED] == set()


@pytest.mark.parametrize("to", [AttemptState.SUBMITTED, AttemptState.TIMED_OUT])
def test_only_an_attempt_under_way_is_closed(to):
    assert states_before(to) == {AttemptState.IN_PROGRESS}


def test_what_is_closed_is_scored_and_never_answered_again():
    assert states_before(AttemptState.PUBLISHED) == {AttemptState.SUBMITTED, AttemptState.TIMED_OUT}
    assert states_before(AttemptState.IN_PROGRESS) == set()


def steps(*known):
    return [SavedStep(seq, page, client) for seq, page, client in known]


@pytest.mark.parametrize(
    ("save", "stored", "verdict"),
    [
        (Save("p", 1, 0), steps(), SaveVerdict.TAKEN),
        (Save("p", 1, 1), steps((1, None, None)), SaveVerdict.TAKEN),  # the step of the start
        (Save("p", 2, 2), steps((1, None, None), (2, "p", 1)), SaveVerdict.TAKEN),
        (Save("p", 1, 1), steps((2, "p", 1)), SaveVerdict.REPEATED),  # the receipt was lost on the way
        (Save("p", 2, 1), steps((2, "p", 1)), SaveVerdict.TAKEN),  # saved again before the receipt came
        (Save("p", 1, 1), steps((2, "p", 1), (3, "q", 1)), SaveVerdict.REPEATED),
        (Save("p", 2, 1), steps((2, "q", 1)), SaveVerdict.STALE),  # another device saved since
        (Save("p", 3, 1), steps((2, "p", 1), (3, "q", 1)), SaveVerdict.STALE),
        (Save("p", 2, 3), steps((2, "p", 1), (3, "q", 1)), SaveVerdict.TAKEN),  # it has seen the other device's
        (Save("p", 1, 1), steps((2, "p", 2)), SaveVerdict.OVERTAKEN),  # an older save comes in late
        (Save("p", 2, 0), steps((1, None, None)), SaveVerdict.STALE),  # the server closed or changed it
    ],
)
def test_a_save_is_judged_by_what_the_page_had_seen(save, stored, verdict):
    assert judge_save(save, stored) is verdict


@pytest.mark.parametrize("number", range(1, 5))
def test_the_same_save_is_taken_once_however_often_it_comes(number):
    save, stored = Save("p", 1, 0), []
    verdicts = []
    for seq in range(1, number + 1):
        verdicts.append(judge_save(save, stored))
        if verdicts[-1] is SaveVerdict.TAKEN:
            stored.append(SavedStep(seq, save.page, save.client_seq))
    assert verdicts == [SaveVerdict.TAKEN, *[SaveVerdict.REPEATED] * (number - 1)]


LINES = [AnswerLine(1, "exam-1", "a"), AnswerLine(2, "exam-2", None), AnswerLine(3, "exam-3", {"b": 1, "a": "ü"})]


def test_a_receipt_is_the_same_for_the_same_answers_in_any_order():
    turned = [AnswerLine(3, "exam-3", {"a": "ü", "b": 1}), *LINES[:2][::-1]]
    assert answers_hash("attempt", LINES) == answers_hash("attempt", turned)


@pytest.mark.parametrize(
    "changed",
    [
        [AnswerLine(1, "exam-1", "b"), *LINES[1:]],
        [AnswerLine(1, "exam-9", "a"), *LINES[1:]],
        [*LINES[:1], AnswerLine(2, "exam-2", ""), LINES[2]],
        LINES[:2],
    ],
)
def test_a_receipt_changes_with_any_answer(changed):
    assert answers_hash("attempt", changed) != answers_hash("attempt", LINES)


def test_a_receipt_belongs_to_one_attempt():
    assert answers_hash("attempt", LINES) != answers_hash("other", LINES)


def test_a_receipt_has_a_form_to_copy_by_hand():
    assert short_form("0123456789abcdef" * 4) == "0123 4567 89ab cdef"
