"""Whether somebody may take a course again after what they had earned with it came to an end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.credentials.rules.lifecycle import FAULTLESS, HELD, Standing, StatusReason
from certificates.credentials.rules.renewal import Term
from certificates.credentials.rules.reopening import (
    LastEarned,
    RetakeState,
    RunFacts,
    SittingBan,
    banned_state,
    longest,
    retake_state,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
BEGAN, EARNED = NOW - timedelta(days=400), NOW - timedelta(days=390)
FAULTS = (StatusReason.MISCONDUCT, StatusReason.RESULT_ANNULLED)

moments = st.integers(-1000, 1000).map(lambda days: NOW + timedelta(days=days))
bans = st.builds(SittingBan, st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.booleans())
earned = st.builds(
    LastEarned,
    moments,
    st.none() | st.sampled_from(Standing),
    st.booleans(),
    st.none() | st.sampled_from(StatusReason),
    st.none() | bans,
)


def state(*earned, began=BEGAN, today=TODAY, **more):
    return retake_state(earned, RunFacts(began, **more), today)


def in_force(ends_at, earned_at=EARNED, standing=Standing.IN_FORCE, window=6):
    return LastEarned(earned_at, standing, term=Term(earned_at, earned_at, ends_at, window))


def ended(reason, ban=None):
    return LastEarned(EARNED, Standing.REVOKED, reason=reason, ban=ban)


def test_who_earned_nothing_has_lost_nothing():
    assert state() is RetakeState.NOTHING_LOST


@pytest.mark.parametrize("standing", sorted(HELD))
def test_what_is_in_force_suspended_or_being_made_keeps_the_course_closed(standing):
    assert state(LastEarned(EARNED, standing)) is RetakeState.HELD


def test_what_waits_for_a_name_keeps_it_closed_until_its_time_is_over():
    assert state(LastEarned(EARNED, None)) is RetakeState.WAITS
    assert state(LastEarned(EARNED, None, lapsed=True)) is RetakeState.ALLOWED


def test_after_expiry_an_error_and_ones_own_wish_it_is_open_at_once():
    assert state(LastEarned(EARNED, Standing.EXPIRED)) is RetakeState.ALLOWED
    assert {state(ended(reason)) for reason in FAULTLESS} == {RetakeState.ALLOWED}


@pytest.mark.parametrize("reason", sorted(FAULTS))
def test_after_a_fault_it_opens_on_the_day_that_was_named_or_never(reason):
    later = SittingBan(opens_on=TODAY + timedelta(days=1))
    assert state(ended(reason, later)) is RetakeState.LATER
    assert state(ended(reason, later), today=TODAY + timedelta(days=1)) is RetakeState.ALLOWED
    assert state(ended(reason, SittingBan(never=True)), today=date(2099, 1, 1)) is RetakeState.NEVER
    assert state(ended(reason)) is RetakeState.NO_DAY


def test_the_day_itself_is_open():
    assert banned_state(SittingBan(opens_on=TODAY), TODAY) is RetakeState.ALLOWED
    assert banned_state(SittingBan(opens_on=TODAY), TODAY - timedelta(days=1)) is RetakeState.LATER


def test_a_run_with_an_annulled_attempt_is_taken_again_when_the_decision_says():
    later = SittingBan(opens_on=TODAY + timedelta(days=1))
    assert state(annulled=True) is RetakeState.ALLOWED
    assert state(annulled=True, ban=later) is RetakeState.LATER
    assert state(annulled=True, ban=SittingBan(never=True)) is RetakeState.NEVER
    assert state(ban=later) is RetakeState.NOTHING_LOST  # the run goes on when its day has come


def test_a_bar_from_the_exam_holds_for_whoever_lost_a_certificate_without_fault():
    expired = LastEarned(EARNED, Standing.EXPIRED)
    assert state(expired, ban=SittingBan(never=True)) is RetakeState.NEVER
    assert state(expired, ban=SittingBan(opens_on=TODAY)) is RetakeState.ALLOWED


SOON = datetime(2027, 5, 20, 12, 0, tzinfo=UTC)  # its window of six months opens on 20 November 2026


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (TODAY - timedelta(days=1), RetakeState.HELD),
        (TODAY, RetakeState.RENEWABLE),  # the first day counts
        (SOON.date(), RetakeState.RENEWABLE),  # and so does the last
    ],
)
def test_it_is_renewed_from_the_first_day_of_its_window(today, expected):
    assert state(in_force(SOON), today=today) is expected


def test_whoever_is_in_the_run_for_it_goes_on_in_that_and_begins_no_other():
    assert state(in_force(SOON), began=NOW) is RetakeState.RENEWING
    assert state(in_force(SOON), began=NOW, is_open=False) is RetakeState.RENEWABLE


def test_a_run_that_somebody_else_began_outside_the_window_is_no_way_to_sit():
    assert state(in_force(SOON + timedelta(days=1)), began=NOW) is RetakeState.HELD


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.MAKING, Standing.NOT_YET])
def test_only_what_is_in_force_is_renewed(standing):
    assert state(in_force(SOON, standing=standing)) is RetakeState.HELD


def test_what_is_renewed_already_or_has_no_end_is_not_renewed():
    waits = in_force(SOON + timedelta(days=1000), earned_at=NOW, standing=Standing.NOT_YET)
    assert state(waits, in_force(SOON)) is RetakeState.HELD
    assert state(LastEarned(NOW, None), in_force(SOON)) is RetakeState.WAITS
    assert state(in_force(None)) is RetakeState.HELD


def test_a_renewal_that_was_annulled_or_revoked_is_tried_again_as_the_decision_says():
    later = SittingBan(opens_on=TODAY + timedelta(days=1))
    assert state(in_force(SOON), began=NOW, is_open=False, annulled=True) is RetakeState.RENEWABLE
    assert state(in_force(SOON), began=NOW, is_open=False, annulled=True, ban=later) is RetakeState.LATER
    lost = LastEarned(NOW, Standing.REVOKED, reason=StatusReason.MISCONDUCT, ban=SittingBan(never=True))
    assert state(lost, in_force(SOON), began=NOW) is RetakeState.NEVER
    assert state(replace(lost, ban=None), in_force(SOON), began=NOW) is RetakeState.NO_DAY
    assert state(replace(lost, reason=StatusReason.ERROR), in_force(SOON), began=NOW) is RetakeState.RENEWABLE


def test_a_bar_keeps_from_a_renewal_too():
    assert state(in_force(SOON), ban=SittingBan(never=True)) is RetakeState.NEVER


@given(st.lists(st.none() | bans))
def test_the_longest_ban_is_none_that_is_shorter(each):
    known = [one for one in each if one is not None]
    found = longest(each)
    assert (found is None) == (not known)
    if found is not None:
        assert found.never == any(one.never for one in known)
        for one in known:
            assert found.never or one.opens_on is None or found.opens_on >= one.opens_on


@given(earned, moments, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_course_opens_once_for_what_ended(last, began, today):
    """A run that began after something was earned is the one that opened for its end: attempts count anew once."""
    if last.earned_at < began:
        assert state(last, began=began, today=today) is not RetakeState.ALLOWED


@given(earned, moments, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_nothing_that_holds_is_taken_again(last, began, today):
    if last.standing in HELD or last.waits:
        assert state(last, began=began, today=today) in {RetakeState.HELD, RetakeState.WAITS}


@given(earned, moments, st.dates(date(2026, 1, 1), date(2027, 12, 30)))
def test_a_course_that_is_open_stays_open(last, began, today):
    if state(last, began=began, today=today) is RetakeState.ALLOWED:
        assert state(last, began=began, today=today + timedelta(days=1)) is RetakeState.ALLOWED


@given(earned, moments, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_nobody_is_kept_from_a_course_but_by_a_fault(last, began, today):
    kept = {RetakeState.LATER, RetakeState.NEVER, RetakeState.NO_DAY}
    if state(last, began=began, today=today) in kept:
        assert last.standing is Standing.REVOKED
        assert last.reason not in FAULTLESS


@pytest.mark.parametrize(
    ("each", "found"),
    [
        ([], None),
        ([None], None),
        ([SittingBan()], SittingBan()),
        ([SittingBan(), SittingBan(TODAY)], SittingBan(TODAY)),
        ([SittingBan(TODAY), None, SittingBan(TODAY - timedelta(days=1))], SittingBan(TODAY)),
        ([SittingBan(TODAY), SittingBan(never=True)], SittingBan(never=True)),
    ],
)
def test_of_some_bans_the_longest_holds(each, found):
    assert longest(each) == found


@pytest.mark.parametrize(
    ("ban", "expected"),
    [
        (None, RetakeState.ALLOWED),
        (SittingBan(), RetakeState.ALLOWED),
        (SittingBan(TODAY - timedelta(days=1)), RetakeState.ALLOWED),
        (SittingBan(TODAY + timedelta(days=1)), RetakeState.LATER),
        (SittingBan(TODAY - timedelta(days=1), never=True), RetakeState.NEVER),
    ],
)
def test_what_a_ban_says_today(ban, expected):
    assert banned_state(ban, TODAY) is expected


def test_a_fault_and_an_annulled_attempt_together_open_it_as_the_ban_of_either_says():
    fault, day = ended(StatusReason.MISCONDUCT), TODAY + timedelta(days=9)
    assert state(fault, annulled=True) is RetakeState.ALLOWED
    assert state(fault, ban=SittingBan(day)) is RetakeState.LATER
    assert state(replace(fault, ban=SittingBan(day)), ban=SittingBan(TODAY)) is RetakeState.LATER
    without = replace(ended(StatusReason.ERROR), ban=SittingBan(never=True))
    assert state(without) is RetakeState.ALLOWED  # what nobody is at fault for bars nobody


def test_what_was_earned_in_the_moment_in_which_the_run_began_is_of_this_run():
    assert state(LastEarned(BEGAN, Standing.EXPIRED)) is RetakeState.ALLOWED
    assert state(LastEarned(BEGAN - timedelta(seconds=1), Standing.EXPIRED)) is RetakeState.NOTHING_LOST


def test_a_run_that_began_with_the_certificate_is_not_the_run_for_its_renewal():
    assert state(in_force(SOON, earned_at=BEGAN)) is RetakeState.RENEWABLE
    assert state(in_force(SOON, earned_at=BEGAN - timedelta(seconds=1))) is RetakeState.RENEWING


def test_two_that_are_held_are_never_renewed_and_a_lapsed_one_hides_none():
    assert state(in_force(SOON), in_force(SOON)) is RetakeState.HELD
    assert state(LastEarned(EARNED, None, lapsed=True), in_force(SOON)) is RetakeState.RENEWABLE
    assert not LastEarned(EARNED, None, term=in_force(SOON).term).may_be_renewed(TODAY)
    assert not LastEarned(EARNED, Standing.EXPIRED, reason=StatusReason.MISCONDUCT).at_fault
