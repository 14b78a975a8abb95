"""Decisions on cohorts, states of participants, imports and permits are what the audit trail tells."""

import pytest
from sqlalchemy import delete, update

from courses.cohorts.models.cohort import CohortDecision
from courses.cohorts.models.imports import CohortAccountPermit, CohortAccountProposal, CohortImport
from courses.cohorts.models.participant import ParticipantState
from courses.cohorts.queries.audited import AUDITED
from courses.cohorts.queries.imports import proposals_of
from courses.cohorts.rules.states import ParticipantStatus
from courses.cohorts.services import leaving
from courses.cohorts.services.account_permits import end_permit, give_permit
from courses.cohorts.services.import_accounts import make_accounts
from courses.cohorts.services.import_undo import undo_import
from lms.access import Role
from lms.audit.verification.records import compare_all
from tests.builders import cohorts, imports
from tests.builders.people import administration, person, viewer


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
    assert {title: (one.records, one.faults) for title, one in found.items() if one.records or one.faults} == {
        "decisions on cohorts": (1, ()),
        "states of participants": (4, ()),
    }


@pytest.fixture
def place(session):
    return administration(session, country="LA")


@pytest.fixture
def imported(session, place, version, now):
    """Two imports: the accounts of one are made by a permit that ended, the other is undone with what it proposes."""
    leader, coordinator = cohorts.trainer(session, place=place), person(session, None, (Role.COORDINATOR, place))
    made = cohorts.cohort(session, version, now, leader=leader, place=place)
    known = person(session, "Known Officer", (Role.OFFICER, place), place=place, email="known@customs.example")
    first = imports.applied(session, made, imports.text_file(("New One",), head="Name"), leader, now)
    give_permit(session, cohorts.found(session, made.id), by=viewer(session, coordinator), now=now)
    (asked,) = proposals_of(session, first.id)
    found = imports.proposal(session, cohorts.found(session, made.id), asked)
    permit = imports.permit(session, cohorts.found(session, made.id))
    make_accounts(session, found, by=viewer(session, leader), now=now, permit=permit)
    end_permit(session, cohorts.found(session, made.id), by=viewer(session, coordinator), now=now)
    rows = (("Known Officer", known.email), ("Newer One", "newer@customs.example"))
    second = imports.applied(session, made, imports.text_file(*rows, head="Name;E-mail"), leader, now)
    undo_import(session, cohorts.found(session, made.id), second, by=viewer(session, leader), now=now)
    return made


def test_imports_permits_and_proposed_accounts_fit(session, imported):
    found = compared(session)
    wanted = {
        "files of officers applied": 2,
        "imports undone": 1,
        "accounts proposed for cohorts": 2,
        "accounts for cohorts made or refused": 2,
        "permits to make accounts": 1,
        "permits that ended": 1,
    }
    assert {title: found[title].records for title in wanted} == wanted
    assert [one.faults for one in found.values() if one.faults] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (update(CohortImport).values(digest="0" * 64), "files of officers applied"),
        (update(CohortImport).values(undone_at=None), "imports undone"),
        (update(CohortAccountProposal).values(count=9), "accounts proposed for cohorts"),
        (update(CohortAccountProposal).values(reason="Other words."), "accounts for cohorts made or refused"),
        (update(CohortAccountPermit).values(ended_at=None), "permits that ended"),
    ],
)
def test_what_was_changed_of_an_import_is_named(session, imported, change, said):
    session.flush()
    session.execute(change)
    assert compared(session)[said].faults


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
