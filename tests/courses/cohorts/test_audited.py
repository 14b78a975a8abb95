"""Decisions on cohorts and states of participants are what the audit trail tells."""

import pytest
from sqlalchemy import delete, update

from courses.cohorts.models.cohort import CohortDecision
from courses.cohorts.models.participant import ParticipantState
from courses.cohorts.queries.audited import AUDITED
from courses.cohorts.rules.states import ParticipantStatus
from courses.cohorts.services import leaving
from lms.audit.verification.records import compare_all
from tests.builders import cohorts
from tests.builders.people import viewer


@pytest.fixture
def cohort(session, version, now):
    """With three officers, one of whom was withdrawn."""
    leader = cohorts.trainer(session)
    made = cohorts.cohort(session, version, now, leader=leader)
    gone, *_others = cohorts.officers(session, made, 3, now)
    there = cohorts.participant(session, made, gone)
    leaving.withdraw(session, made, there, "Ill.", actor=viewer(session, leader), now=now)
    return made


def compared(session):
    session.flush()
    return {one.title: one for one in compare_all(session, AUDITED)}


def test_what_nobody_touched_fits(session, cohort):
    found = compared(session)
    assert {title: (one.records, one.faults) for title, one in found.items()} == {
        "decisions on cohorts": (1, ()),
        "states of participants": (4, ()),
        "messages of trainers": (0, ()),
        "deadlines of cohorts": (0, ()),
        "extensions of deadlines": (0, ()),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (update(CohortDecision).values(approved=False), "approved is False"),
        (delete(CohortDecision), "decisions on cohorts"),
        (
            update(ParticipantState).where(ParticipantState.reason == "Ill.").values(status=ParticipantStatus.JOINED),
            "after is joined",
        ),
        (delete(ParticipantState).where(ParticipantState.reason == "Ill."), "states of participants: 1"),
    ],
    ids=["turned", "removed", "state turned", "state removed"],
)
def test_what_was_changed_or_removed_is_named(session, cohort, change, said):
    session.execute(change)
    assert any(said in words for one in compared(session).values() for words in one.faults)
