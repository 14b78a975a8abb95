"""What people declare and others allow, beside what strangers declared and were allowed."""

from datetime import timedelta

import pytest

from assessments.independence.api import ActingPart, Tie, declare_interest, end_interest, waive
from assessments.independence.events import IndependenceWaived, InterestDeclared, InterestEnded
from assessments.independence.models import IndependenceWaiver, InterestDeclaration, NoInterest
from assessments.independence.queries.facts import facts_between, said_no_interest, waivers_between
from assessments.independence.rules import Fact, Waiver
from assessments.independence.services import demand_free, say_no_interest
from lms.errors import BadInput, RuleBroken
from tests.builders.audit import entries, records_apart
from tests.builders.people import NOW, administration, appointed, person

LATER = NOW + timedelta(hours=1)
PART, TIE = ActingPart.EXAMINER, Tie.SAME_ADMINISTRATION


@pytest.fixture
def place(session):
    return administration(session)


def declared_between(session, *people):
    ids = [one.id for one in people]
    found = facts_between(session, ids, ids)
    return {fact for facts in found.values() for fact in facts if fact.tie is Tie.DECLARED}


def test_what_is_declared_is_kept_with_who_said_it_and_written_down(app, session):
    one, two, third = person(session), person(session), person(session)
    with pytest.raises(BadInput, match="another person") as refused:
        declare_interest(session, one.id, one.id, "Me.", now=NOW)
    assert refused.value.field == "about"
    row = declare_interest(session, one.id, two.id, "  We wrote a book.  ", now=NOW)
    assert (row.declared_by_id, row.about_id, row.words, row.at, row.ended_at) == (
        one.id, two.id, "We wrote a book.", NOW, None,
    )  # fmt: skip
    (entry,) = entries(session, InterestDeclared)
    assert (entry.subject, entry.actor_id) == (f"person:{two.id}", one.id)
    told = declared_between(session, one, two, third)
    assert told == {Fact(Tie.DECLARED, a, b, f"declaration:{row.id}") for a, b in ((one.id, two.id), (two.id, one.id))}
    assert declared_between(session, one, third) == set()
    assert records_apart(session) == []


def test_a_declaration_bars_whoever_acts_for_the_other_and_not_for_anybody_else(session):
    one, two, third = person(session), person(session), person(session)
    declare_interest(session, one.id, two.id, "Cousins.", now=NOW)
    declare_interest(session, third.id, one.id, "Neighbours.", now=NOW)
    assert set(facts_between(session, [one.id], [two.id])) == {(one.id, two.id)}
    assert set(facts_between(session, [two.id], [third.id])) == set()
    assert set(facts_between(session, [two.id, one.id], [third.id])) == {(one.id, third.id)}


def test_neither_of_the_two_nor_whom_they_appointed_ends_a_declaration(app, session):
    one, two, third = person(session), person(session), person(session)
    row = declare_interest(session, one.id, two.id, "Cousins.", now=NOW)
    other = declare_interest(session, one.id, third.id, "Neighbours.", now=NOW)
    for by_id in (one.id, two.id, appointed(session, one.id).id, appointed(session, two.id).id):
        with pytest.raises(RuleBroken):
            end_interest(session, row, by_id=by_id, now=LATER)
    assert entries(session, InterestEnded) == []
    end_interest(session, row, by_id=third.id, now=LATER)
    session.expire_all()
    assert (row.ended_at, row.ended_by_id, other.ended_at, other.ended_by_id) == (LATER, third.id, None, None)
    with pytest.raises(RuleBroken, match="ended already"):
        end_interest(session, row, by_id=person(session).id, now=LATER + timedelta(hours=1))
    session.expire_all()
    assert (row.ended_at, row.ended_by_id) == (LATER, third.id)
    (entry,) = entries(session, InterestEnded)
    assert (entry.subject, entry.actor_id) == (f"person:{two.id}", third.id)
    assert {(one.ref, one.until) for one in declared_between(session, one, two, third)} == {
        (f"declaration:{row.id}", LATER), (f"declaration:{other.id}", None),
    }  # fmt: skip
    assert records_apart(session) == []


def test_who_has_no_interest_says_so_for_one_occasion(session):
    one, two = person(session), person(session)
    say_no_interest(session, one.id, "workshop:1", now=NOW)
    say_no_interest(session, one.id, "workshop:2", now=LATER)
    say_no_interest(session, two.id, "workshop:1", now=NOW)
    say_no_interest(session, one.id, "workshop:1", now=NOW + timedelta(minutes=5))
    session.flush()
    assert session.query(NoInterest).count() == 4
    assert said_no_interest(session, "workshop:1", [one.id]) == {one.id: NOW + timedelta(minutes=5)}
    assert said_no_interest(session, "workshop:2", [one.id, two.id]) == {one.id: LATER}


def test_neither_of_the_two_nor_whom_they_appointed_allows_a_tie(app, session, place):
    one, two = person(session, place=place), person(session, place=place)
    for by_id in (one.id, two.id, appointed(session, one.id).id, appointed(session, two.id).id):
        with pytest.raises(RuleBroken):
            waive(session, one.id, two.id, PART, TIE, "Nobody else speaks Lao.", by_id=by_id, now=NOW)
    assert session.query(IndependenceWaiver).count() == len(entries(session, IndependenceWaived)) == 0


def test_what_is_allowed_is_kept_and_written_down_with_its_reason(app, session, place):
    one, two, third = person(session, place=place), person(session, place=place), person(session)
    row = waive(session, one.id, two.id, PART, TIE, "  Nobody else speaks Lao. ", by_id=third.id, now=NOW)
    assert (row.actor_id, row.person_id, row.part, row.tie, row.reason, row.by_id, row.at, row.ended_at) == (
        one.id, two.id, PART.value, TIE.value, "Nobody else speaks Lao.", third.id, NOW, None,
    )  # fmt: skip
    (entry,) = entries(session, IndependenceWaived)
    assert (entry.subject, entry.actor_id) == (f"person:{two.id}", third.id)
    assert records_apart(session) == []


def test_a_tie_is_allowed_for_its_pair_alone_and_until_that_ends(session, place):
    one, two, other = (person(session, place=place) for _each in range(3))
    by = person(session)

    def allow(actor, whom):
        return waive(session, actor.id, whom.id, PART, TIE, "Nobody else is there.", by_id=by.id, now=NOW)

    kept, ended = allow(one, two), allow(two, one)
    allow(one, other)
    allow(other, two)
    ended.ended_at = NOW
    session.flush()
    assert waivers_between(session, [one.id], [two.id]) == [Waiver(TIE, PART, one.id, two.id)]
    assert waivers_between(session, [two.id], [one.id]) == []
    demand_free(session, one.id, two.id, PART, now=NOW)
    with pytest.raises(RuleBroken, match=r"act here as assessor\. Both work for the same"):
        demand_free(session, two.id, one.id, PART, now=NOW)
    kept.ended_at = NOW
    session.flush()
    with pytest.raises(RuleBroken):
        demand_free(session, one.id, two.id, PART, now=NOW)


def test_a_fact_names_where_it_was(session, place):
    one, two = person(session, place=place), person(session, place=place)
    (fact,) = facts_between(session, [one.id], [two.id])[one.id, two.id]
    assert fact == Fact(TIE, one.id, two.id, f"administration:{place.id}")
    both = facts_between(session, [one.id, two.id], [one.id, two.id])
    assert [pair for pair, facts in both.items() if Tie.SELF in {each.tie for each in facts}] == [
        (one.id, one.id), (two.id, two.id),
    ]  # fmt: skip
    assert session.query(InterestDeclaration).count() == 0
