"""Panels: put together, voted, written down, signed; and what the candidate reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.api import ActingPart, FoundEvidence, Tie, waive
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.panels.models import Panel, PanelDecision, PanelSignature
from certificates.panels.queries.audited import AUDITED
from certificates.panels.queries.eligible import possible_members
from certificates.panels.queries.found import letter_own, panel_convened, panel_sat_in, panel_seen, panels_seen
from certificates.panels.queries.readers import evidence_readers
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import add_member, convene, dissolve, leave
from certificates.panels.services.deciding import PanelBallot, sign, vote, vote_again, write_down
from certificates.permissions import SchemeRole
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import DECIDES, PanelRule
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.messages.models import Message
from tests.builders import candidates as build
from tests.builders import people

pytestmark = pytest.mark.usefixtures("in_request")

SHOWN, NOT_SHOWN = CompetenceView(True, "Seen on two days."), CompetenceView(False, "Gave no feedback to trainees.")


@pytest.fixture
def on(session, now):
    defined = build.definition()
    appeal = PanelRule("second", {"en": "Appeal panel"}, quorum=2, signatures=2)
    states = [replace(one, panel="second") if one.code == "appeal" else one for one in defined.states]
    whole = replace(defined, states=tuple(states), panels=(*defined.panels, appeal))
    return build.scheme(session, people.person(session), now, whole)


@pytest.fixture
def found(session, on, now):
    """A candidate about whom a panel decides, with an exam and an observation."""
    person = people.person(session, "Ama Quill", Role.OFFICER)
    made = build.candidate(session, person, on, now, "known")
    expert = people.person(session, "Expert").id
    add_piece(session, made, piece("exam", now), "a", now=now)
    add_piece(session, made, piece("observation", now, observed_by_id=expert), "b", now=now)
    return candidate_by_id(session, made.row.id)


def piece(kind, now, **more):
    values = {"competences": ("teach",), "outcome": {}, "observed_by_id": None, "by_machine": False}
    return FoundEvidence(
        person_id=0, kind=kind, ref=f"invented:{kind}", digest="", title=kind, at=now, **(values | more)
    )


def holder(session, on, role, name=None, **more):
    row = people.person(session, name, **more)
    scope = (None, None) if role is SchemeRole.QUALITY_OFFICER else ("scheme", str(on.scheme_id))
    people.give_anywhere(session, row, Grant(role, *scope))
    return people.viewer(session, row)


@pytest.fixture
def officer(session, on):
    return holder(session, on, SchemeRole.SCHEME_OFFICER)


@pytest.fixture
def deciders(session, on):
    return [holder(session, on, SchemeRole.DECIDER, f"Decider {number}") for number in range(3)]


def put_together(session, found, members, by, now):
    row = convene(session, found, [one.id for one in members], members[0].id, language_fits=True, by=by, now=now)
    return panel_sat_in(session, members[0], row.uuid)


def again(session, panel, viewer):
    session.expire_all()
    return panel_sat_in(session, viewer, panel.row.uuid)


def cast(session, panel, viewer, step, now, view=SHOWN):
    ballot = PanelBallot(step, {"teach": view}, "I saw the recording.")
    vote(session, again(session, panel, viewer), ballot, by=viewer, now=now)


def decided(session, found, deciders, officer, now, step="certify", view=SHOWN):
    panel = put_together(session, found, deciders, officer, now)
    for one in deciders:
        cast(session, panel, one, step, now, view)
    chair = deciders[0]
    write_down(session, again(session, panel, chair), "Ready.", "All agreed.", by=chair, now=now)
    assert not sign(session, again(session, panel, chair), by=chair, now=now)
    assert sign(session, again(session, panel, deciders[1]), by=deciders[1], now=now)
    return again(session, panel, chair)


def test_a_panel_votes_writes_down_and_signs_and_the_candidate_moves(session, found, deciders, officer, now):
    panel = decided(session, found, deciders, officer, now)
    step = session.scalars(select(CandidateTransition)).one()
    assert (step.transition, step.to_state, step.actor_id, step.reason) == (
        "certify", "certified", deciders[1].id, "Ready.",
    )  # fmt: skip
    decision = panel.decisions[-1]
    assert (decision.transition_id, panel.row.state) == (step.id, "done")
    assert decision.cites == step.cites
    assert sorted(decision.voters) == sorted(one.id for one in deciders)
    told = session.scalars(select(Message.kind).where(Message.person_id == deciders[0].id)).all()
    assert told == ["panel.named"]
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_the_minority_view_is_kept_and_whoever_signed_may_have_wanted_something_else(
    session, found, deciders, officer, now
):
    panel = put_together(session, found, deciders, officer, now)
    for one, step, view in zip(deciders, ("certify", "certify", "reject"), (SHOWN, SHOWN, NOT_SHOWN), strict=True):
        cast(session, panel, one, step, now, view)
    made = write_down(session, again(session, panel, deciders[0]), "Ready.", "One no.", by=deciders[0], now=now)
    assert (made.transition, made.dissent) == ("certify", [deciders[2].id])
    sign(session, again(session, panel, deciders[2]), by=deciders[2], now=now)
    with pytest.raises(RuleBroken, match="signed already"):
        sign(session, again(session, panel, deciders[2]), by=deciders[2], now=now)


def test_a_vote_without_a_reason_for_each_competence_is_refused_beside_its_field(
    session, found, deciders, officer, now
):
    panel = put_together(session, found, deciders, officer, now)
    for ballot, field in (
        (PanelBallot("certify", {}, "Because I saw it."), "met-teach"),
        (PanelBallot("certify", {"teach": CompetenceView(True, " ")}, "Because I saw it."), "words-teach"),
        (PanelBallot("certify", {"teach": SHOWN}, ""), "words"),
        (PanelBallot("leave", {"teach": SHOWN}, "Because I saw it."), "transition"),
    ):
        with pytest.raises(BadInput) as fault:
            vote(session, panel, ballot, by=deciders[0], now=now)
        assert fault.value.field == field


def test_who_is_tied_to_the_candidate_cannot_be_a_member_and_the_fact_is_named(session, on, officer, now):
    place = people.administration(session, "Harbour Customs")
    person = people.person(session, "Kofi", Role.OFFICER, place=place)
    found = build.candidate(session, person, on, now, "known")
    near = holder(session, on, SchemeRole.DECIDER, "Colleague", place=place)
    free = [holder(session, on, SchemeRole.DECIDER) for _number in range(2)]
    with pytest.raises(BadInput, match="Colleague cannot be in this panel"):
        put_together(session, found, [near, *free], officer, now)
    waiver = people.person(session, "Waiver")
    waive(
        session, near.id, person.id, ActingPart.DECIDER, Tie.SAME_ADMINISTRATION, "Nobody else reads it.",
        by_id=waiver.id, now=now,
    )  # fmt: skip
    panel = decided(session, found, [near, *free], officer, now, "reject", NOT_SHOWN)
    assert panel.decisions[-1].waivers == [{"person_id": near.id, "tie": "same-administration"}]


def test_whoever_puts_a_panel_together_is_not_in_it_nor_is_the_candidate(session, on, found, deciders, now):
    both = people.person(session, "Both")
    for role in (SchemeRole.SCHEME_OFFICER, SchemeRole.DECIDER):
        people.give_anywhere(session, both, Grant(role, "scheme", str(on.scheme_id)))
    with pytest.raises(BadInput, match="cannot be in it"):
        put_together(session, found, [people.viewer(session, both), *deciders[:2]], people.viewer(session, both), now)
    own = session.get_one(people.Person, found.row.person_id)
    people.give_anywhere(session, own, Grant(SchemeRole.DECIDER, "scheme", str(on.scheme_id)))
    officer = holder(session, on, SchemeRole.SCHEME_OFFICER)
    with pytest.raises(BadInput, match="from the list"):
        put_together(session, found, [people.viewer(session, own), *deciders[:2]], officer, now)


def test_too_few_members_and_a_chair_from_outside_are_refused(session, found, deciders, officer, now):
    with pytest.raises(BadInput, match="at least 3"):
        put_together(session, found, deciders[:2], officer, now)
    ids = [one.id for one in deciders]
    with pytest.raises(BadInput) as fault:
        convene(session, found, ids, officer.id, language_fits=True, by=officer, now=now)
    assert fault.value.field == "chair"
    with pytest.raises(BadInput) as fault:
        convene(session, found, ids, ids[0], language_fits=False, by=officer, now=now)
    assert fault.value.field == "language_fits"
    put_together(session, found, deciders, officer, now)
    with pytest.raises(Conflict):
        put_together(session, found, deciders, officer, now)


def test_a_member_who_leaves_before_the_vote_takes_the_quorum_along_until_another_joins(
    session, on, found, deciders, officer, now
):
    panel = put_together(session, found, deciders, officer, now)
    for one in deciders[:2]:
        cast(session, panel, one, "certify", now)
    leave(session, again(session, panel, deciders[2]), "I know the family.", by=deciders[2], now=now)
    with pytest.raises(RuleBroken, match="has not enough members"):
        write_down(session, again(session, panel, deciders[0]), "Ready.", "Minutes.", by=deciders[0], now=now)
    with pytest.raises(RuleBroken, match="have left"):
        cast(session, panel, deciders[2], "certify", now)
    new = holder(session, on, SchemeRole.DECIDER, "Newcomer")
    add_member(session, panel_convened(session, officer, panel.row.uuid), new.id, by=officer, now=now)
    cast(session, panel, new, "certify", now)
    write_down(session, again(session, panel, deciders[0]), "Ready.", "Minutes.", by=deciders[0], now=now)
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_evidence_that_changes_after_a_vote_stops_the_decision_until_all_have_voted_again(
    session, found, deciders, officer, now
):
    panel = put_together(session, found, deciders, officer, now)
    for one in deciders:
        cast(session, panel, one, "certify", now)
    add_piece(session, found, piece("exam", now), "c", now=now)
    with pytest.raises(RuleBroken, match="evidence changed"):
        write_down(session, again(session, panel, deciders[0]), "Ready.", "Minutes.", by=deciders[0], now=now)
    for one in deciders:
        cast(session, panel, one, "certify", now)
    write_down(session, again(session, panel, deciders[0]), "Ready.", "Minutes.", by=deciders[0], now=now)
    add_piece(session, found, piece("observation", now, observed_by_id=deciders[0].id), "d", now=now)
    with pytest.raises(RuleBroken, match="evidence changed"):
        sign(session, again(session, panel, deciders[1]), by=deciders[1], now=now)
    vote_again(session, again(session, panel, deciders[0]), by=deciders[0], now=now)
    for one in deciders:
        cast(session, panel, one, "certify", now)
    write_down(session, again(session, panel, deciders[0]), "Ready.", "Again.", by=deciders[0], now=now)
    assert sorted(session.scalars(select(PanelDecision.no))) == [1, 2]
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_an_award_with_a_gap_in_the_matrix_is_never_written_down(session, on, deciders, officer, now):
    person = people.person(session, "Half done", Role.OFFICER)
    bare = build.candidate(session, person, on, now, "known")
    panel = put_together(session, bare, deciders, officer, now)
    for one in deciders:
        cast(session, panel, one, "certify", now)
    with pytest.raises(RuleBroken, match="Not shown yet"):
        write_down(session, again(session, panel, deciders[0]), "Ready.", "Minutes.", by=deciders[0], now=now)
    assert session.scalar(select(func.count(PanelSignature.id))) == 0


def test_a_refusal_is_a_letter_with_reasons_and_its_appeal_goes_to_others_who_uphold_it(
    session, on, found, deciders, officer, now
):
    panel = decided(session, found, deciders, officer, now, "reject", NOT_SHOWN)
    own = people.viewer(session, session.get_one(people.Person, found.row.person_id))
    _panel, decision = letter_own(session, own, panel.decisions[-1].uuid)
    assert decision.not_met == {"teach": ["Gave no feedback to trainees."]}
    with pytest.raises(NotFound):
        letter_own(session, deciders[0], decision.uuid)
    take_step(session, candidate_by_id(session, found.row.id), "object", "I did.", actor=own, now=now)
    later = candidate_by_id(session, found.row.id)
    quality = holder(session, on, SchemeRole.QUALITY_OFFICER)
    for one in deciders[:1]:
        row = session.get_one(people.Person, one.id)
        people.give_anywhere(session, row, Grant(SchemeRole.APPEAL_MEMBER, "scheme", str(on.scheme_id)))
    judges = [holder(session, on, SchemeRole.APPEAL_MEMBER) for _number in range(2)]
    with pytest.raises(NotFound):  # who puts panels of deciders together had a part in it
        put_together(session, later, judges, officer, now)
    with pytest.raises(BadInput, match="cannot be in this panel"):
        put_together(session, later, [deciders[0], *judges], quality, now)
    panel = put_together(session, later, judges, quality, now)
    for one in judges:
        cast(session, panel, one, "uphold", now)
    write_down(session, again(session, panel, judges[0]), "It was there.", "Minutes.", by=judges[0], now=now)
    for one in judges:
        sign(session, again(session, panel, one), by=one, now=now)
    assert candidate_by_id(session, found.row.id).row.state == "known"
    members = {one.person_id: one.obstacles for one in possible_members(session, later, DECIDES, now)}
    assert [{fact.tie for fact in members[one.id]} for one in deciders] == [{Tie.DECIDED}] * 3
    with pytest.raises(BadInput, match="cannot be in this panel"):  # those whose refusal did not stand
        put_together(session, candidate_by_id(session, found.row.id), deciders, officer, now)
    fresh = [holder(session, on, SchemeRole.DECIDER) for _number in range(3)]
    put_together(session, candidate_by_id(session, found.row.id), fresh, officer, now)
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_a_panel_that_is_dissolved_makes_room_for_another(session, found, deciders, officer, now):
    panel = put_together(session, found, deciders, officer, now)
    dissolve(session, panel_convened(session, officer, panel.row.uuid), "Two are ill.", by=officer, now=now)
    put_together(session, found, deciders, officer, now)
    assert session.scalar(select(func.count(Panel.id))) == 2
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_only_members_and_who_puts_panels_together_see_one(session, on, found, deciders, officer, now):
    panel = put_together(session, found, deciders, officer, now)
    stranger = holder(session, on, SchemeRole.DECIDER)
    own = people.viewer(session, session.get_one(people.Person, found.row.person_id))
    for one in (stranger, own, holder(session, on, SchemeRole.REGISTRAR)):
        with pytest.raises(NotFound):
            panel_seen(session, one, panel.row.uuid)
        assert panels_seen(session, one) == []
    assert panel_seen(session, officer, panel.row.uuid).row.id == panel.row.id


def test_a_member_whose_role_has_ended_does_not_vote(session, found, deciders, officer, now):
    panel = put_together(session, found, deciders, officer, now)
    row = session.get_one(people.Person, deciders[2].id)
    for held in session.scalars(select(people.RoleGrant).where(people.RoleGrant.person_id == row.id)):
        held.ended_at = now
    with pytest.raises(RuleBroken, match="role for this panel"):
        cast(session, panel, people.viewer(session, row), "certify", now + timedelta(minutes=1))


def test_evidence_is_read_by_who_keeps_the_file_and_by_members_while_they_decide(
    session, on, found, deciders, officer, now
):
    person = found.row.person_id
    stranger = holder(session, on, SchemeRole.DECIDER)
    assert evidence_readers(session, officer, [person]) == {person}
    assert evidence_readers(session, deciders[0], [person]) == frozenset()
    decided_later = put_together(session, found, deciders, officer, now)
    assert evidence_readers(session, deciders[0], [person, officer.id]) == {person}
    assert evidence_readers(session, stranger, [person]) == frozenset()
    dissolve(session, panel_convened(session, officer, decided_later.row.uuid), "Two are ill.", by=officer, now=now)
    assert evidence_readers(session, deciders[0], [person]) == frozenset()
