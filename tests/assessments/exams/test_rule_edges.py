"""The edges of the rules of exams: the very moment, the very limit, and what decides alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.decisions.rules import SittingBar
from assessments.exams.rules.admission import PreviousAttempt, Refusal, RefusalReason, may_start, next_opens_at
from assessments.exams.rules.attempt_use import attempt_use
from assessments.exams.rules.blueprint import Blueprint, Cell
from assessments.exams.rules.dates import as_reviewed, questions_asked, running_short
from assessments.exams.rules.distribution import bins, median
from assessments.exams.rules.late import DeviceClaim, late_timing
from assessments.exams.rules.paper import PoolItem, draw_paper
from assessments.exams.rules.receipt import AnswerLine, answers_hash
from assessments.exams.rules.revising import Answered, to_revise
from assessments.exams.rules.saving import Save, SavedStep, SaveVerdict, judge_save
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.timing import GRACE, deadline, is_in_grace, is_over
from assessments.items.item import Use

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("no", "closed_at", "passed", "allowed", "wait", "opens_at"),
    [
        (1, NOW, False, 3, 24, NOW + 24 * HOUR),
        (2, NOW, False, 3, 1, NOW + HOUR),
        (3, NOW, False, 3, 24, None),  # the last: there is no next
        (4, NOW, False, 3, 24, None),
        (9, NOW, False, None, 24, NOW + 24 * HOUR),  # no limit
        (1, NOW, False, 3, 0, None),  # no wait
        (1, NOW, True, 3, 24, None),
        (1, NOW, None, 3, 24, None),  # no result yet
        (1, None, False, 3, 24, None),  # still open
    ],
)
def test_the_next_attempt_opens_after_a_failed_one_as_long_as_one_is_left(
    no, closed_at, passed, allowed, wait, opens_at
):
    assert next_opens_at(no, closed_at, passed, allowed, wait) == opens_at


def sat(state=AttemptState.PUBLISHED, *, ago=30 * HOUR, passed=False, closed=True):
    return PreviousAttempt(state, NOW - ago, NOW - ago if closed else None, passed)


BAR = SittingBar(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("previous", "more", "refusal"),
    [
        ([sat(AttemptState.IN_PROGRESS, closed=False)], {"bar": BAR}, Refusal(RefusalReason.OPEN)),
        ([], {"bar": BAR, "is_open": False}, Refusal(RefusalReason.BARRED, bar=BAR)),
        ([sat(passed=True)], {"bar": BAR}, Refusal(RefusalReason.BARRED, bar=BAR)),
        ([], {"is_open": False}, Refusal(RefusalReason.NOT_OPEN)),
        ([sat()], {"is_open": False}, None),
        ([sat(closed=False, ago=HOUR)], {}, Refusal(RefusalReason.TOO_SOON, NOW + 23 * HOUR)),  # from its start
        ([sat(AttemptState.VOIDED, passed=True)], {}, None),
        ([sat(), sat(), sat(passed=True)], {"granted": 1}, Refusal(RefusalReason.PASSED)),
        ([sat()] * 5, {"granted": 2}, Refusal(RefusalReason.NONE_LEFT)),
        ([sat()] * 4, {"granted": 2}, None),
    ],
)
def test_what_stands_in_the_way_of_an_attempt_is_told_in_its_order(previous, more, refusal):
    assert may_start(previous, NOW, 3, 24, **more) == refusal


@given(st.integers(0, 6), st.integers(1, 4), st.integers(0, 2))
def test_where_the_page_says_that_an_attempt_is_left_one_may_start(counted, allowed, granted):
    refused = may_start([sat(ago=90 * HOUR)] * counted, NOW, allowed, 24, granted=granted)
    use = attempt_use(counted, allowed, 24, granted)
    assert (refused is None) == (use.left > 0)
    assert use.is_last == (use.left == 1)


def test_the_time_is_up_at_the_deadline_itself_and_the_grace_begins_after_it():
    end = deadline(NOW, 1, 30)
    assert end == NOW + timedelta(seconds=90)
    assert [is_over(at, end) for at in (end - MOMENT, end, end + MOMENT)] == [False, True, True]
    assert not is_over(end, None)
    moments = {
        end: False,
        end + MOMENT: True,
        end + GRACE: True,
        end + GRACE + MOMENT: False,
    }
    assert {at: is_in_grace(at, end) for at in moments} == moments
    assert not is_in_grace(end, None)


@pytest.mark.parametrize(
    ("save", "steps", "verdict"),
    [
        # what another page had kept is known up to its counter, and not beyond, nor of a page that is not named
        (Save("new", 1, 0, (("old", 3),)), [SavedStep(1, "old", 3)], SaveVerdict.TAKEN),
        (Save("new", 1, 0, (("old", 3),)), [SavedStep(1, "old", 2)], SaveVerdict.TAKEN),
        (Save("new", 1, 0, (("old", 3),)), [SavedStep(1, "old", 4)], SaveVerdict.STALE),
        (Save("new", 1, 0, (("old", 3),)), [SavedStep(1, "third", 2)], SaveVerdict.STALE),
        (Save("new", 1, 0, (("third", 9), ("old", 1))), [SavedStep(1, "old", 2)], SaveVerdict.STALE),
        (Save("new", 1, 0, (("old", 0),)), [SavedStep(1, "old", 0)], SaveVerdict.TAKEN),
        # a higher counter of another page overtakes nothing: each page counts for itself
        (Save("new", 1, 3, ()), [SavedStep(2, "old", 5)], SaveVerdict.TAKEN),
        (Save("new", 0, 1, ()), [SavedStep(1, "new", 1)], SaveVerdict.OVERTAKEN),
        # the same counter of another page is another save
        (Save("new", 1, 1, ()), [SavedStep(1, "old", 1)], SaveVerdict.TAKEN),
    ],
)
def test_a_page_knows_what_it_went_on_from_and_no_more(save, steps, verdict):
    assert judge_save(save, steps) is verdict


def test_what_came_at_the_moment_the_result_was_shown_may_have_been_written_with_it():
    said = {"started_at": NOW - HOUR, "closed_at": NOW, "given_at": NOW, "received_at": NOW + HOUR}
    at_once = late_timing(**said, shown_at=NOW + HOUR)
    assert (at_once.since_result, at_once.contradicted) == (timedelta(0), True)
    earlier = late_timing(**said, shown_at=NOW + HOUR + MOMENT)
    assert (earlier.since_result, earlier.contradicted) == (None, False)
    assert (earlier.since_closing, earlier.before_closing) == (HOUR, timedelta(0))
    after = late_timing(**said | {"given_at": NOW + MOMENT}, shown_at=None)
    assert (after.claim, after.before_closing) == (DeviceClaim.AFTER, None)


@pytest.mark.parametrize(
    ("counted", "middle"),
    [
        ([], None),
        ([(50, 0)], None),
        ([(70, 1)], 70),
        ([(0, 1), (100, 1)], 50),
        ([(100, 1), (0, 1), (40, 1)], 40),
        ([(0, 2), (100, 1)], 0),
        ([(0, 2), (60, 2)], 30),
        ([(0, 1), (20, 1), (60, 1), (100, 1)], 40),
        ([(0, 1), (20, 3), (100, 1)], 20),
        ([(0, 3), (20, 1), (100, 2)], 10),
    ],
)
def test_the_result_in_the_middle(counted, middle):
    found = median((Fraction(percent), count) for percent, count in counted)
    assert found == middle


def test_each_bin_holds_what_is_at_its_lower_edge_and_nothing_of_the_next():
    assert bins([(Fraction(10 * place), place + 1) for place in range(11)]) == (1, 2, 3, 4, 5, 6, 7, 8, 9, 21)
    assert bins([(Fraction(10 * place) - Fraction(1, 999), place) for place in range(1, 11)]) == tuple(range(1, 11))


def test_a_receipt_is_the_hash_that_anybody_can_work_out_from_what_was_answered():
    lines = [AnswerLine(2, "9", None), AnswerLine(1, "7", {"unit": "kg", "text": "8,5 é"})]
    said = '{"answers":[[1,"7",{"text":"8,5 é","unit":"kg"}],[2,"9",null]],"attempt":"one"}'
    assert answers_hash("one", lines) == sha256(said.encode()).hexdigest()
    with pytest.raises(ValueError, match="JSON compliant"):
        answers_hash("one", [AnswerLine(1, "7", float("nan"))])


def test_a_question_of_no_lesson_is_nothing_to_read_again():
    wrong = [Answered(1, None, "0", True, "uuid", 1), Answered(2, "a", "1/2", True, "uuid", 2)]
    assert [(lesson, len(each)) for lesson, each in to_revise(wrong, ["a", "b"])] == [("a", 1)]


LAST = date(2027, 12, 31)
DAY = timedelta(days=1)


def paper_of(*cells, use=Use.EXAM):
    return Blueprint("paper", "Paper", use, cells, None)


def test_an_item_whose_wording_is_the_same_is_asked_as_it_stands_also_after_its_date():
    own = PoolItem("one", "topic", "module", until=LAST, options=("a", "b"), kind="spot", version=4)
    same = replace(own, options=("b", "a"), until=LAST + 9 * DAY)
    assert as_reviewed([own], {"one": same}, LAST + DAY) == [replace(own, until=LAST + 9 * DAY)]
    mended = replace(same, version=5, kind="angle", topic="other", module="other")
    kept = replace(own, until=LAST + 9 * DAY)
    assert as_reviewed([own], {"one": mended}, LAST) == [kept]
    assert as_reviewed([own], {"one": mended}, LAST + DAY) == [replace(kept, options=("b", "a"), version=5)]


def test_shortages_are_told_cell_by_cell_with_what_was_withdrawn():
    pool = [PoolItem(f"{topic}-{n}", topic, "m", until=LAST if n == 0 else None) for topic in "ab" for n in range(3)]
    exam = paper_of(Cell(1, topic="a"), Cell(1, topic="b"), use=Use.EXAM)
    assert running_short(exam, pool, LAST, ahead=0 * DAY) == []
    found = running_short(exam, pool, LAST, ahead=DAY, withdrawn={"b-1", "b-2"})
    assert [(one.cell.topic, one.since, one.left, one.wanted, one.stops_on, one.withdrawn) for one in found] == [
        ("a", LAST + DAY, 2, 3, None, 0),
        ("b", LAST, 1, 3, LAST + DAY, 2),
    ]
    enough = running_short(paper_of(Cell(3, topic="a"), use=Use.CHECKPOINT), pool, LAST, ahead=0 * DAY)
    assert enough == []


@pytest.mark.parametrize(("there", "asked"), [(0, None), (1, 1), (2, 2), (3, 2)])
def test_a_list_drawn_whole_shrinks_to_one_and_a_cell_that_draws_some_does_not_shrink(there, asked):
    pool = [PoolItem(f"item-{n}", "t", "m") for n in range(there)]
    whole = paper_of(Cell(2, items=("item-0", "item-1")))
    assert questions_asked(whole, pool) == asked
    some = paper_of(Cell(2, items=("item-0", "item-1", "item-2")))
    assert questions_asked(some, pool) == (2 if there >= 2 else None)
    assert questions_asked(paper_of(Cell(2)), pool) == (2 if there >= 2 else None)


def test_the_order_that_would_be_the_answer_is_given_in_no_paper_and_every_other_one_is():
    item = PoolItem("steps", "t", "m", options=("a", "b", "c"), never_given=("b", "c", "a"))
    orders = {draw_paper(paper_of(Cell(1)), [item], seed).items[0].option_order for seed in range(60)}
    assert ("b", "c", "a") not in orders
    assert {"".join(order) for order in orders} == {"abc", "acb", "bac", "cab", "cba"}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(1), "all items"),
        (Cell(1, items=("a",)), "its list"),
        (Cell(1, topic="ivory"), "topic ivory"),
        (Cell(1, topic="ivory", module="one"), "topic ivory and module one"),
        (Cell(1, module="one", kinds=("spot", "angle"), items=("a",)), "module one and kind spot or angle"),
    ],
)
def test_a_cell_is_named_by_all_that_it_says(cell, words):
    assert str(cell) == words
