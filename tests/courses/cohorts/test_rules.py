"""Rules of cohorts: states, days, codes, and who may join."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.codes import LENGTH, SIGNS, code_holds, draw_code, normal_join_code
from courses.cohorts.rules.joining import CohortPlace, Fit, JoinFacts, fit
from courses.cohorts.rules.states import (
    CURRENT,
    CohortState,
    ParticipantStatus,
    Phase,
    cohort_state,
    phase,
    today_in,
)
from lms.text.codes import shown_code

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
HERE = CohortPlace("TH", 4)


@pytest.mark.parametrize(
    ("approved", "ended", "state"),
    [
        (None, None, CohortState.PROPOSED),
        (False, None, CohortState.REFUSED),
        (True, None, CohortState.OPEN),
        (True, NOW, CohortState.ENDED),
    ],
)
def test_the_state_follows_from_the_decision_and_the_end(approved, ended, state):
    assert cohort_state(approved, ended) is state


@pytest.mark.parametrize(
    ("day", "expected"),
    [(1, Phase.BEFORE), (2, Phase.RUNNING), (9, Phase.RUNNING), (10, Phase.OVER)],
)
def test_the_first_and_the_last_day_belong_to_it(day, expected):
    assert phase(date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, day)) is expected


def test_it_is_the_day_of_the_place_where_the_cohort_meets():
    assert today_in("Asia/Bangkok", NOW) == date(2026, 11, 26)
    assert today_in("America/Lima", NOW) == date(2026, 11, 25)


@given(st.integers())
def test_a_code_is_known_however_it_is_typed(seed):
    code = draw_code(Random(seed).choice)
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    looks = str.maketrans("01258", "OIZSB")
    for typed in (shown_code(code), code.lower(), f" {code[:3]} {code[3:]} ", code.translate(looks).lower()):
        assert normal_join_code(typed) == code


def test_no_sign_of_a_code_is_taken_for_another():
    assert {normal_join_code(sign) for sign in SIGNS} == set(SIGNS)


def test_a_code_works_until_its_moment_and_not_after_it_was_ended():
    until = NOW + timedelta(days=1)
    assert code_holds(until, None, NOW)
    assert not code_holds(until, None, until)
    assert not code_holds(until, NOW, NOW)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (JoinFacts(4, "TH"), Fit.NEW),
        (JoinFacts(5, "TH"), Fit.ELSEWHERE),
        (JoinFacts(None, None), Fit.ELSEWHERE),
        (JoinFacts(4, "TH", closed=True), Fit.CLOSED),
        (JoinFacts(4, "TH", leads=True), Fit.LEADS),
        (JoinFacts(4, "TH", status=ParticipantStatus.JOINED), Fit.ALREADY_IN),
        (JoinFacts(5, "TH", status=ParticipantStatus.WAITS_FOR_APPROVAL), Fit.ALREADY_IN),
        (JoinFacts(4, "TH", status=ParticipantStatus.WITHDRAWN), Fit.NEW),
        (JoinFacts(4, "TH", run_open=True), Fit.RUN_OPEN),
        (JoinFacts(4, "TH", run_open=True, run_in_cohort=True), Fit.RESUMES),
        (JoinFacts(4, "TH", may_begin=False), Fit.NOT_AGAIN),
    ],
)
def test_what_becomes_of_an_officer_who_is_to_join(facts, expected):
    assert fit(HERE, facts) is expected


def test_a_cohort_of_several_administrations_is_for_its_country():
    whole = CohortPlace("TH", None)
    assert (fit(whole, JoinFacts(5, "TH")), fit(whole, JoinFacts(5, "KE"))) == (Fit.NEW, Fit.ELSEWHERE)


FACTS = st.builds(
    JoinFacts,
    st.sampled_from((4, 5, None)),
    st.just("TH"),
    closed=st.booleans(),
    leads=st.booleans(),
    status=st.none() | st.sampled_from(ParticipantStatus),
    run_open=st.booleans(),
    run_in_cohort=st.booleans(),
    may_begin=st.booleans(),
)


@given(FACTS)
def test_approval_opens_the_door_and_nothing_else(facts):
    before, after = fit(HERE, facts), fit(HERE, facts, approved=True)
    if before is not after:
        assert before in (Fit.ELSEWHERE, Fit.ALREADY_IN)
        assert before is Fit.ELSEWHERE or facts.status is ParticipantStatus.WAITS_FOR_APPROVAL
    assert after is not Fit.ELSEWHERE
    assert facts.status not in CURRENT or facts.status is ParticipantStatus.WAITS_FOR_APPROVAL or after in (
        Fit.ALREADY_IN, Fit.CLOSED, Fit.LEADS,
    )  # fmt: skip
