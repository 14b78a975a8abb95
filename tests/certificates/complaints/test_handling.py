"""Complaints beside each other: what each step does to its own alone, whom it waits for, and how often one may come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.complaints import policy, queries, services
from certificates.complaints.models import Complaint, ComplaintConcern
from certificates.complaints.rules import (
    ACKNOWLEDGE_WITHIN,
    ANSWER_WITHIN,
    CONTACT_KEPT,
    ComplaintAct,
    ComplaintFinding,
    ComplaintTopic,
    standing,
)
from certificates.complaints.services import (
    COMPLAINTS_NETWORK,
    LETTERS_ADDRESS,
    ComplaintAnswer,
    ComplaintDraft,
    count_complaint,
)
from certificates.permissions import SchemeRole
from lms.access import Grant, Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken, TooMany
from tests.builders import people as make
from tests.builders.audit import records_apart
from tests.builders.complaints import WORDS, complaint
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")
ANSWER = ComplaintAnswer(ComplaintFinding.PARTLY, "The class sits another exam.")
HOUR = timedelta(hours=1)


def officer(session, name=None):
    row = make.person(session, name)
    make.give_anywhere(session, row, Grant(SchemeRole.QUALITY_OFFICER))
    return make.viewer(session, row)


@pytest.fixture
def by(session):
    return officer(session, "Quality Officer")


@pytest.fixture
def other(session):
    """A complaint of somebody else, which nothing here is about."""
    return complaint(session, email="other@example.org")


def closed(session, row, by, at=NOW):
    services.acknowledge(session, row, "I read it.", by=by, now=at)
    services.close(session, row, "You are right.", ANSWER, by=by, now=at)
    return row


def test_a_complaint_is_kept_once_by_its_form_with_what_was_said(session, by, other):
    draft = ComplaintDraft(
        "form", ComplaintTopic.DATA, "x" * 20, "fr", reference="A-17", name="Tomas", email=" Tomas@Example.org "
    )
    row = services.complain(session, draft, now=NOW)
    assert services.complain(session, draft, now=NOW + HOUR) is row
    assert (queries.of_key(session, "form"), queries.of_key(session, "another")) == (row, None)
    assert (row.topic, row.words, row.language, row.reference) == ("data", "x" * 20, "fr", "A-17")
    assert (row.name, row.email, row.person_id, row.steps) == ("Tomas", "tomas@example.org", None, 0)
    assert (row.state, row.received_at, row.due_at) == ("received", NOW, NOW + ACKNOWLEDGE_WITHIN)
    known = services.complain(
        session,
        ComplaintDraft("mine", ComplaintTopic.OTHER, WORDS, "en", name="T", email="t@e.org", person=by),
        now=NOW,
    )
    assert (known.name, known.email, known.person_id) == ("", "", by.id)  # the account says it
    with pytest.raises(BadInput) as fault:
        services.complain(session, ComplaintDraft("short", ComplaintTopic.OTHER, "x" * 19, "en"), now=NOW)
    assert fault.value.field == "words"
    assert records_apart(session) == []


def test_each_step_changes_its_own_complaint_and_is_kept_in_order(session, by, other):
    row = complaint(session)
    services.note(session, row, "Ask them.", by=by, now=NOW + HOUR)
    assert (row.state, row.due_at) == ("received", NOW + ACKNOWLEDGE_WITHIN)
    services.acknowledge(session, row, "I read it.", by=by, now=NOW + 2 * HOUR)
    assert (row.state, row.due_at, row.steps) == ("acknowledged", NOW + ANSWER_WITHIN, 2)
    services.say_more(session, row, "There is a film.", by=None, now=NOW + 3 * HOUR)
    services.close(session, row, "You are right.", ANSWER, by=by, now=NOW + 4 * HOUR)
    assert (row.state, row.due_at) == ("closed", None)
    later = NOW + timedelta(days=9)
    services.say_more(session, row, "No new exam.", by=None, now=later)
    assert (row.state, row.due_at, row.steps) == ("acknowledged", later + ANSWER_WITHIN, 5)
    steps = queries.steps_of(session, row.id)
    assert [(one.no, one.act, one.by_id) for one in steps] == [
        (1, "noted", by.id), (2, "acknowledged", by.id), (3, "added", None), (4, "closed", by.id),
        (5, "reopened", None),
    ]  # fmt: skip
    assert [(one.finding, one.action) for one in steps[2:4]] == [(None, None), ("partly", ANSWER.action)]
    assert queries.names_wanted(steps) == {by.id}
    assert queries.names_wanted(steps[2:3]) == set()
    session.expire_all()
    assert (other.state, other.steps, queries.steps_of(session, other.id)) == ("received", 0, [])
    assert queries.complaint_followed(session, row.uuid).steps == tuple(steps)
    assert records_apart(session) == []


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda session, row, by: services.say_more(session, row, "Four", by=None, now=NOW), "words"),
        (lambda session, row, by: services.acknowledge(session, row, "Four", by=by, now=NOW), "words"),
        (lambda session, row, by: services.note(session, row, "Four", by=by, now=NOW), "words"),
        (lambda session, row, by: services.close(session, row, "Four", ANSWER, by=by, now=NOW), "words"),
        (
            lambda session, row, by: services.close(
                session, row, "Five.", ComplaintAnswer(ComplaintFinding.UPHELD, "Four"), by=by, now=NOW
            ),
            "action",
        ),
        (lambda session, row, by: services.name_concern(session, row, by.id, by=by, now=NOW), "person"),
    ],
)
def test_what_is_too_short_or_names_oneself_is_refused_beside_its_field(session, by, act, field):
    row = complaint(session)
    with pytest.raises(BadInput) as fault:
        act(session, row, by)
    assert fault.value.field == field
    assert queries.steps_of(session, row.id) == []


def test_five_letters_are_enough_and_no_step_is_taken_out_of_turn(session, by):
    row = complaint(session)
    services.say_more(session, row, "Five.", by=None, now=NOW)
    services.note(session, row, "Five.", by=by, now=NOW)
    services.acknowledge(session, row, "Five.", by=by, now=NOW)
    with pytest.raises(Conflict, match="has changed"):
        services.acknowledge(session, row, "Once more.", by=by, now=NOW)
    services.close(session, row, "Five.", ComplaintAnswer(ComplaintFinding.UPHELD, "Fives"), by=by, now=NOW)
    with pytest.raises(Conflict, match="has changed"):
        services.close(session, row, "Once more.", ANSWER, by=by, now=NOW)
    assert [one.act for one in queries.steps_of(session, row.id)] == ["added", "noted", "acknowledged", "closed"]


def test_whom_it_is_about_does_nothing_with_it_and_is_named_once(session, by, other):
    row, about = complaint(session), officer(session, "About")
    for _twice in range(2):
        services.name_concern(session, row, about.id, by=by, now=NOW)
    kept = session.scalars(select(ComplaintConcern)).one()
    assert (kept.complaint_id, kept.person_id, kept.by_id, kept.at) == (row.id, about.id, by.id, NOW)
    assert (queries.concerned_by(session, row.id), queries.concerned_by(session, other.id)) == ({about.id}, frozenset())
    services.acknowledge(session, complaint(session), "I read it.", by=about, now=NOW)  # of any other they may
    for act in (
        lambda: services.acknowledge(session, row, "I read it.", by=about, now=NOW),
        lambda: services.note(session, row, "I read it.", by=about, now=NOW),
        lambda: services.close(session, row, "I read it.", ANSWER, by=about, now=NOW),
        lambda: services.name_concern(session, row, by.id, by=about, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="about you"):
            act()
    assert records_apart(session) == []


def test_complaints_are_listed_by_what_is_due_or_newest_first_and_only_those_that_one_handles(session, by):
    about = officer(session, "About")
    late, soon = (complaint(session, at=NOW + timedelta(days=days)) for days in (2, 1))
    mine = complaint(session, person=by, at=NOW)
    theirs = complaint(session, person=about, at=NOW + timedelta(days=3))
    named = complaint(session, at=NOW + timedelta(days=4))
    services.name_concern(session, named, about.id, by=by, now=NOW)
    first, last = (closed(session, complaint(session, at=NOW - days * HOUR), by) for days in (9, 7))

    def listed(who, *, closed=False, **more):
        return queries.complaints_listed(session, who, closed=closed, **more)

    assert listed(by) == ([soon, late, theirs, named], 4)
    assert listed(about) == ([mine, soon, late], 3)
    assert listed(by, closed=True) == ([last, first], 2)
    assert listed(by, offset=1, limit=2) == ([late, theirs], 4)
    assert queries.own_complaints(session, by) == [mine]
    newest = complaint(session, person=by, at=NOW + HOUR)
    assert queries.own_complaints(session, by) == [newest, mine]
    for who, own in ((by, mine), (about, named), (about, theirs)):
        with pytest.raises(NotFound):
            queries.complaint_handled(session, who, own.uuid)
    assert queries.complaint_handled(session, about, mine.uuid).row is mine
    for who in (
        make.viewer(session, make.person(session)),
        make.viewer(session, make.person(session, None, Role.OFFICER)),
    ):
        assert session.scalars(select(Complaint).where(policy.handled_by(who))).all() == []
        assert listed(who) == ([], 0)
    assert set(queries.closings(session, [first.id, soon.id])) == {first.id}


def test_home_says_how_many_are_open_to_whoever_handles_them_and_by_when_the_first_is_due(session, by):
    def told(who):
        columns = queries.complaints_first(who, NOW)
        return session.scalar(select(*columns)) if columns else None

    assert told(by) == [(0, None)]
    complaint(session, at=NOW + HOUR)
    complaint(session, at=NOW + 2 * HOUR)
    complaint(session, person=by, at=NOW)
    closed(session, complaint(session, at=NOW - HOUR), by)
    assert told(by) == [(2, NOW + HOUR + ACKNOWLEDGE_WITHIN)]
    assert told(make.viewer(session, make.person(session, None, Role.OFFICER))) is None


def test_a_complaint_is_overdue_after_its_due_moment_and_no_more_once_it_is_closed(session, by):
    first, second = complaint(session, at=NOW), complaint(session, at=NOW + HOUR)
    due = NOW + ACKNOWLEDGE_WITHIN
    assert queries.overdue(session, due) == (0, None)
    assert queries.overdue(session, due + HOUR) == (1, due)
    assert queries.overdue(session, due + 2 * HOUR) == (2, due)
    closed(session, first, by)
    assert queries.overdue(session, due + 2 * HOUR) == (1, second.due_at)
    ended = standing(NOW, [(ComplaintAct.ACKNOWLEDGED, NOW), (ComplaintAct.CLOSED, NOW)])
    assert not ended.is_overdue(NOW + timedelta(days=999))


def test_old_names_and_addresses_go_a_year_after_the_last_closing_and_no_others(session, by):
    open_one = complaint(session, email="open@example.org")
    old, again, recent, nameless = (complaint(session, email=one) for one in ("a@e.org", "b@e.org", "c@e.org", ""))
    for row in (old, again, nameless):
        closed(session, row, by)
    closed(session, recent, by, NOW + timedelta(days=30))
    named = complaint(session)
    named.name = "Tomas"
    closed(session, named, by)
    services.say_more(session, again, "There is more.", by=None, now=NOW + timedelta(days=9))
    services.close(session, again, "It stays so.", ANSWER, by=by, now=NOW + timedelta(days=10))
    assert set(queries.with_contact(session)) == {old, again, recent, named}
    at = NOW + CONTACT_KEPT + timedelta(seconds=1)
    assert services.forget_contacts(session, now=at) == 2
    session.expire_all()
    assert [one.email for one in (old, again, recent, open_one)] == ["", "b@e.org", "c@e.org", "open@example.org"]
    assert (named.name, named.words) == ("", WORDS)
    assert services.forget_contacts(session, now=at) == 0


def test_a_link_names_one_complaint_and_no_link_none(session, other):
    row = complaint(session)
    assert queries.complaint_followed(session, row.uuid).row is row
    for uuid in (None, "", "another"):
        with pytest.raises(NotFound):
            queries.complaint_followed(session, uuid)


def test_a_network_sends_so_many_and_an_address_gets_so_few_letters_in_a_while(session):
    sent = [count_complaint(session, "here", "Tomas@example.org", now=NOW) for _ in range(COMPLAINTS_NETWORK)]
    assert sent == [True] * LETTERS_ADDRESS + [False] * (COMPLAINTS_NETWORK - LETTERS_ADDRESS)
    for passed, minutes in ((1, "15 minutes"), (841, "1 minute"), (840, "2 minutes")):
        with pytest.raises(TooMany, match=f"Wait {minutes}, then") as fault:
            count_complaint(session, "here", "", now=NOW + timedelta(seconds=passed))
        assert fault.value.retry_after == 901 - passed
    assert not count_complaint(session, "there", "tomas@example.org", now=NOW)  # from anywhere, however it is written
    assert count_complaint(session, "there", "ama@example.org", now=NOW)
    assert not count_complaint(session, "there", "", now=NOW)
    assert count_complaint(session, "here", "tomas@example.org", now=NOW + timedelta(minutes=15))
