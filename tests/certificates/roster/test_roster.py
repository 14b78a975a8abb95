"""The roster: who is shown to whom, what is kept of it, and what ends it the same day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import ending
from certificates.decisions.scheme_steps import suspend_by_two
from certificates.permissions import SchemeRole
from certificates.roster.models import RosterSearch, RosterShown
from certificates.roster.queries.audited import AUDITED
from certificates.roster.queries.searches import hits_of, own_search, times_shown, who_searched
from certificates.roster.rate_limits import WITHIN_DAY, WITHIN_WINDOW
from certificates.roster.rules import Listing
from certificates.roster.services import RosterDraft, change_listing, search_roster, write_to_holder
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, NotFound, RuleBroken, TooMany
from lms.messages.models import Message
from lms.people.api import COUNTRY
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

WHY = "A mission to a port in the region in spring."
PLACES = {"country:KE": frozenset({"KE"}), "region:1": frozenset({"KE", "TZ"})}
WILLING = Listing(True, frozenset({"en"}))
DAY = date(2027, 3, 1)


def officer(session, name):
    """Another officer whose name is checked."""
    row = people.person(session, name, Role.OFFICER)
    certificates.name_checked(session, row, name)
    return row


@pytest.fixture
def held(session, held):
    """The same, with a holder who serves in Kenya."""
    person = session.get_one(people.Person, held.credential.person_id)
    person.administration_id = people.administration(session, "Homeport customs", country="KE").id
    session.flush()
    return held


@pytest.fixture
def body(session):
    place = people.administration(session, "Regional desk", country="ZA")
    return people.viewer(session, people.person(session, "Desk officer", SchemeRole.AUTHORISED_BODY, place=place))


def agree(session, held, now, listing=WILLING):
    return change_listing(session, listing, person_id=held.credential.person_id, now=now)


def search(session, body, now, **more):
    values = {"purpose": WHY, "topic": "operations"} | more
    return search_roster(session, RosterDraft(**values), PLACES, viewer=body, now=now)


def shown(session, body, row, now):
    return [one.row.person_id for one in hits_of(session, body, row, now)]


def test_nobody_is_found_before_they_agree_and_who_takes_it_back_is_gone_from_older_searches(session, held, body, now):
    assert search(session, body, now).found == 0
    agree(session, held, now)
    row = search(session, body, now)
    assert shown(session, body, row, now) == [held.credential.person_id]
    agree(session, held, now, Listing(listed=False))
    assert shown(session, body, row, now) == []
    assert search(session, body, now).found == 0
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_suspended_they_are_gone_the_same_moment(session, held, body, now):
    agree(session, held, now)
    row = search(session, body, now)
    for _number in range(2):
        manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
        suspend_by_two(session, held, "A host reports false papers.", actor=manager, now=now)
    assert shown(session, body, row, now) == []
    assert search(session, body, now).found == 0


def test_revoked_or_expired_they_are_gone(session, held, body, now):
    agree(session, held, now)
    row = search(session, body, now)
    ends = held.version.valid_until
    assert shown(session, body, row, ends - timedelta(seconds=1)) == [held.credential.person_id]
    assert shown(session, body, row, ends) == []
    ending.revoke(session, held.credential, StatusReason.OWN_WISH, "By letter.", actor_id=None, now=now)
    assert shown(session, body, row, now) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"topic": "risk-management"}, 1),
        ({"topic": "legal-instruments"}, 0),
        ({"language": "en"}, 1),
        ({"language": "fr"}, 0),
        ({"place": "country:KE"}, 1),
        ({"place": "region:1"}, 1),
    ],
)
def test_a_search_asks_by_scope_language_and_place(session, held, body, now, asked, found):
    agree(session, held, now)
    assert search(session, body, now, **asked).found == found


def test_a_body_of_one_country_finds_holders_of_that_country_alone(session, held, now):
    agree(session, held, now)
    for country, found in (("KE", 1), ("LA", 0)):
        row = people.person(session, f"Desk of {country}")
        people.give_anywhere(session, row, people.Grant(SchemeRole.AUTHORISED_BODY, COUNTRY, country))
        assert search(session, people.viewer(session, row), now).found == found


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("purpose", {"purpose": "Because."}),
        ("topic", {"topic": ""}),
        ("place", {"place": "country:XX"}),
        ("last", {"first": "today"}),
        ("last", {"first": "today", "last": "yesterday"}),
    ],
)
def test_a_search_without_purpose_or_scope_is_refused_beside_its_field(session, held, body, now, field, asked):
    days = {"today": now.date(), "yesterday": now.date() - timedelta(days=1)}
    values = {name: days.get(value, value) for name, value in asked.items()}
    with pytest.raises(BadInput) as fault:
        search(session, body, now, **values)
    assert fault.value.field == field
    assert session.scalars(select(RosterSearch)).all() == []


def test_the_holder_reads_how_often_they_were_shown_by_which_body_and_why(session, held, body, now):
    agree(session, held, now)
    search(session, body, now)
    row = search(session, body, now)
    person_id = held.credential.person_id
    assert times_shown(session, person_id) == 2
    write_to_holder(session, row, 1, "Please call +27 1.", body="Regional desk", viewer=body, now=now)
    first, second = who_searched(session, person_id)
    assert (first.body, first.search.purpose, first.written, second.written) == ("Regional desk", WHY, True, False)


def test_a_body_writes_once_to_whom_its_own_search_has_shown(session, held, body, now):
    agree(session, held, now)
    row = search(session, body, now)
    write_to_holder(session, row, 1, "Please call +27 1.", body="Regional desk", viewer=body, now=now)
    told = session.scalars(select(Message).where(Message.kind == "roster.contacted")).one()
    assert (told.person_id, told.params["words"]) == (held.credential.person_id, "Please call +27 1.")
    with pytest.raises(RuleBroken, match="already"):
        write_to_holder(session, row, 1, "Again.", body="Regional desk", viewer=body, now=now)
    with pytest.raises(NotFound):
        write_to_holder(session, row, 2, "Whoever.", body="Regional desk", viewer=body, now=now)
    other = people.viewer(session, people.person(session, None, SchemeRole.AUTHORISED_BODY))
    with pytest.raises(NotFound):
        own_search(session, other, row.uuid)


def test_searches_are_limited_within_a_quarter_of_an_hour_and_within_a_day(session, held, body, now):
    for _number in range(WITHIN_WINDOW):
        search(session, body, now)
    with pytest.raises(TooMany):
        search(session, body, now)
    at = now
    for number in range(WITHIN_WINDOW, WITHIN_DAY):
        at = now + timedelta(minutes=20 * (1 + number // WITHIN_WINDOW), seconds=number)
        search(session, body, at)
    with pytest.raises(TooMany, match="tomorrow"):
        search(session, body, at + timedelta(hours=1))


def test_a_search_asks_as_many_queries_for_many_holders_as_for_one(session, on, held, body, now):
    agree(session, held, now)

    def counted():
        statements = []

        def note(_conn, _cursor, statement, *_rest):
            if statement.startswith("SELECT"):
                statements.append(statement)

        event.listen(session.connection(), "before_cursor_execute", note)
        row = search(session, body, now)
        hits_of(session, body, row, now)
        event.remove(session.connection(), "before_cursor_execute", note)
        return len(statements)

    counted()
    one = counted()
    for number in range(2):
        other = make.issued(session, on, officer(session, f"Officer {'AB'[number]}"), now)
        change_listing(session, WILLING, person_id=other.credential.person_id, now=now)
    assert counted() == one
    assert session.scalars(select(RosterShown.no).where(RosterShown.no == 3)).all() == [3]


@pytest.mark.parametrize(
    ("field", "listing"),
    [
        ("languages", Listing(listed=True)),
        ("languages", Listing(True, frozenset({"xx"}))),
        ("last", Listing(True, frozenset({"en"}), first=DAY, last=DAY - timedelta(days=1))),
    ],
)
def test_a_listing_that_cannot_be_right_is_refused_beside_its_field(session, held, now, field, listing):
    with pytest.raises(BadInput) as fault:
        agree(session, held, now, listing)
    assert fault.value.field == field
