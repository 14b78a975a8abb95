"""What the log takes at its edges, what it keeps of a correction and a withdrawal, and what the record says of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from certificates.practice.models import PracticeEntry, PracticeRevision
from certificates.practice.queries.audited import AUDITED
from certificates.practice.queries.entries import entries_of, own_entry
from certificates.practice.queries.years import practice_log
from certificates.practice.rules.log import EARLIEST, MOST_AMOUNT, PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, correct_practice, log_practice, withdraw_practice
from lms.access import Role
from lms.errors import BadInput, NotFound, RuleBroken
from tests.builders import evidence, people
from tests.builders.audit import entries, records_apart

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def officer(session):
    return people.viewer(session, people.person(session, "Ama Quill", Role.OFFICER))


@pytest.fixture
def stranger(session):
    return people.viewer(session, people.person(session, "Somebody Else", Role.OFFICER))


def draft(now, **more):
    values = {
        "kind": PracticeKind.MISSION, "on": now.date(), "amount": 2, "unit": PracticeUnit.HOURS, "country": "GH",
        "role": " Lead ", "words": " Advised the port. ",
    }  # fmt: skip
    return PracticeDraft(**(values | more))


def revisions(session, row):
    wanted = select(PracticeRevision).where(PracticeRevision.entry_id == row.id).order_by(PracticeRevision.no)
    return session.scalars(wanted).all()


@pytest.mark.parametrize("days", [0, 1])
def test_today_is_taken_and_so_is_tomorrow_since_in_the_east_it_is_tomorrow_already(session, officer, now, days):
    row = log_practice(session, draft(now, on=now.date() + timedelta(days=days)), actor=officer, now=now)
    assert revisions(session, row)[0].on == now.date() + timedelta(days=days)


@pytest.mark.parametrize("change", [{"on": EARLIEST}, {"amount": 1}, {"amount": MOST_AMOUNT}])
def test_the_first_day_and_the_least_and_the_most_are_taken(session, officer, now, change):
    row = log_practice(session, draft(now, **change), actor=officer, now=now)
    [said] = revisions(session, row)
    assert {name: getattr(said, name) for name in change} == change


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("on", {"on": EARLIEST - timedelta(days=1)}),
        ("on", {"on": date(2026, 11, 27)}),
        ("amount", {"amount": 0}),
        ("amount", {"amount": MOST_AMOUNT + 1}),
        ("country", {"country": ""}),
    ],
)
def test_a_correction_is_judged_as_the_first_entry_is(session, officer, now, field, change):
    row = log_practice(session, draft(now), actor=officer, now=now)
    with pytest.raises(BadInput) as fault:
        correct_practice(session, row.uuid, draft(now, **change), "A slip.", actor=officer, now=now)
    assert fault.value.field == field
    assert len(revisions(session, row)) == 1


def test_the_evidence_of_somebody_else_is_not_named_in_ones_own_log(session, officer, stranger, now):
    evidence.item(session, officer.id, now, files=False)
    theirs = evidence.item(session, stranger.id, now, files=False)
    with pytest.raises(BadInput) as fault:
        log_practice(session, draft(now, evidence=f"evidence:{theirs.uuid}"), actor=officer, now=now)
    assert fault.value.field == "evidence"


def test_what_was_logged_is_kept_for_its_person_alone_and_told_in_the_record(session, officer, stranger, now):
    row = log_practice(session, draft(now), actor=officer, now=now)
    assert (row.person_id, row.made_at) == (officer.id, now)
    [said] = revisions(session, row)
    assert (said.no, said.role, said.words, said.reason, said.withdrawn, said.at) == (
        1, "Lead", "Advised the port.", "", False, now,
    )  # fmt: skip
    [entry] = entries(session, "practice.logged")
    assert (entry.subject, entry.actor_id) == (f"person:{officer.id}", officer.id)
    assert entry.data == {"revision_id": said.id, "kind": "mission", "on": now.date().isoformat()}
    assert entries_of(session, [stranger.id]) == {}
    assert practice_log(session, [stranger.id], now) == {stranger.id: []}


def test_a_correction_is_another_revision_with_its_reason_and_the_entry_beside_it_stays(session, officer, now):
    beside = log_practice(session, draft(now, words="Another one."), actor=officer, now=now)
    row = log_practice(session, draft(now), actor=officer, now=now)
    later = now + timedelta(hours=1)
    correct_practice(session, row.uuid, draft(now, amount=5), " It was longer. ", actor=officer, now=later)
    correct_practice(session, row.uuid, draft(now, amount=6), "Longer still.", actor=officer, now=later)
    assert [(one.no, one.amount, one.reason, one.at) for one in revisions(session, row)] == [
        (1, 2, "", now), (2, 5, "It was longer.", later), (3, 6, "Longer still.", later),
    ]  # fmt: skip
    first, _second = entries(session, "practice.corrected")
    assert (first.subject, first.actor_id) == (f"person:{officer.id}", officer.id)
    assert first.data == {"revision_id": revisions(session, row)[1].id, "reason": "It was longer."}
    assert own_entry(session, officer, row.uuid).revision.amount == 6
    assert own_entry(session, officer, beside.uuid).revision.words == "Another one."
    assert len(revisions(session, beside)) == 1


def test_a_withdrawn_entry_keeps_what_it_said_counts_no_more_and_is_not_touched_again(session, officer, now):
    item = evidence.item(session, officer.id, now, files=False)
    row = log_practice(session, draft(now, evidence=f"evidence:{item.uuid}"), actor=officer, now=now)
    for reason in ("", "  "):
        with pytest.raises(BadInput) as fault:
            withdraw_practice(session, row.uuid, reason, actor=officer, now=now)
        assert fault.value.field == "reason"
    withdraw_practice(session, row.uuid, " It was put off. ", actor=officer, now=now)
    first, last = revisions(session, row)
    names = ("kind", "on", "amount", "unit", "country", "role", "words", "evidence")
    assert [getattr(last, name) for name in names] == [getattr(first, name) for name in names]
    assert (last.no, last.withdrawn, last.reason) == (2, True, "It was put off.")
    [entry] = entries(session, "practice.withdrawn")
    assert (entry.subject, entry.data) == (
        f"person:{officer.id}", {"revision_id": last.id, "reason": "It was put off."},
    )  # fmt: skip
    assert practice_log(session, [officer.id], now) == {officer.id: []}
    for act in (
        lambda: correct_practice(session, row.uuid, draft(now), "It did.", actor=officer, now=now),
        lambda: withdraw_practice(session, row.uuid, "Once more.", actor=officer, now=now),
    ):
        with pytest.raises(RuleBroken, match="was withdrawn"):
            act()
    assert len(revisions(session, row)) == 2
    assert records_apart(session) == []


def test_what_the_record_is_compared_with_is_each_kind_of_revision_by_itself(session, officer, stranger, now):
    row = log_practice(session, draft(now), actor=officer, now=now)
    log_practice(session, draft(now), actor=stranger, now=now)
    correct_practice(session, row.uuid, draft(now), "A slip.", actor=officer, now=now)
    withdraw_practice(session, row.uuid, "Put off.", actor=officer, now=now)
    told = {one.event: [(each.subject, each.said) for each in one.next(session, 0)] for one in AUDITED}
    first, second, third = (one.id for one in revisions(session, row))
    mine = f"person:{officer.id}"
    assert [one for one in told["practice.logged"] if one[0] == mine] == [
        (mine, {"revision_id": first, "kind": "mission"})
    ]
    assert len(told["practice.logged"]) == 2
    assert told["practice.corrected"] == [(mine, {"revision_id": second, "reason": "A slip."})]
    assert told["practice.withdrawn"] == [(mine, {"revision_id": third, "reason": "Put off."})]


def test_an_address_of_nothing_is_no_entry(session, officer, now):
    log_practice(session, draft(now), actor=officer, now=now)
    with pytest.raises(NotFound):
        own_entry(session, officer, "0d6d4b0a-3f4e-4d38-9d0e-3f1f4a4d2b22")
    assert session.scalars(select(PracticeEntry)).one().person_id == officer.id
