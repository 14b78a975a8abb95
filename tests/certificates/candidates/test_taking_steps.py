"""Steps taken, proposed, confirmed and refused; steps that follow by themselves; ways that end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from certificates.candidates.models import StepProposal
from certificates.candidates.queries.audited import AUDITED
from certificates.candidates.queries.found import candidate_by_id, evidence_of, transitions_of
from certificates.candidates.queries.proposals import open_proposal, proposals_of
from certificates.candidates.queries.standing import file_at
from certificates.candidates.queries.waiting import overdue
from certificates.candidates.rules.moving import Mover
from certificates.candidates.services import moving
from certificates.candidates.services.advancing import MOST, advance, close_ended, next_by_rule
from certificates.candidates.services.moving import Taking, ends, move
from certificates.candidates.services.proposals import confirm_step, refuse_step, take_step
from certificates.permissions import SchemeRole
from certificates.schemes.models import Candidate
from certificates.schemes.rules.definition import CANDIDATE, RULE, EvidenceKind, StateKind, TriggerFact
from lms.access import Grant
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.candidates import SCREEN
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")
ACCOUNT = TriggerFact.ACCOUNT_CONFIRMED


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def found(session, on, now):
    return build.candidate(session, people.person(session), on, now, "applied")


@pytest.fixture
def other(session, on, now):
    """Somebody in the same place, whom nothing of this concerns."""
    return build.candidate(session, people.person(session), on, now, "applied")


def officer(session, on, role=SchemeRole.SCHEME_OFFICER):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return people.viewer(session, row)


def own(session, found):
    return people.viewer(session, session.get_one(people.Person, found.row.person_id))


def taken(session, found):
    return [one.transition for one in transitions_of(session, [found.row.id])[found.row.id]]


def untold(session):
    return [one.title for one in compare_all(session, AUDITED) if one.faults]


def scheme(session, now, slug, *more, states=(), **changed):
    whole = build.definition(slug)
    wanted = {"states": (*whole.states, *states), "transitions": (*more, *whole.transitions)} | changed
    return build.scheme(session, people.person(session), now, replace(whole, **wanted))


def test_a_proposal_is_decided_for_its_own_candidate_alone(session, on, found, other, now):
    first, second = officer(session, on), officer(session, on)
    mine = take_step(session, found, "refuse", " Too short a service ", actor=first, now=now)
    theirs = take_step(session, other, "refuse", "So", actor=second, now=now)
    assert (mine.reason, mine.from_state, mine.by_id) == ("Too short a service", "applied", first.id)
    assert [open_proposal(session, one.row.id) for one in (found, other)] == [mine, theirs]
    with pytest.raises(Conflict, match="already proposed"):
        take_step(session, found, "refuse", "So", actor=second, now=now)
    later = now + timedelta(hours=1)
    refuse_step(session, found, actor=second, now=later)
    session.expire_all()
    assert (mine.outcome, mine.closed_at, mine.closed_by_id) == ("refused", later, second.id)
    assert (theirs.outcome, theirs.closed_at) == (None, None)
    again = take_step(session, found, "refuse", "So", actor=first, now=later)
    assert proposals_of(session, found.row.id) == [again, mine]
    confirm_step(session, found, actor=second, now=later)
    session.expire_all()
    assert (again.outcome, again.closed_by_id, theirs.outcome) == ("confirmed", second.id, None)
    assert [taken(session, one) for one in (found, other)] == [["refuse"], []]
    for act in (confirm_step, refuse_step):
        with pytest.raises(Conflict, match="Nothing waits"):
            act(session, found, actor=second, now=later)
    assert untold(session) == ["candidates"]  # whom a builder made


def test_a_proposal_is_taken_back_by_whoever_made_it_and_refused_by_nobody_without_the_right(session, on, found, now):
    first = officer(session, on)
    row = take_step(session, found, "refuse", "So", actor=first, now=now)
    stranger = officer(session, on, SchemeRole.REGISTRAR)
    with pytest.raises(RuleBroken, match="do not hold the role"):
        refuse_step(session, found, actor=stranger, now=now)
    refuse_step(session, found, actor=first, now=now)
    session.refresh(row)
    assert (row.outcome, row.closed_by_id) == ("withdrawn", first.id)


def test_what_is_proposed_is_judged_as_if_it_were_taken_but_for_the_second_person(session, on, found, now):
    first = officer(session, on, SchemeRole.REGISTRAR)
    with pytest.raises(RuleBroken, match=r"^You do not hold the role for this step\.$"):
        take_step(session, found, "refuse", "So", actor=first, now=now)
    with pytest.raises(NotFound):
        take_step(session, found, "fly", "", actor=first, now=now)
    assert session.scalars(select(StepProposal)).all() == []


def test_who_lost_the_role_meanwhile_proposed_in_vain(session, on, found, now):
    first, second = officer(session, on), officer(session, on)
    take_step(session, found, "refuse", "So", actor=first, now=now)
    for held in session.scalars(select(people.RoleGrant).where(people.RoleGrant.person_id == first.id)):
        held.ended_at = now
    session.flush()
    with pytest.raises(RuleBroken, match="do not hold the role"), session.begin_nested():
        confirm_step(session, found, actor=second, now=now + timedelta(minutes=1))
    assert taken(session, found) == []


def test_an_appeal_brings_the_words_of_the_candidate_and_a_step_of_others_does_not(session, now):
    appeal = build.step("appeal", "not-eligible", "appeal", CANDIDATE, reason=True, brings=("statement",))
    note = build.step("note", "not-eligible", "applied", SCREEN, brings=("statement",))
    kinds = (*build.definition().evidence, EvidenceKind("statement", build.said("Statement")))
    on = scheme(session, now, "heard", appeal, note, evidence=kinds)
    found, other = (build.candidate(session, people.person(session), on, now, "applied") for _ in range(2))
    two = [officer(session, on), officer(session, on)]
    for one in (found, other):
        take_step(session, one, "refuse", "So", actor=two[0], now=now)
        confirm_step(session, one, actor=two[1], now=now)
    take_step(session, other, "note", "Look again.", actor=two[0], now=now)
    take_step(session, found, "appeal", "Seven years are enough.", actor=own(session, found), now=now)
    (piece,) = evidence_of(session, [found.row.id, other.row.id])[found.row.id]
    assert piece.outcome["words"] == "Seven years are enough."
    last = transitions_of(session, [found.row.id])[found.row.id][-1]
    assert (last.to_state, [one["ref"] for one in last.cites]) == ("appeal", [piece.ref])
    assert evidence_of(session, [other.row.id]) == {}


def test_what_follows_from_a_step_is_taken_at_once_whether_one_or_two_took_it(session, now):
    steps = (
        build.step("look", "applied", "eligible", SCREEN),
        build.step("look-twice", "applied", "eligible", SCREEN, second=True),
        build.step("goes-on", "eligible", "known", RULE, fact=ACCOUNT),
    )
    on = scheme(session, now, "following", *steps)
    alone, two = (build.candidate(session, people.person(session), on, now, "applied") for _ in range(2))
    first, second = officer(session, on), officer(session, on)
    take_step(session, alone, "look", "", actor=first, now=now)
    assert (taken(session, alone), taken(session, two)) == (["look", "goes-on"], [])
    take_step(session, two, "look-twice", "", actor=first, now=now)
    assert taken(session, two) == []
    assert confirm_step(session, two, actor=second, now=now).transition == "look-twice"
    assert taken(session, two) == ["look-twice", "goes-on"]


def test_what_is_proposed_rests_on_what_is_known_at_that_moment(session, now):
    asks = build.step("weigh", "applied", "eligible", SCREEN, second=True, needs=("recognised",))
    on = scheme(session, now, "weighing", asks)
    found = build.candidate(session, people.person(session), on, now, "applied")
    with pytest.raises(RuleBroken, match="Evidence is missing"):
        take_step(session, found, "weigh", "", actor=officer(session, on), now=now)
    in_force(session, found.row.person_id, now)
    assert isinstance(take_step(session, found, "weigh", "", actor=officer(session, on), now=now), StepProposal)


@pytest.mark.parametrize("changed", [{"state": "eligible"}, {"steps": 1}])
def test_of_two_at_once_one_takes_the_step(session, on, found, other, now, changed):
    stale = candidate_by_id(session, found.row.id)
    file = file_at(session, stale, now.date())
    here = update(Candidate).where(Candidate.id == found.row.id)
    session.execute(here.values(**changed).execution_options(synchronize_session=False))
    taking = Taking(step="admit", by=Mover(officer(session, on).id, frozenset({SCREEN})))
    with pytest.raises(Conflict, match="Somebody else was faster"):
        moving._take(session, file, taking, "eligible", now)
    assert [taken(session, one) for one in (found, other)] == [[], []]


def test_a_step_moves_one_candidate_and_keeps_who_took_it_and_why(session, on, found, other, now):
    by, row = officer(session, on), found.row
    made = move(session, found, Taking(step="leave", by=Mover(row.person_id), reason=" Moved abroad "), now=now)
    assert (row.state, row.steps, row.closed_at) == ("left", 1, now)
    assert (made.no, made.actor_id, made.second_id, made.reason) == (1, row.person_id, None, "Moved abroad")
    session.expire_all()
    assert (other.row.state, other.row.steps, other.row.closed_at) == ("applied", 0, None)
    with pytest.raises(RuleBroken, match="Evidence is missing"):
        move(session, other, Taking(step="admit", by=Mover(by.id, frozenset({SCREEN}))), now=now)


def test_a_missing_reason_is_said_beside_its_field_only_where_nothing_else_stands_in_the_way(session, on, found, now):
    two = [Mover(officer(session, on).id, frozenset({SCREEN})) for _ in range(2)]
    with pytest.raises(BadInput) as fault:
        move(session, found, Taking(step="refuse", by=two[0], second=two[1]), now=now)
    assert fault.value.field == "reason"
    with pytest.raises(RuleBroken, match="second person has to confirm this step") as broken:
        move(session, found, Taking(step="refuse", by=two[0]), now=now)
    assert "Give the reasons." in broken.value.message


def test_a_way_is_over_at_an_end_from_which_nobody_appeals():
    whole = build.definition()
    appealed = replace(
        whole,
        states=tuple(replace(one, kind=StateKind.END) if one.code == "not-eligible" else one for one in whole.states),
    )
    found = {one.code for one in appealed.states if ends(appealed, one.code)}
    assert found == {"left"}
    assert not ends(appealed, "a-state-of-before")


def test_steps_follow_from_facts_one_after_the_other_and_a_circle_ends(session, now):
    circle = (
        build.step("there", "applied", "eligible", RULE, fact=ACCOUNT),
        build.step("back", "eligible", "applied", RULE, fact=ACCOUNT),
    )
    on = scheme(session, now, "circle", *circle)
    found = build.candidate(session, people.person(session), on, now, "applied")
    quiet = build.candidate(session, people.person(session), on, now, "known")
    assert advance(session, [found.row.person_id, quiet.row.person_id], now=now) == MOST == 8
    assert taken(session, found) == ["there", "back"] * 4
    assert (found.row.state, found.row.steps, taken(session, quiet)) == ("applied", 8, [])


def test_a_step_follows_only_from_a_fact_and_only_where_nothing_stands_in_its_way(session, now):
    steps = (
        build.step("idle", "applied", "known", RULE),  # names no fact
        build.step("asks", "applied", "known", RULE, fact=ACCOUNT, needs=("course",)),
        build.step("waits", "applied", "known", RULE, fact=TriggerFact.EXAM_PASSED),
        build.step("by-hand", "applied", "known", SCREEN, fact=ACCOUNT),
        build.step("goes", "applied", "eligible", RULE, fact=ACCOUNT),
    )
    on = scheme(session, now, "choosing", *steps)
    found = build.candidate(session, people.person(session), on, now, "applied")
    file = file_at(session, found, now.date())
    assert next_by_rule(file) == "goes"
    advance(session, [found.row.person_id], now=now)
    assert taken(session, found) == ["goes"]


def test_only_what_ended_is_closed_and_the_record_tells_of_it(session, now):
    whole = build.definition("closing")
    states = tuple(replace(one, kind=StateKind.END) if one.code == "not-eligible" else one for one in whole.states)
    on = build.scheme(session, people.person(session), now, replace(whole, states=states))
    at = ("left", "applied", "a-state-of-before", "not-eligible")
    ways = [build.candidate(session, people.person(session), on, now, state) for state in at]
    stranger = build.candidate(session, people.person(session), on, now, "left")
    refused = build.candidate(session, people.person(session), on, now, "applied")
    two = [Mover(officer(session, on).id, frozenset({SCREEN})) for _ in range(2)]
    move(session, refused, Taking(step="refuse", by=two[0], second=two[1], reason="So"), now=now)
    concerned = [one.row.person_id for one in (*ways, refused)]
    assert close_ended(session, concerned, now=now) == 2
    assert [one.row.closed_at for one in ways] == [now, None, None, now]
    assert (stranger.row.closed_at, refused.row.closed_at) == (None, None)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.name == "candidate.closed").order_by(AuditEntry.id))
    assert [(one.subject, one.actor_id) for one in entries] == [
        (f"candidate:{one.row.id}", None) for one in (ways[3], ways[0])
    ]
    last = now + timedelta(days=31)
    assert close_ended(session, concerned, now=last) == 1
    assert refused.row.closed_at == last


def test_only_who_is_under_way_in_a_state_whose_days_lead_on_is_overdue(session, now):
    late = build.step("late", "applied", "eligible", RULE, fact=TriggerFact.DAYS_OVER)
    long = build.step("long", "waiting", "eligible", RULE, fact=TriggerFact.DAYS_OVER)
    days = {"states": (build.state("waiting", days=50),)}
    on = scheme(session, now, "days", late, long, **days)
    plain = scheme(session, now, "plain", **days)
    other = scheme(session, now, "other", long, **days)

    def way(version, state, **more):
        found = build.candidate(session, people.person(session), version, now, state)
        for name, value in more.items():
            setattr(found.row, name, value)
        return found.row.person_id

    first, second = way(on, "applied"), way(on, "waiting")
    way(on, "applied", closed_at=now)
    way(on, "eligible")
    way(on, "appeal")  # which has days, from which no rule leads on
    way(plain, "applied")
    third = way(other, "waiting")
    way(other, "applied")
    session.flush()
    found = {day: overdue(session, now + timedelta(days=day)) for day in (30, 31, 50, 51)}
    assert found == {30: [], 31: [first], 50: [first], 51: [first, second, third]}
