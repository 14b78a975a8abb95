"""Laws of sheets without a database: how one stands, who sees whose, and that no order changes what comes out."""

from fractions import Fraction

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
from assessments.sheets.rules.standing import SheetContent, SheetFact, content_digest, same_content, sheet_state
from assessments.sheets.rules.states import SheetAct, Turn
from assessments.sheets.rules.visibility import SheetOf, sees_other
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
