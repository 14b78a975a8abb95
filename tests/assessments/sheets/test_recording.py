"""A recording of a performance: said by who was there, never without consent, and what it makes possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from assessments.sheets.models import Performance
from assessments.sheets.rules.recording import RecordingFacts, RecordingFault, recording_fault
from assessments.sheets.rules.states import ThirdBasis
from assessments.sheets.services.recording import say_recorded
from assessments.sheets.services.settling import name_third, plan_fresh
from assessments.workshops.models import WorkshopCandidate
from lms import clock
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from lms.people.models import Person
from tests.builders.people import NOW, browser_of
from tests.builders.sheets import Bench

FACTS = st.builds(
    RecordingFacts, at_workshop=st.booleans(), own=st.booleans(), written=st.booleans(), agreed=st.booleans(),
    third=st.booleans(),
)  # fmt: skip


@pytest.fixture
def bench(session, client):
    return Bench(session, recorded=False)


@pytest.fixture
def enter(app, session, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def sign(row):
        return browser_of(app, session, session.get_one(Person, row.id), at=NOW)

    return sign


def refuse(session, bench):
    session.query(WorkshopCandidate).update({"recording_agreed": False})
    session.flush()


def apart(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)


def entries(session):
    return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.name == "performance.recorded"))


def is_recorded(session, bench):
    return session.scalar(select(Performance.recorded).where(Performance.id == bench.performance.id))


@given(facts=FACTS)
def test_there_is_no_recording_without_consent_and_none_of_written_work(facts):
    fault = recording_fault(facts, recorded=True)
    if fault is None:
        assert facts.agreed
        assert facts.at_workshop
        assert not facts.written
        assert not facts.own
    if not facts.agreed:
        assert fault is not None


@given(facts=FACTS)
def test_what_a_third_rates_is_never_taken_back(facts):
    if facts.third:
        assert recording_fault(facts, recorded=False) is not None


def test_once_it_is_said_a_third_rates_the_recording_and_it_is_no_longer_taken_back(session, bench):
    apart(bench)
    say_recorded(session, bench.performance, True, by_id=bench.moderator.id, now=NOW)
    name_third(session, bench.performance, bench.three.id, ThirdBasis.RECORDING, by_id=bench.moderator.id, now=NOW)
    with pytest.raises(RuleBroken, match="There is a third assessor already"):
        say_recorded(session, bench.performance, False, by_id=bench.moderator.id, now=NOW)
    assert is_recorded(session, bench) is True


def test_the_same_said_twice_is_one_entry(session, bench):
    for _time in range(2):
        say_recorded(session, bench.performance, True, by_id=bench.one.id, now=NOW)
    assert entries(session) == 1
    say_recorded(session, bench.performance, False, by_id=bench.moderator.id, now=NOW)
    assert (entries(session), is_recorded(session, bench)) == (2, False)


def test_without_consent_and_on_ones_own_file_it_is_refused(session, bench):
    with pytest.raises(RuleBroken, match="your own file"):
        say_recorded(session, bench.performance, True, by_id=bench.candidate.id, now=NOW)
    refuse(session, bench)
    with pytest.raises(RuleBroken, match="did not agree to be recorded"):
        say_recorded(session, bench.performance, True, by_id=bench.moderator.id, now=NOW)
    assert recording_fault(RecordingFacts(True, False, True, True, False), True) is RecordingFault.WRITTEN


def test_a_fresh_exercise_is_not_recorded_because_the_first_was(session, bench):
    apart(bench)
    say_recorded(session, bench.performance, True, by_id=bench.moderator.id, now=NOW)
    assert plan_fresh(session, bench.performance, by_id=bench.moderator.id, now=NOW).recorded is False


def test_an_assessor_says_it_from_their_sheet_and_cannot_take_it_back(session, bench, enter):
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    assert "There is a recording" in here.get(at).text
    assert here.post(at + "/recording", data={"recorded": "yes"}).status_code == 303
    page = here.get(at).text
    assert "recorded, with consent" in page
    assert "There is no recording" not in page
    assert here.post(at + "/recording", data={"recorded": "no"}).status_code in (400, 409, 422)
    assert is_recorded(session, bench) is True


def test_a_moderator_says_it_and_takes_it_back(session, bench, enter):
    here, at = enter(bench.moderator), f"/performances/{bench.performance.uuid}"
    for said, shown in (("yes", "recorded, with consent"), ("no", "not recorded")):
        answer = here.post(at + "/recording", data={"recorded": said})
        assert answer.status_code == 303, answer.text
        assert shown in here.get(at).text


def test_the_pages_say_that_a_candidate_did_not_agree(session, bench, enter):
    refuse(session, bench)
    here, at = enter(bench.one), f"/sheets/{bench.first.uuid}"
    assert "did not agree to be recorded" in here.get(at).text
    refused = here.post(at + "/recording", data={"recorded": "yes"})
    assert refused.status_code == 409
    assert "let the coordinator note the written consent" in refused.text
