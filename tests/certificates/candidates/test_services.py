"""Candidates in the database: applying, nomination, steps by one and two, evidence, appeals, versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.api import ActingPart, FoundEvidence, demand_free, obstacles_between
from certificates.candidates.models import Nomination, StepProposal
from certificates.candidates.queries.audited import AUDITED
from certificates.candidates.queries.found import as_piece, candidate_by_id, evidence_of, version_in_use
from certificates.candidates.queries.standing import file_at
from certificates.candidates.rules.citing import changed_since
from certificates.candidates.rules.moving import Mover
from certificates.candidates.rules.proposals import ProposalOutcome
from certificates.candidates.services.advancing import close_ended
from certificates.candidates.services.applying import Application, agree_to_newer, apply, decline, nominate
from certificates.candidates.services.evidence import add_piece, confirm_evidence, take_up
from certificates.candidates.services.moving import Taking, move
from certificates.candidates.services.proposals import confirm_step, refuse_step, take_step
from certificates.permissions import SchemeRole
from certificates.schemes.models import CandidateTransition, EvidencePiece, Scheme
from certificates.schemes.rules.definition import Competence, StateKind, Sufficiency
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, RuleBroken
from lms.messages.models import Message
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.candidates import SCREEN

SAYS = Application(
    years_of_service=7, languages=("en", "fr"), conduct_agreed=True, availability="From March", interests=""
)


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def officer(session):
    return people.viewer(session, people.person(session, "Ama Quill", Role.OFFICER))


def screener(session, on, name="Scheme officer"):
    row = people.person(session, name)
    people.give_anywhere(session, row, Grant(SchemeRole.SCHEME_OFFICER, "scheme", str(on.scheme_id)))
    return people.viewer(session, row)


def applied(session, on, officer, now):
    version = version_in_use(session, "iwt-trainer", now)
    row = apply(session, version, SAYS, actor=officer, language="en", now=now)
    return candidate_by_id(session, row.id)


def steps(session, found):
    rows = select(CandidateTransition).where(CandidateTransition.candidate_id == found.row.id)
    return list(session.scalars(rows.order_by(CandidateTransition.no)))


def test_who_applies_is_a_candidate_with_the_application_as_evidence_and_the_first_step_taken(
    session, on, officer, now
):
    found = applied(session, on, officer, now)
    (step,) = steps(session, found)
    assert (found.row.state, found.row.steps, step.no, step.actor_id) == ("applied", 1, 1, officer.id)
    pieces = evidence_of(session, [found.row.id])[found.row.id]
    assert [one.kind for one in pieces] == ["application", "nomination"]
    assert pieces[0].outcome["years_of_service"] == 7
    assert step.cites == [{"uuid": one.uuid, "ref": one.ref, "digest": one.digest} for one in pieces]
    with pytest.raises(Conflict, match="candidate of this scheme already"):
        applied(session, on, officer, now)


def test_an_application_without_the_code_of_conduct_leaves_nothing_behind(session, on, officer, now):
    version = version_in_use(session, "iwt-trainer", now)
    with pytest.raises(BadInput, match="code of conduct"):
        apply(session, version, replace(SAYS, conduct_agreed=False), actor=officer, language="en", now=now)
    assert session.scalar(select(func.count(EvidencePiece.id))) == 0


def test_a_nomination_waits_for_the_officer_and_their_application_agrees_to_it(session, on, officer, now):
    coordinator = people.person(session, "Coordinator", Role.PROGRAMME_MANAGER)
    version = version_in_use(session, "iwt-trainer", now)
    nominate(session, version, officer.id, "A good trainer", by_id=coordinator.id, now=now)
    with pytest.raises(BadInput, match="nominated already"):
        nominate(session, version, officer.id, "Again", by_id=coordinator.id, now=now)
    assert session.scalar(select(func.count(Message.id)).where(Message.person_id == officer.id)) == 1
    found = applied(session, on, officer, now)
    (step,) = steps(session, found)
    assert (step.transition, step.actor_id, step.reason) == ("nominate", coordinator.id, "A good trainer")
    assert session.scalars(select(Nomination.candidate_id)).all() == [found.row.id]


def test_who_declines_a_nomination_is_no_candidate_and_nobody_nominates_themselves(session, on, officer, now):
    coordinator = people.person(session, "Coordinator", Role.PROGRAMME_MANAGER)
    version = version_in_use(session, "iwt-trainer", now)
    row = nominate(session, version, officer.id, "", by_id=coordinator.id, now=now)
    decline(session, row, now=now)
    with pytest.raises(Conflict):
        decline(session, row, now=now)
    with pytest.raises(RuleBroken, match="yourself"):
        nominate(session, version, officer.id, "", by_id=officer.id, now=now)


def test_a_step_for_two_waits_for_another_person_and_then_names_both(session, on, officer, now):
    found = applied(session, on, officer, now)
    first, second = screener(session, on), screener(session, on, "Second officer")
    with pytest.raises(BadInput, match="reasons"):
        take_step(session, found, "refuse", " ", actor=first, now=now)
    assert isinstance(take_step(session, found, "refuse", "Too short a service", actor=first, now=now), StepProposal)
    with pytest.raises(RuleBroken, match="somebody else"), session.begin_nested():
        confirm_step(session, found, actor=first, now=now)
    confirm_step(session, found, actor=second, now=now)
    last = steps(session, found)[-1]
    assert (last.transition, last.actor_id, last.second_id) == ("refuse", first.id, second.id)
    told = session.scalars(select(Message.params).where(Message.person_id == officer.id)).all()
    assert told[-1]["appeal_until"] == (now + timedelta(days=30)).date().isoformat()
    assert told[-1]["reason"] == "Too short a service"


def test_somebody_whose_rights_come_from_the_first_is_no_second_person(session, on, officer, now):
    found = applied(session, on, officer, now)
    first = screener(session, on)
    puppet = people.appointed(session, first.id, SchemeRole.SCHEME_OFFICER)
    take_step(session, found, "refuse", "Too short a service", actor=first, now=now)
    with pytest.raises(RuleBroken, match="not be linked to the first"), session.begin_nested():
        confirm_step(session, found, actor=people.viewer(session, puppet), now=now)


def test_a_proposed_step_is_refused_or_overtaken(session, on, officer, now):
    found = applied(session, on, officer, now)
    first, second = screener(session, on), screener(session, on, "Second officer")
    take_step(session, found, "refuse", "So", actor=first, now=now)
    refuse_step(session, found, actor=second, now=now)
    take_step(session, found, "refuse", "So", actor=second, now=now)
    take_step(session, found, "admit", "", actor=first, now=now)
    rows = session.scalars(select(StepProposal.outcome).order_by(StepProposal.id)).all()
    assert rows == [ProposalOutcome.REFUSED, ProposalOutcome.OVERTAKEN]


def test_nobody_acts_without_the_right_for_this_scheme_and_a_stale_page_is_a_conflict(session, on, officer, now):
    found = applied(session, on, officer, now)
    other = build.scheme(session, people.person(session), now, build.definition("other-scheme"))
    with pytest.raises(RuleBroken, match="do not hold the role"):
        take_step(session, found, "admit", "", actor=screener(session, other), now=now)
    take_step(session, found, "admit", "", actor=screener(session, on), now=now)
    with pytest.raises(Conflict, match="Somebody else was faster"):
        take_step(session, found, "admit", "", actor=screener(session, on), now=now)


def test_rule_7_evidence_taken_up_later_flags_the_step_that_cited_it_and_rule_12_waits_for_a_person(
    session, on, officer, now
):
    found = build.candidate(session, people.person(session), on, now, "eligible")
    seen = FoundEvidence(
        found.row.person_id, "exam", "invented:1", "a", "Exam", now, by_machine=True,
        outcome={"course": "identifying", "facts": ["exam-passed"]},
    )  # fmt: skip
    exam = add_piece(session, found, seen, "a", now=now)
    file = file_at(session, found, now.date())
    assert (file.standing.kinds, file.standing.machine_alone) == (frozenset(), ("Exam",))
    confirm_evidence(session, found, exam.uuid, actor=screener(session, on), now=now)
    with pytest.raises(RuleBroken, match="own file"):
        confirm_evidence(session, found, exam.uuid, actor=people.a_viewer(found.row.person_id), now=now)
    session.expire_all()
    move(session, found, Taking(step="pass", by=None), now=now)
    (step,) = steps(session, found)
    assert (step.actor_id, step.to_state) == (None, "known")
    add_piece(session, found, replace(seen, title="Exam, judged anew"), "b", now=now)
    rows = [as_piece(one) for one in evidence_of(session, [found.row.id])[found.row.id]]
    assert changed_since(step.cites, rows) == ["invented:1"]


def test_a_piece_speaks_for_what_it_names_else_for_all_whose_rule_names_its_kind(session, now):
    rule = Sufficiency(("exam",), kinds=1, pieces=1, observed=0)
    other = Sufficiency(("course",), kinds=1, pieces=1, observed=0)
    words = build.said("Does it")
    able = (Competence("teach", words, rule), Competence("assess", words, rule), Competence("plan", words, other))
    scheme = build.scheme(session, people.person(session), now, replace(build.definition(), competences=able))
    found = build.candidate(session, people.person(session), scheme, now)
    exam = FoundEvidence(found.row.person_id, "exam", "invented:1", "a", "Exam", now, outcome={})
    named = replace(exam, ref="invented:2", competences=("plan",))
    assert add_piece(session, found, exam, "a", now=now).competences == ["teach", "assess"]
    assert add_piece(session, found, named, "b", now=now).competences == ["plan"]


def test_who_refused_may_not_hear_the_appeal_nor_refuse_again_after_it_was_upheld(session, on, now):
    person = people.person(session)
    found = build.candidate(session, person, on, now, "applied")
    first, second, judge = (people.person(session).id for _ in range(3))

    def by(one, right):
        return Mover(one, frozenset({right}))

    refusing = Taking(step="refuse", by=by(first, SCREEN), second=by(second, SCREEN), reason="So")
    move(session, found, refusing, now=now)
    move(session, found, Taking(step="object", by=by(person.id, ""), reason="No"), now=now)
    with pytest.raises(RuleBroken, match="decided about"):
        demand_free(session, first, person.id, ActingPart.APPEAL, now=now)
    assert not obstacles_between(session, [judge], [person.id], ActingPart.APPEAL, now=now)
    with pytest.raises(RuleBroken, match="decided about"):
        move(session, found, Taking(step="uphold", by=by(first, "appeal.judge"), reason="So"), now=now)
    move(session, found, Taking(step="uphold", by=by(judge, "appeal.judge"), reason="So"), now=now)
    assert candidate_by_id(session, found.row.id).row.state == "applied"
    with pytest.raises(RuleBroken, match="An appeal reversed"):
        move(session, found, refusing, now=now)


def test_rule_11_a_candidate_stays_on_the_version_of_the_application_until_they_agree(session, on, officer, now):
    found = applied(session, on, officer, now)
    scheme = session.get_one(Scheme, on.scheme_id)
    newer = build.version(session, scheme, build.definition(title={"en": "Newer"}), now, no=2)
    assert candidate_by_id(session, found.row.id).version.id == on.id
    with pytest.raises(RuleBroken, match="Only the candidate"):
        agree_to_newer(session, found, by_id=people.person(session).id, now=now)
    agree_to_newer(session, found, by_id=officer.id, now=now)
    again = candidate_by_id(session, found.row.id)
    assert (again.version.id, again.row.state, steps(session, again)[-1].transition) == (
        newer.id, "applied", "newer-version",
    )  # fmt: skip


def test_taking_up_again_adds_nothing_and_costs_the_same_for_many(session, on, officer, now, counting):
    found = applied(session, on, officer, now)
    with counting() as one:
        assert take_up(session, [officer.id], now=now) == 0
    more = [build.candidate(session, people.person(session), on, now) for _ in range(5)]
    with counting() as many:
        take_up(session, [officer.id, *(each.row.person_id for each in more)], now=now)
    assert len(many) == len(one)
    assert found.row.steps == 1


def test_the_record_tells_of_everything_that_happened_to_a_candidate(session, on, officer, now):
    found = applied(session, on, officer, now)
    first, second = screener(session, on), screener(session, on, "Second officer")
    take_step(session, found, "refuse", "So", actor=first, now=now)
    confirm_step(session, found, actor=second, now=now)
    compared = compare_all(session, AUDITED)
    assert [one.faults for one in compared if one.faults] == []
    assert {one.title: one.records for one in compared}["steps of candidates"] == 2


def test_a_refusal_at_the_end_stays_open_for_the_appeal_and_is_closed_after_its_last_day(session, on, now):
    ending = build.definition("ending")
    states = tuple(replace(one, kind=StateKind.END) if one.code == "not-eligible" else one for one in ending.states)
    version = build.scheme(session, people.person(session), now, replace(ending, states=states))
    person = people.person(session)
    found = build.candidate(session, person, version, now, "applied")
    two = [Mover(people.person(session).id, frozenset({SCREEN})) for _ in range(2)]
    move(session, found, Taking(step="refuse", by=two[0], second=two[1], reason="So"), now=now)
    assert found.row.closed_at is None
    assert close_ended(session, [person.id], now=now + timedelta(days=30)) == 0
    assert close_ended(session, [person.id], now=now + timedelta(days=31)) == 1
