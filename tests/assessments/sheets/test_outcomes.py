"""Laws of sheets without a database: how one stands, who sees whose, and that no order changes what comes out."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rubrics.rules.reading import read_rubric_text
from assessments.sheets.rules.outcomes import (
    ReconciliationThresholds,
    reconcile_sheets,
    result_as_data,
    result_from_data,
    settings_of,
)
from assessments.sheets.rules.progress import PerformanceFacts, performance_state
from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.standing import (
    SheetContent,
    SheetFact,
    SheetStanding,
    content_digest,
    same_content,
    sheet_state,
    total_shows,
    unrated,
    without_reason,
)
from assessments.sheets.rules.states import SheetAct, Turn
from assessments.sheets.rules.visibility import SheetOf, blindness_over, sees_other
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH

DEFINITION = read_rubric_text(BENCH)[0]
SETTINGS = settings_of(DEFINITION, ReconciliationThresholds())
RATINGS = st.fixed_dictionaries({code: st.integers(0, 2) for code in DEFINITION.codes})
TURNS = (Turn.FIRST, Turn.SECOND, Turn.THIRD)


@given(RATINGS, RATINGS, RATINGS, st.permutations(TURNS), st.integers(2, 3))
def test_the_order_of_arrival_never_changes_the_result(one, two, three, order, many):
    given_by = dict(zip(TURNS[:many], (one, two, three), strict=False))
    arrived = {turn: given_by[turn] for turn in order if turn in given_by}
    swapped = {Turn.FIRST: two, Turn.SECOND: one, **({Turn.THIRD: three} if many == 3 else {})}
    found = reconcile_sheets(DEFINITION, arrived, SETTINGS)
    again = reconcile_sheets(DEFINITION, swapped, SETTINGS)
    assert found == reconcile_sheets(DEFINITION, given_by, SETTINGS)
    assert (found.status, found.criteria, found.total) == (again.status, again.criteria, again.total)
    assert result_from_data(DEFINITION, result_as_data(DEFINITION, found, SETTINGS)) == found


def test_one_sheet_alone_comes_to_nothing():
    assert reconcile_sheets(DEFINITION, {Turn.FIRST: {"names": 2, "protects": 2}}, SETTINGS) is None


def test_a_workshop_sets_its_own_thresholds_and_the_rubric_the_rest():
    own = ReconciliationThresholds.of({"reconciliation": {"gap": 1, "tolerance": "1/4", "sem": "0.5"}})
    found = settings_of(DEFINITION, own)
    assert (found.gap, found.tolerance, found.sem) == (1, Fraction(7, 4), Fraction(1, 2))
    assert (SETTINGS.gap, SETTINGS.tolerance, SETTINGS.pass_level(1)) == (2, Fraction(7, 10), 1)
    assert ReconciliationThresholds.of({}) == ReconciliationThresholds()


ACTS = st.lists(
    st.one_of(
        st.builds(SheetFact, st.just(SheetAct.RATE), st.sampled_from(DEFINITION.codes), st.integers(0, 2)),
        st.builds(SheetFact, st.just(SheetAct.GRADE), st.none(), st.integers(0, 4)),
        st.builds(SheetFact, st.sampled_from((SheetAct.SEAL, SheetAct.REOPEN)), words=st.just("why")),
    ),
    max_size=12,
)


@given(ACTS)
def test_a_sheet_stands_as_its_last_acts_say(acts):
    found = sheet_state(acts, DEFINITION.codes)
    last = {one.criterion: one.level for one in acts if one.act is SheetAct.RATE}
    ends = [one.act for one in acts if one.act in (SheetAct.SEAL, SheetAct.REOPEN)]
    assert found.content.ratings == last
    assert found.sealed == (ends[-1:] == [SheetAct.SEAL])
    assert found.seals == ends.count(SheetAct.SEAL)


SHEETS = st.lists(st.booleans(), min_size=2, max_size=3).map(
    lambda sealed: [SheetOf(number, turn, one) for number, (turn, one) in enumerate(zip(TURNS, sealed, strict=False))]
)


@given(SHEETS, st.integers(0, 3))
def test_nobody_sees_another_sheet_before_both_of_the_pair_and_their_own_are_sealed(sheets, viewer):
    own = next((one for one in sheets if one.assessor_id == viewer), None)
    both = all(one.sealed for one in sheets[:2])
    for other in sheets:
        if other is not own:
            assert sees_other(sheets, viewer, other) == (own is not None and own.sealed and other.sealed and both)


def test_blanks_make_no_difference_and_a_level_does():
    one = SheetContent({"names": 2}, {"names": "Calm,  and sure."}, 2)
    assert same_content(one, SheetContent({"names": 2}, {"names": "Calm, and sure. "}, 2))
    assert not same_content(one, SheetContent({"names": 1}, {"names": "Calm, and sure."}, 2))


def test_a_digest_depends_on_every_event_and_on_its_key():
    fact = SheetFact(SheetAct.RATE, "names", 2)
    told = {content_digest([("k1", fact)]), content_digest([("k2", fact)])}
    assert len(told | {content_digest([("k1", SheetFact(SheetAct.RATE, "names", 1))])}) == 3


def test_a_criterion_is_critical_where_it_says_so_and_names_the_level_that_passes():
    loose, named = replace(DEFINITION.criteria[0], critical=True), replace(DEFINITION.criteria[1], critical=False)
    found = settings_of(replace(DEFINITION, criteria=(loose, named)), ReconciliationThresholds())
    assert (found.critical, found.pass_levels) == (frozenset(), {})
    assert (SETTINGS.critical, SETTINGS.pass_levels) == ({1}, {1: 1})
    assert (SETTINGS.n_criteria, SETTINGS.levels, SETTINGS.cut, SETTINGS.weights) == (
        2, (0, 1, 2), Fraction(7, 2), (Fraction(5, 2), 1),
    )  # fmt: skip


def test_what_a_workshop_does_not_say_of_its_thresholds_is_the_default():
    own = {"reconciliation": {"border_z": 0, "sem": 0}}
    assert ReconciliationThresholds.of(own) == ReconciliationThresholds(border_z=Fraction(0), sem=Fraction(0))
    for nothing in ({"reconciliation": None}, {"reconciliation": {"sem": None}}):
        assert ReconciliationThresholds.of(nothing) == ReconciliationThresholds()
    assert settings_of(replace(DEFINITION, sem=Fraction(3)), ReconciliationThresholds()).sem == 3


def fact(act, level=None, *, about=None, words=None, minute=0):
    return SheetFact(act, about, level, words, NOW + timedelta(minutes=minute))


def test_a_sheet_tells_its_comments_its_flag_its_grade_and_when_and_how_often_it_was_sealed():
    acts = [
        fact(SheetAct.COMMENT, about="names", words="Calm."),
        fact(SheetAct.COMMENT, words="On the whole."),
        fact(SheetAct.FLAG, 1),
        fact(SheetAct.GRADE, 3),
        fact(SheetAct.SEAL, minute=1),
    ]
    found = sheet_state(acts)
    assert found.content == SheetContent({}, {"names": "Calm.", "": "On the whole."}, 3, True)
    assert (found.sealed, found.sealed_at, found.seals, found.reopened) == (True, NOW + timedelta(minutes=1), 1, None)
    acts += [
        fact(SheetAct.REOPEN, words="Wrong row.", minute=2),
        fact(SheetAct.FLAG, 0),
        fact(SheetAct.COMMENT, about="names", words=None),
    ]
    found = sheet_state(acts)
    assert found.content == SheetContent({}, {"": "On the whole."}, 3, False)
    assert (found.sealed, found.sealed_at, found.seals, found.reopened) == (False, None, 1, "Wrong row.")
    assert sheet_state([*acts, fact(SheetAct.SEAL, minute=3)]).seals == 2


def test_an_event_that_rates_nothing_leaves_the_ratings_as_they_are():
    assert sheet_state([fact(SheetAct.RATE, 1), fact(SheetAct.RATE, about="names")]).content.ratings == {}
    assert sheet_state([]) == SheetStanding(SheetContent())


@pytest.mark.parametrize(
    ("acts", "criteria", "fixed"),
    [
        ("names protects grade", DEFINITION.codes, True),
        ("grade names protects", DEFINITION.codes, True),
        ("names protects", DEFINITION.codes, False),
        ("names grade", DEFINITION.codes, False),
        ("names protects grade", (), False),
        ("names protects grade reopen", DEFINITION.codes, False),
        ("names protects grade reopen comment", DEFINITION.codes, True),
        ("names protects grade comment", DEFINITION.codes, True),
    ],
)
def test_a_grade_is_fixed_once_the_total_has_shown_until_the_sheet_is_opened_again(acts, criteria, fixed):
    known = {
        "names": fact(SheetAct.RATE, 1, about="names"),
        "protects": fact(SheetAct.RATE, 1, about="protects"),
        "grade": fact(SheetAct.GRADE, 2),
        "reopen": fact(SheetAct.REOPEN, words="why"),
        "comment": fact(SheetAct.COMMENT, words="well"),
    }
    assert sheet_state([known[one] for one in acts.split()], criteria).grade_fixed is fixed


@pytest.mark.parametrize(
    ("level", "comment", "wanted"),
    [(0, "", ["protects"]), (0, "  ", ["protects"]), (0, "No gloves.", []), (1, "", []), (None, "", [])],
)
def test_a_low_level_wants_a_reason_in_words(level, comment, wanted):
    ratings = {"names": 0} | ({} if level is None else {"protects": level})
    content = SheetContent(ratings, {"protects": comment})
    assert without_reason(DEFINITION, content) == wanted
    assert unrated(DEFINITION, content) == ([] if level is not None else ["protects"])


def test_the_total_shows_of_a_whole_sheet_with_its_grade_alone():
    whole = {"names": 0, "protects": 0}
    shown = [(ratings, grade) for ratings in (whole, {"names": 2}) for grade in (0, None)
             if total_shows(DEFINITION, SheetContent(ratings, {}, grade))]  # fmt: skip
    assert shown == [(whole, 0)]


@pytest.mark.parametrize("change", [{"grade": 3}, {"flagged": True}, {"comments": {"names": "Calm"}}, {"ratings": {}}])
def test_two_contents_are_the_same_in_everything_or_not_at_all(change):
    one = SheetContent({"names": 2}, {"names": "Calm.", "protects": ""}, 2)
    assert same_content(one, SheetContent({"names": 2}, {"names": " Calm. "}, 2))
    assert not same_content(one, replace(one, **change))
    assert SheetContent.from_data(one.as_data()) == replace(one, comments={"names": "Calm."})


def test_a_digest_depends_on_every_part_of_an_event_and_on_the_order():
    one = SheetFact(SheetAct.RATE, "names", 2, "why")
    others = [replace(one, act=SheetAct.GRADE), replace(one, criterion=None), replace(one, words=None)]
    lines = [("a", one), ("b", one)]
    told = {content_digest([("a", each)]) for each in (one, *others)}
    assert len(told | {content_digest(lines), content_digest(lines[::-1])}) == 6


@pytest.mark.parametrize(
    ("turns", "over"),
    [((), False), ((Turn.FIRST,), False), ((Turn.SECOND, Turn.THIRD), False), ((Turn.SECOND, Turn.FIRST), True)],
)
def test_blindness_is_over_once_both_of_the_pair_have_sealed(turns, over):
    assert blindness_over([SheetOf(place, turn, turn in turns) for place, turn in enumerate(TURNS)]) is over


def test_ones_own_sheet_is_seen_before_its_seal_and_by_nobody_without_one():
    own, other = SheetOf(1, Turn.FIRST, False), SheetOf(2, Turn.SECOND, True)
    assert sees_other([own, other], 1, own) is True
    assert sees_other([own, other], 3, own) is False
    assert sees_other([own, other], 1, other) is False


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "planned"),
        ({"sealed": {Turn.FIRST}}, "marking"),
        ({"status": ReconciliationStatus.AGREED}, "final"),
        ({"status": ReconciliationStatus.SETTLED, "sealed": {Turn.FIRST}}, "final"),
        ({"status": ReconciliationStatus.THIRD_WANTED}, "third-wanted"),
        ({"status": ReconciliationStatus.THIRD_WANTED, "turns": {Turn.THIRD}}, "third-named"),
        ({"status": ReconciliationStatus.PANEL_WANTED, "turns": {Turn.THIRD}}, "panel-wanted"),
        ({"status": ReconciliationStatus.PANEL_WANTED, "replaced": True}, "replaced"),
        ({"replaced": True, "review": True}, "review"),
        ({"replaced": True, "review": True, "differs": True}, "differs"),
    ],
)
def test_a_performance_waits_for_the_most_urgent_of_what_is_known_of_it(values, state):
    assert performance_state(PerformanceFacts(**{"turns": (), "sealed": (), "status": None} | values)) == state
