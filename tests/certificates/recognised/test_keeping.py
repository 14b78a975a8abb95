"""Credentials of other bodies as registrars keep them: days, second persons, what is left alone, and their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.recognised.models import RecognisedCredential
from certificates.recognised.queries import (
    recognised_kept,
    recognised_of,
    recognised_one,
    scopes_in_force,
    state_of,
)
from certificates.recognised.rules import RecognisedFacts, RecognisedState, scope_covers, state_on
from certificates.recognised.services import (
    RecognisedDraft,
    close_recognised,
    confirm_recognised,
    enter_recognised,
)
from lms.access import Grant, Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from tests.builders import people
from tests.builders.audit import entries
from tests.builders.people import NOW

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def registrar(session):
    return people.person(session, "Rita Registrar", SchemeRole.REGISTRAR)


@pytest.fixture
def second(session):
    return people.person(session, "Sam Second", SchemeRole.REGISTRAR)


@pytest.fixture
def holder(session):
    return people.person(session, "Hana Holder")


@pytest.fixture
def other(session):
    return people.person(session, "Olu Other")


@pytest.fixture
def enter(app, session, registrar, now):
    """Enters one for somebody."""

    def made(person, **more):
        values = {
            "body": "World Customs Organization", "number": "A-17", "topics": ["risk-management", "operations"],
            "valid_until": TODAY, "compared_by": "By letter", "compared_on": TODAY, "document_note": "Shelf 4",
        } | more  # fmt: skip
        return enter_recognised(session, person.id, RecognisedDraft(**values), by_id=registrar.id, now=now)

    with app.test_request_context():
        yield made


@pytest.mark.parametrize(
    ("confirmed", "closed", "on_its_last_day", "after"),
    [
        (False, False, RecognisedState.WAITING, RecognisedState.EXPIRED),
        (True, False, RecognisedState.IN_FORCE, RecognisedState.EXPIRED),
        (False, True, RecognisedState.REFUSED, RecognisedState.REFUSED),
        (True, True, RecognisedState.ENDED, RecognisedState.ENDED),
    ],
)
def test_how_one_stands_on_its_last_day_and_after_it(confirmed, closed, on_its_last_day, after):
    facts = RecognisedFacts(TODAY, confirmed=confirmed, closed=closed)
    assert (state_on(facts, TODAY), state_on(facts, TODAY + DAY)) == (on_its_last_day, after)


@pytest.mark.parametrize(
    ("topics", "topic", "covers"),
    [
        ({"operations"}, "operations", True),
        ({"operations"}, "risk-management", False),
        ({"operations"}, None, True),
        (set(), None, False),
        (set(), "operations", False),
    ],
)
def test_a_scope_covers_its_topics_and_what_has_none(topics, topic, covers):
    assert scope_covers(topics, topic) is covers


def test_one_that_is_entered_says_what_was_typed_and_counts_for_nothing(session, enter, registrar, holder, now):
    row = enter(holder)
    assert (row.person_id, row.body, row.number, row.topics, row.valid_until, row.document_note) == (
        holder.id, "World Customs Organization", "A-17", ["operations", "risk-management"], TODAY, "Shelf 4",
    )  # fmt: skip
    assert (row.compared_by, row.compared_on, row.entered_by_id, row.entered_at) == (
        "By letter", TODAY, registrar.id, now,
    )  # fmt: skip
    assert (row.confirmed_at, row.closed_at, state_of(row, TODAY)) == (None, None, RecognisedState.WAITING)
    [entry] = entries(session, "recognised.entered")
    assert (entry.subject, entry.actor_id) == (f"person:{holder.id}", registrar.id)
    assert (entry.data["recognised_id"], entry.data["valid_until"], entry.data["topics"]) == (
        row.id, "2026-11-25", ["operations", "risk-management"],
    )  # fmt: skip
    assert scopes_in_force(session, [holder.id], TODAY) == {}


def test_two_of_one_holder_cover_what_both_do_until_their_last_days_and_nobody_elses_counts(
    session, enter, second, holder, other, now
):
    rows = [enter(holder, topics=["operations"]), enter(holder, topics=["legal"], valid_until=TODAY + DAY),
            enter(other, topics=["training"])]  # fmt: skip
    enter(holder, topics=["waiting"])
    for row in rows:
        confirm_recognised(session, row, by_id=second.id, now=now)
    for asked, day, expected in (
        ([holder.id], TODAY, {holder.id: {"operations", "legal"}}),
        ([holder.id, other.id], TODAY + DAY, {holder.id: {"legal"}}),
        ([other.id], TODAY, {other.id: {"training"}}),
        ([holder.id, other.id], TODAY + 2 * DAY, {}),
    ):
        assert scopes_in_force(session, asked, day) == expected
    close_recognised(session, rows[1], "The body withdrew it.", by_id=second.id, now=now)
    assert scopes_in_force(session, [holder.id], TODAY) == {holder.id: {"operations"}}


def test_a_second_person_confirms_one_and_no_other_with_it(session, enter, second, holder, now):
    row, beside = enter(holder), enter(holder)
    confirm_recognised(session, row, by_id=second.id, now=now)
    session.refresh(row)
    session.refresh(beside)
    assert (row.confirmed_by_id, row.confirmed_at, beside.confirmed_at) == (second.id, now, None)
    [entry] = entries(session, "recognised.confirmed")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{holder.id}", second.id, {"recognised_id": row.id},
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="has expired"):
        confirm_recognised(session, beside, by_id=second.id, now=now + DAY)
    close_recognised(session, beside, "Nobody answered.", by_id=second.id, now=now)
    with pytest.raises(Conflict):
        confirm_recognised(session, beside, by_id=second.id, now=now)
    assert beside.confirmed_at is None


def test_who_entered_it_confirms_nothing_and_nor_does_whose_rights_come_from_them(
    session, enter, registrar, second, holder, now
):
    row = enter(holder)
    puppet = people.appointed(session, registrar.id, SchemeRole.REGISTRAR)
    for one in (registrar, puppet):
        with pytest.raises(RuleBroken, match="A second person has to confirm this"):
            confirm_recognised(session, row, by_id=one.id, now=now)
    assert row.confirmed_at is None


def test_one_is_closed_once_with_a_reason_by_somebody_else_than_its_holder(session, enter, second, holder, now):
    row, beside = enter(holder), enter(holder)
    with pytest.raises(RuleBroken, match="your own credential"):
        close_recognised(session, row, "Mine.", by_id=holder.id, now=now)
    with pytest.raises(BadInput) as fault:
        close_recognised(session, row, " ", by_id=second.id, now=now)
    assert fault.value.field == "reason"
    close_recognised(session, row, " Withdrawn. ", by_id=second.id, now=now)
    session.refresh(row)
    session.refresh(beside)
    assert (row.closed_by_id, row.closed_at, row.closed_reason, beside.closed_at) == (
        second.id, now, "Withdrawn.", None,
    )  # fmt: skip
    [entry] = entries(session, "recognised.closed")
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"person:{holder.id}", second.id, {"recognised_id": row.id, "reason": "Withdrawn."},
    )  # fmt: skip
    with pytest.raises(Conflict):
        close_recognised(session, row, "Again.", by_id=second.id, now=now)


@pytest.mark.parametrize(
    ("field", "change"),
    [("topics", {"topics": []}), ("valid_until", {"valid_until": TODAY - DAY}), ("compared_on", {
        "compared_on": TODAY + DAY})],
)  # fmt: skip
def test_what_is_refused_is_not_kept(session, enter, holder, field, change):
    with pytest.raises(BadInput) as fault:
        enter(holder, **change)
    assert fault.value.field == field
    assert session.scalars(select(RecognisedCredential)).all() == []


def test_a_registrar_finds_what_waits_first_then_the_newest_and_only_where_the_role_reaches(
    session, enter, registrar, second, holder, other, now
):
    waits, confirmed, refused, newest = enter(holder), enter(holder), enter(other), enter(other)
    for row in (confirmed, newest):
        confirm_recognised(session, row, by_id=second.id, now=now)
    close_recognised(session, refused, "Nobody answered.", by_id=second.id, now=now)
    session.expire_all()
    me = people.viewer(session, registrar)
    assert recognised_kept(session, me) == [waits, newest, refused, confirmed]
    assert recognised_one(session, me, confirmed.uuid) is confirmed
    with pytest.raises(NotFound):
        recognised_one(session, me, new_uuid())
    assert recognised_of(session, holder.id) == [confirmed]
    assert recognised_of(session, other.id) == [newest]
    elsewhere = people.person(session)
    people.give_anywhere(session, elsewhere, Grant(SchemeRole.REGISTRAR, "scheme", "4"))
    for viewer in (
        people.viewer(session, elsewhere),
        people.viewer(session, people.person(session, None, Role.OFFICER)),
    ):
        assert recognised_kept(session, viewer) == []
        with pytest.raises(NotFound):
            recognised_one(session, viewer, waits.uuid)


TYPED = {
    "person": "", "body": "World Customs Organization", "number": "A-17", "topics": ["operations"],
    "valid_until": "2026-12-24", "compared_by": "The office", "compared_on": "2026-11-24", "document_note": "Shelf 4",
}  # fmt: skip


def test_one_is_entered_confirmed_and_closed_on_pages_that_say_so(session, in_, registrar, second, holder):
    first = in_(registrar)
    typed = TYPED | {"person": holder.username}
    for more, words in (
        ({"person": "nobody"}, 'value="nobody"'),
        ({"valid_until": "2026-11-01"}, "This credential has expired."),
        ({"compared_on": "2026-12-24"}, "This day is in the future."),
        ({"topics": []}, "Choose at least one topic"),
        ({"valid_until": ""}, "Enter the last day on which it is valid."),
        ({"compared_on": ""}, "Enter the day on which the body answered."),
    ):
        answer = first.post("/recognised/new", data=typed | more)
        assert (answer.status_code, words in answer.text, "A-17" in answer.text) == (422, True, True)
    done = first.post("/recognised/new", data=typed)
    page = first.get(done.location).text
    assert "It counts when a second registrar has confirmed it." in page
    [row] = session.scalars(select(RecognisedCredential)).all()
    assert (row.person_id, row.body, row.number, row.topics, row.document_note, row.compared_by) == (
        holder.id, "World Customs Organization", "A-17", ["operations"], "Shelf 4", "The office",
    )  # fmt: skip
    assert (row.valid_until.isoformat(), row.compared_on.isoformat(), row.entered_by_id) == (
        "2026-12-24", "2026-11-24", registrar.id,
    )  # fmt: skip
    confirm, close = f"/recognised/{row.uuid}/confirm", f"/recognised/{row.uuid}/close"
    assert (confirm in page, close in page) == (False, True)
    assert first.post(confirm).status_code == 409
    other = in_(second)
    assert confirm in other.get(done.location).text
    after = other.get(other.post(confirm).location).text
    assert "It is confirmed. It counts from now until its last day." in after
    assert (confirm in after, close in after, "Sam Second" in after) == (False, True, True)
    empty = other.post(close, data={"reason": ""})
    assert (empty.status_code, "Give the reason. It is saved." in empty.text) == (422, True)
    ended = other.get(other.post(close, data={"reason": "Withdrawn."}).location).text
    assert "It no longer counts." in ended
    assert (close in ended, "Withdrawn." in ended) == (False, True)
    assert other.post(close, data={"reason": "Again."}).status_code == 409
    assert other.post(f"/recognised/{new_uuid()}/close", data={"reason": ""}).status_code == 404


def test_its_holder_neither_confirms_nor_closes_it_as_a_registrar(session, in_, enter, second):
    row = enter(second)
    session.commit()
    page = in_(second).get(f"/recognised/{row.uuid}").text
    assert f"/recognised/{row.uuid}/confirm" not in page
    assert f"/recognised/{row.uuid}/close" not in page


def test_the_list_and_its_file_hold_the_same(session, in_, enter, second, holder, other, now):
    enter(holder, number="A-1")
    confirm_recognised(session, enter(other, number="A-2"), by_id=second.id, now=now)
    session.commit()
    browser = in_(second)
    shown = browser.get("/recognised").text
    assert all(words in shown for words in ("Hana Holder", "Olu Other"))
    rows = browser.get("/recognised/export.json").json
    assert [(row["name"], row["number"], row["valid_until"]) for row in rows] == [
        ("Hana Holder", "A-1", "2026-11-25"), ("Olu Other", "A-2", "2026-11-25"),
    ]  # fmt: skip
