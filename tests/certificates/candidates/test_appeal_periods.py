"""Until when a decision may be appealed, and what is kept till then: photographs of the workshop that led to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.api import APPEAL_PERIODS
from assessments.candidate_files.rules import AppealPeriod, day_is_over, kept_until
from certificates.candidates.events import CandidateMoved
from certificates.candidates.rules.appeal_periods import appeal_period
from certificates.candidates.rules.history import Step
from certificates.schemes.models import CandidateTransition
from lms import events, ids
from tests.builders import candidate_files as photographs
from tests.builders import candidates as make
from tests.builders.people import NOW
from tests.builders.sheets import Bench

SCHEME = make.definition()
AT = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
OVER = datetime(2027, 1, 1, tzinfo=UTC)  # thirty days later, the whole of the last one


def taken(code: str, source: str, target: str, at: datetime = AT) -> Step:
    return Step(code, source, target, 2, None, at)


REJECT = taken("reject", "known", "not-eligible")
OBJECT = taken("object", "not-eligible", "appeal", AT + timedelta(days=20))


def until(*steps: Step) -> datetime | None:
    found = appeal_period(SCHEME, steps)
    assert found is not None
    return found.until


def test_a_decision_of_a_panel_may_be_appealed_until_its_last_day_is_over_whatever_it_says():
    assert until(REJECT) == OVER
    assert until(taken("certify", "known", "certified")) == OVER
    assert appeal_period(SCHEME, [taken("apply", "enrolled", "applied"), taken("pass", "eligible", "known")]) is None


def test_an_open_appeal_has_no_end_a_dismissed_one_ends_with_the_later_day_and_an_upheld_one_leaves_nothing():
    assert until(REJECT, OBJECT) is None
    early, late = AT + timedelta(days=25), AT + timedelta(days=70)
    assert until(REJECT, OBJECT, taken("dismiss", "appeal", "left", early)) == OVER
    assert until(REJECT, OBJECT, taken("dismiss", "appeal", "left", late)) == day_is_over(late.date())
    assert appeal_period(SCHEME, [REJECT, OBJECT, taken("uphold", "appeal", "known", late)]) is None


def test_only_a_decision_can_be_appealed_and_what_the_scheme_does_not_know_decides_nothing():
    refused, unknown = taken("refuse", "applied", "not-eligible"), taken("gone", "known", "not-eligible")
    dismiss = taken("dismiss", "appeal", "left", AT + timedelta(days=70))
    assert until(refused) == OVER  # of an officer, as well as of a panel
    assert until(unknown, REJECT, unknown) == OVER
    assert until(taken("reject", "a-state-of-before", "not-eligible")) == OVER
    for steps in ([], [unknown], [OBJECT], [OBJECT, dismiss], [dismiss]):
        assert appeal_period(SCHEME, steps) is None
    later = AT + timedelta(days=90)
    upheld = [REJECT, OBJECT, taken("uphold", "appeal", "known", later)]
    again = appeal_period(SCHEME, [*upheld, replace(REJECT, at=later)])
    assert again == AppealPeriod("iwt-trainer", later, day_is_over(later.date() + timedelta(days=30)))


STARTS, ENDS = AT.date() - timedelta(days=9), AT.date() - timedelta(days=5)
A_YEAR_LATER = day_is_over(ENDS) + timedelta(days=365)


@given(st.lists(st.tuples(st.integers(-400, 400), st.one_of(st.none(), st.integers(0, 90)), st.booleans()), max_size=6))
def test_only_the_newest_decision_under_its_scheme_since_the_workshop_began_counts(drawn):
    periods = [
        AppealPeriod(
            "iwt-trainer" if own else "other",
            AT + timedelta(days=day),
            None if days is None else AT + timedelta(days=day + days),
        )
        for day, days, own in drawn
    ]
    found = kept_until(STARTS, ENDS, "iwt-trainer", periods)
    counting = [one for one in periods if one.scheme == "iwt-trainer" and one.decided_at.date() >= STARTS]
    if not counting:
        assert found == A_YEAR_LATER
    else:
        newest = max(one.decided_at for one in counting)
        assert found in {one.until for one in counting if one.decided_at == newest}


@pytest.fixture
def way(session):
    """A candidate with a photograph, on the way of the scheme of the workshop."""
    bench = Bench(session)
    bench.workshop.scheme = "iwt-trainer"
    version = make.scheme(session, bench.one, NOW)
    found = make.candidate(session, bench.candidate, version, NOW, "known")
    file = photographs.photograph(session, photographs.candidacy(session, bench.workshop.id, bench.candidate.id), NOW)
    return found, file


def move(session, found, code, source, target, at):
    row = CandidateTransition(
        uuid=ids.new_uuid(), candidate_id=found.row.id, no=found.row.steps + 1, transition=code, from_state=source,
        to_state=target, scheme_version_id=found.version.id, reason="So.", cites=[], at=at,
    )  # fmt: skip
    session.add(row)
    found.row.steps += 1
    session.flush()
    events.publish(
        session,
        CandidateMoved(
            subject=f"candidate:{found.row.id}", actor_id=None, at=at, person_id=found.row.person_id,
            transition_id=row.id, transition=code, from_state=source, to_state=target, second_id=None, reason="So.",
            cites=[],
        ),
    )  # fmt: skip
    session.flush()


def test_the_photograph_follows_the_decision_and_waits_while_an_appeal_is_open(app, session, way):
    found, file = way
    at = NOW + timedelta(days=10)
    over = day_is_over((at + timedelta(days=30)).date())
    move(session, found, "reject", "known", "not-eligible", at)
    assert file.keep_until == over
    move(session, found, "object", "not-eligible", "appeal", at + timedelta(days=29))
    assert file.keep_until is None
    judged = at + timedelta(days=80)
    move(session, found, "dismiss", "appeal", "left", judged)
    assert file.keep_until == day_is_over(judged.date())


def test_asking_for_many_people_takes_as_many_queries_as_for_one(app, session, way, counting):
    found, _file = way
    move(session, found, "certify", "known", "certified", NOW)
    asked = APPEAL_PERIODS.provider()
    with counting() as one:
        assert asked.periods(session, [found.row.person_id], NOW)[found.row.person_id][0].scheme == "iwt-trainer"
    with counting() as many:
        asked.periods(session, [found.row.person_id, *range(1, 60)], NOW)
    assert len(one) == len(many)
