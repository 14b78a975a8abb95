"""How a withdrawal stands at a moment, who may act on it, and whose result hung on a question."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exams.rules.cuts import RECENT, Stake
from assessments.exams.rules.key_views import SeenPool, earns_certificate, keys_seen_at
from assessments.exams.rules.scoring import has_passed, percent
from assessments.exams.rules.withdrawing import (
    WINDOW,
    Hang,
    WithdrawalBarrier,
    WithdrawalStanding,
    WithdrawalStep,
    hangs,
    may_agree,
    may_begin,
    may_refuse,
    open_return,
    standing,
)
from assessments.items.item import ENDINGS, WithdrawalAct

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LAPSES = AT + WINDOW
MOMENT = timedelta(microseconds=1)


def steps(*acts):
    return tuple(WithdrawalStep(act, AT) for act in acts)


@pytest.mark.parametrize(
    ("acts", "now", "stands"),
    [
        ((), AT, WithdrawalStanding.AWAITING),
        ((), LAPSES - MOMENT, WithdrawalStanding.AWAITING),
        ((), LAPSES, WithdrawalStanding.OVER),
        ((WithdrawalAct.CONFIRMED,), LAPSES, WithdrawalStanding.CONFIRMED),
        ((WithdrawalAct.CONFIRMED,), AT + 99 * WINDOW, WithdrawalStanding.CONFIRMED),
        ((WithdrawalAct.CONFIRMED, WithdrawalAct.RETURN_PROPOSED), LAPSES, WithdrawalStanding.CONFIRMED),
        ((WithdrawalAct.CONFIRMED, WithdrawalAct.RETURN_PROPOSED, WithdrawalAct.RETURNED), AT, WithdrawalStanding.OVER),
        ((WithdrawalAct.REFUSED,), AT, WithdrawalStanding.OVER),
        ((WithdrawalAct.LAPSED,), LAPSES, WithdrawalStanding.OVER),
    ],
)
def test_it_stands_as_its_steps_and_the_clock_say(acts, now, stands):
    assert standing(LAPSES, steps(*acts), now) is stands


@given(st.lists(st.sampled_from(WithdrawalAct)), st.integers(0, 20))
def test_what_has_ended_never_holds_again(acts, days):
    now = AT + timedelta(days=days)
    if set(acts) & set(ENDINGS):
        assert standing(LAPSES, steps(*acts), now) is WithdrawalStanding.OVER


def test_a_return_waits_only_until_somebody_answers_it():
    proposed = (WithdrawalAct.CONFIRMED, WithdrawalAct.RETURN_PROPOSED)
    assert open_return(steps(*proposed)).act is WithdrawalAct.RETURN_PROPOSED
    assert open_return(steps(*proposed, WithdrawalAct.RETURN_REFUSED)) is None
    assert open_return(()) is None


OPEN, ENDED_LATELY = Stake(AT - timedelta(days=900), True), Stake(AT - RECENT, False)
ENDED_LONG_AGO = Stake(AT - RECENT - MOMENT, False)


@pytest.mark.parametrize(
    ("stakes", "unconfirmed", "barred"),
    [
        ([], [], None),
        ([OPEN], [], WithdrawalBarrier.TAKES),
        ([ENDED_LATELY], [], None),  # who takes it no more may say that a question is wrong
        ([], [AT - RECENT], WithdrawalBarrier.AGAIN),
        ([], [AT - RECENT - MOMENT], None),
    ],
)
def test_who_may_withdraw(stakes, unconfirmed, barred):
    assert may_begin(stakes, unconfirmed, AT) is barred


@pytest.mark.parametrize(
    ("person_id", "stakes", "barred"),
    [
        (1, [], WithdrawalBarrier.OWN),
        (2, [], None),
        (2, [OPEN], WithdrawalBarrier.TOOK),
        (2, [ENDED_LATELY], WithdrawalBarrier.TOOK),
        (2, [ENDED_LONG_AGO], None),
    ],
)
def test_who_may_be_the_second_person(person_id, stakes, barred):
    assert may_agree(person_id, 1, stakes, AT) is barred


def test_who_has_rights_from_the_first_or_the_other_way_round_is_no_second_person():
    assert may_agree(2, 1, [], AT, near={2}) is WithdrawalBarrier.APPOINTED


@pytest.mark.parametrize(
    ("person_id", "own", "above", "barred"),
    [
        (2, [], [], None),
        (2, [OPEN], [], WithdrawalBarrier.TAKES),
        (2, [], [OPEN], WithdrawalBarrier.DEPENDENT),
        (2, [], [ENDED_LATELY], None),
        (1, [], [OPEN], None),
        (1, [OPEN], [], WithdrawalBarrier.TAKES),
    ],
)
def test_who_may_say_no(person_id, own, above, barred):
    assert may_refuse(person_id, 1, own, above) is barred


@pytest.mark.parametrize(
    ("points", "earned", "cut", "how"),
    [
        ("7", "1", "70", Hang.PASSED),  # exactly the cut, by this question
        ("8", "1", "70", None),  # without it exactly the cut
        ("23/3", "2/3", "70", None),
        ("7", "0", "70", None),  # it gave nothing
        ("6", "0", "70", Hang.FAILED),  # with all its points exactly the cut
        ("59/10", "0", "70", None),
        ("19/3", "1/3", "70", Hang.FAILED),
        ("6", "1", "70", None),  # it gave all already
    ],
)
def test_a_result_hangs_where_one_question_moves_it_over_the_cut(points, earned, cut, how):
    assert hangs(Fraction(points), 10, Fraction(earned), 1, Fraction(cut)) is how


papers = st.lists(st.tuples(st.fractions(0, 1, max_denominator=12), st.integers(1, 5)), min_size=2, max_size=8)


@given(papers, st.fractions(1, 100, max_denominator=8), st.fractions(0, 1, max_denominator=12))
def test_whoever_is_not_listed_stays_on_their_side_however_the_question_is_judged_or_left_out(paper, cut, otherwise):
    (fraction, worth), *others = paper
    rest, most = sum((f * w for f, w in others), Fraction(0)), worth + sum(w for _f, w in others)
    points = rest + fraction * worth
    if hangs(points, most, fraction * worth, worth, cut) is None:
        passed = has_passed(percent(points, most), cut)
        assert has_passed(percent(rest + otherwise * worth, most), cut) is passed
        assert has_passed(percent(rest, most - worth), cut) is passed


@given(papers, st.fractions(1, 100, max_denominator=8))
def test_whoever_is_listed_changes_sides_with_no_or_with_all_points(paper, cut):
    (fraction, worth), *others = paper
    rest, most = sum((f * w for f, w in others), Fraction(0)), worth + sum(w for _f, w in others)
    how = hangs(rest + fraction * worth, most, fraction * worth, worth, cut)
    if how is Hang.PASSED:
        assert not has_passed(percent(rest, most), cut)
    if how is Hang.FAILED:
        assert has_passed(percent(rest + worth, most), cut)


def test_keys_are_known_from_the_first_view_of_any_question_of_the_pool():
    views = [
        SeenPool(frozenset("bc"), AT + MOMENT),
        SeenPool(frozenset("a"), AT),
        SeenPool(frozenset("z"), AT - MOMENT),
    ]
    assert keys_seen_at({"a", "b"}, views) == AT
    assert keys_seen_at({"c"}, views) == AT + MOMENT
    assert keys_seen_at({"x"}, views) is None
    assert keys_seen_at({"x"}, []) is None


def test_only_a_pass_from_before_the_view_is_certified():
    assert earns_certificate(None, AT)
    assert earns_certificate(AT, AT - MOMENT)
    assert not earns_certificate(AT, AT)
    assert not earns_certificate(AT, AT + MOMENT)
