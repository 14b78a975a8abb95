"""What a panel comes to: votes judged anew at each moment, what is written down and signed, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import ActingPart, Tie, waive
from assessments.independence.services import declare_interest
from certificates.candidates.queries.found import candidate_by_id, transitions_of
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.panels.models import PanelDecision, PanelVote
from certificates.panels.queries.audited import AUDITED
from certificates.panels.queries.conflicts import PanelFacts, undone_panels
from certificates.panels.queries.decided import DecidedByPanels
from certificates.panels.queries.found import panel_convened
from certificates.panels.services.convening import add_member, leave
from certificates.panels.services.deciding import PanelBallot, vote, vote_again, write_down
from certificates.permissions import SchemeRole
from certificates.schemes.rules.definition import RULE, TriggerFact
from lms.audit.models import AuditEntry
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import candidates as build
from tests.builders import panels as make
from tests.builders import people
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")
WELCOME = build.step("welcome", "certified", "left", RULE, fact=TriggerFact.ACCOUNT_CONFIRMED)


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now, make.defined(WELCOME))


@pytest.fixture
def panel(session, found, deciders, officer, now):
    return make.together(session, found, deciders, officer, now)


@pytest.fixture
def other(session, on, now, officer, deciders):
    """A panel of the same members about somebody else."""
    return make.together(session, make.candidate(session, on, now, "Somebody else"), deciders, officer, now)


def untold(session):
    return [one.faults for one in compare_all(session, AUDITED) if one.faults]


def all_vote(session, panel, deciders, now, *steps):
    for one, step in zip(deciders, steps or ("certify",) * len(deciders), strict=True):
        make.cast(session, panel, one, step, now, make.SHOWN if step == "certify" else make.NOT_SHOWN)


def test_what_is_written_down_keeps_its_votes_and_what_is_signed_is_taken_with_what_follows(
    session, found, panel, other, deciders, now
):
    chair, second, third = deciders
    all_vote(session, panel, deciders, now, "certify", "certify", "reject")
    later = now + timedelta(hours=1)
    row = write_down(session, make.again(session, panel, chair), " Ready. ", " One no. ", by=chair, now=later)
    assert (row.reason, row.minutes, row.no, row.written_by_id, row.at) == ("Ready.", "One no.", 1, chair.id, later)
    assert (row.voters, row.dissent) == (sorted(one.id for one in deciders), [third.id])
    assert (row.not_met, row.waivers, row.transition_id, row.scope) == ({}, [], None, None)
    assert [make.again(session, one, chair).row.state for one in (panel, other)] == ["signing", "voting"]
    assert not make.signed(session, panel, third, later)
    last = later + timedelta(hours=1)
    assert make.signed(session, panel, second, last)
    done = make.again(session, panel, chair)
    assert (done.row.state, done.row.closed_at, done.row.closed_by_id) == ("done", last, second.id)
    steps = transitions_of(session, [found.row.id, other.candidate.row.id])
    assert [(one.transition, one.actor_id) for one in steps[found.row.id]] == [
        ("certify", second.id), ("welcome", None),
    ]  # fmt: skip
    assert done.decisions[-1].transition_id == steps[found.row.id][0].id
    assert steps[other.candidate.row.id] == []
    assert make.again(session, other, chair).row.state == "voting"
    assert untold(session) == []


def test_reason_and_minutes_are_said_and_nothing_is_written_down_without_them(session, panel, deciders, now):
    all_vote(session, panel, deciders, now)
    for reason, minutes, field in (("  So ", "All agreed.", "reason"), ("Ready.", " Yes   ", "minutes")):
        with pytest.raises(BadInput) as fault:
            write_down(session, make.again(session, panel, deciders[0]), reason, minutes, by=deciders[0], now=now)
        assert fault.value.field == field
    assert make.again(session, panel, deciders[0]).row.state == "voting"
    write_down(session, make.again(session, panel, deciders[0]), "Ready", "Fully.", by=deciders[0], now=now)
    assert session.scalars(select(PanelDecision.reason)).all() == ["Ready"]


def test_a_vote_is_kept_with_its_words_and_its_number_and_may_be_cast_anew(session, panel, deciders, now):
    view = make.CompetenceView(False, " Never seen. ")
    ballot = PanelBallot("reject", {"teach": view}, " Words ")
    vote(session, make.again(session, panel, deciders[1]), ballot, by=deciders[1], now=now)
    make.cast(session, panel, deciders[1], "certify", now)
    first, second = session.scalars(select(PanelVote).order_by(PanelVote.no))
    assert (first.no, first.person_id, first.transition, first.words) == (1, deciders[1].id, "reject", "Words")
    assert (first.views, second.no) == ({"teach": {"met": False, "words": "Never seen."}}, 2)
    for words, field in (("Four", "words-teach"), ("Fives", "words")):
        short = PanelBallot("certify", {"teach": make.CompetenceView(True, words)}, "Four")
        with pytest.raises(BadInput) as fault:
            vote(session, make.again(session, panel, deciders[1]), short, by=deciders[1], now=now)
        assert fault.value.field == field
    assert untold(session) == []


def test_evidence_that_the_product_finds_meanwhile_counts_when_the_votes_are_closed_and_signed(
    session, found, panel, deciders, now
):
    chair = deciders[0]
    all_vote(session, panel, deciders, now)
    credential = in_force(session, found.row.person_id, now)
    with pytest.raises(RuleBroken, match="evidence changed"):
        make.closed(session, panel, chair, now)
    all_vote(session, panel, deciders, now)
    make.closed(session, panel, chair, now)
    credential.closed_at, credential.closed_reason = now, "Withdrawn."
    credential.closed_by_id = credential.confirmed_by_id
    session.flush()
    with pytest.raises(RuleBroken, match="evidence changed"):
        make.signed(session, panel, chair, now)


def test_who_becomes_tied_or_loses_the_role_acts_no_more_in_the_panel(session, found, panel, deciders, now):
    chair, second, _third = deciders
    all_vote(session, panel, deciders, now)
    declare_interest(session, declared_by_id=found.row.person_id, about_id=second.id, words="Cousins.", now=now)
    with pytest.raises(RuleBroken, match="interest"):
        make.cast(session, panel, second, "certify", now)
    without = people.a_viewer(chair.id)
    ballot = PanelBallot("certify", {"teach": make.SHOWN}, "I saw the recording.")
    for act in (
        lambda: vote(session, make.again(session, panel, without), ballot, by=without, now=now),
        lambda: make.closed(session, panel, without, now),
        lambda: make.signed(session, panel, without, now),
    ):
        with pytest.raises(RuleBroken, match="no longer have the role"):
            act()


def test_nothing_is_signed_before_it_is_written_down_and_only_the_chair_has_votes_cast_again(
    session, panel, other, deciders, now
):
    chair, second, _third = deciders

    def anew(who):
        vote_again(session, make.again(session, panel, who), by=who, now=now)

    all_vote(session, panel, deciders, now)
    with pytest.raises(RuleBroken, match="Nothing is ready to be signed"):
        make.signed(session, panel, second, now)
    with pytest.raises(Conflict, match="Nothing is ready to be signed"):
        anew(chair)
    make.closed(session, panel, chair, now)
    with pytest.raises(RuleBroken, match="Only the person who leads"):
        anew(second)
    anew(chair)
    with pytest.raises(Conflict, match="Nothing is ready to be signed"):
        anew(chair)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "panel.votes-again")).one()
    assert (entry.subject, entry.actor_id, entry.data["no"]) == (f"panel:{panel.row.id}", chair.id, 1)
    with pytest.raises(RuleBroken, match="Nothing is ready to be signed"):
        make.signed(session, panel, second, now)
    assert make.closed(session, panel, chair, now).no == 2
    for one in (chair, second):
        make.signed(session, panel, one, now)
    with pytest.raises(Conflict, match="Nothing is ready to be signed"):
        anew(chair)
    with pytest.raises(RuleBroken, match="Nothing waits to be signed"):
        make.signed(session, panel, second, now)
    assert make.again(session, other, chair).row.state == "voting"


def test_a_waiver_is_kept_with_the_decision_of_the_part_for_which_it_was_given(session, found, panel, deciders, now):
    waiver = people.person(session)
    for part in (ActingPart.DECIDER, ActingPart.EXAMINER):
        waive(
            session, deciders[1].id, found.row.person_id, part, Tie.SAME_ADMINISTRATION, "Nobody else reads it.",
            by_id=waiver.id, now=now,
        )  # fmt: skip
    all_vote(session, panel, deciders, now)
    kept = make.closed(session, panel, deciders[0], now).waivers
    assert kept == [{"person_id": deciders[1].id, "tie": "same-administration"}]


def test_the_vote_of_who_left_counts_for_nothing(session, on, panel, officer, deciders, now):
    all_vote(session, panel, deciders, now, "certify", "reject", "reject")
    leave(session, make.again(session, panel, deciders[2]), "I know them.", by=deciders[2], now=now)
    (new,) = make.deciders(session, on, 1)
    add_member(session, panel_convened(session, officer, panel.row.uuid), new.id, by=officer, now=now)
    make.cast(session, panel, new, "certify", now)
    row = make.closed(session, panel, deciders[0], now)
    assert (row.transition, row.dissent) == ("certify", [deciders[1].id])
    assert row.voters == sorted((deciders[0].id, deciders[1].id, new.id))


def test_who_voted_decided_about_whom_and_in_vain_where_an_appeal_undid_it(
    session, on, found, panel, other, officer, deciders, now
):
    people_of = [found.row.person_id, other.candidate.row.person_id]
    every = [one.id for one in deciders]

    def facts():
        found = PanelFacts().between(session, every, people_of)
        return [(one.tie, one.actor_id, one.person_id, one.ref, one.failed) for one in found]

    assert (facts(), undone_panels(session, {panel.row.id, other.row.id})) == ([], frozenset())
    make.cast(session, other, deciders[1], "reject", now)
    all_vote(session, panel, deciders, now, "reject", "reject", "reject")
    make.closed(session, panel, deciders[0], now)
    for one in deciders[:2]:
        make.signed(session, panel, one, now)
    about, elsewhere = f"panel:{panel.row.id}", f"panel:{other.row.id}"
    decided = [(Tie.DECIDED, one, people_of[0], about) for one in sorted(every)]
    apart = (Tie.DECIDED, deciders[1].id, people_of[1], elsewhere, False)
    assert sorted(facts()) == sorted([*((*one, False) for one in decided), apart])
    assert [one.actor_id for one in PanelFacts().between(session, every[:1], people_of)] == every[:1]
    own = people.viewer(session, session.get_one(people.Person, people_of[0]))
    take_step(session, candidate_by_id(session, found.row.id), "object", "I did.", actor=own, now=now)
    judges = [make.holder(session, on, SchemeRole.APPEAL_MEMBER) for _ in range(2)]
    quality = make.holder(session, on, SchemeRole.QUALITY_OFFICER)
    make.decided(session, candidate_by_id(session, found.row.id), judges, quality, now, "uphold")
    session.expire_all()
    assert sorted(facts()) == sorted([*((*one, True) for one in decided), apart])
    (judged, _second) = PanelFacts().between(session, [one.id for one in judges], people_of)
    assert (judged.tie, judged.failed) == (Tie.APPEALED, False)


def test_a_performance_is_decided_about_from_the_first_panel_on_that_cited_it_and_signed(
    session, on, found, officer, deciders, now
):
    asked, other = DecidedByPanels(), make.candidate(session, on, now, "Somebody else")
    for way, number in ((found, 1), (other, 2), (found, 3)):
        piece = make.FoundEvidence(0, "observation", f"performance:{number}", "", "Seen", now)
        add_piece(session, way, piece, f"d{number}", now=now)

    def citing(row, *numbers):
        row.cites = [{"uuid": "u", "ref": f"performance:{number}", "digest": "d"} for number in numbers]
        session.flush()
        session.expire_all()

    panel = make.together(session, found, deciders, officer, now)
    all_vote(session, panel, deciders, now, "reject", "reject", "reject")
    citing(make.closed(session, panel, deciders[0], now), 1, 2)  # the second one is of somebody else
    assert asked.decided_at(session, [1, 2, 3]) == {}
    later = now + timedelta(hours=2)
    for one in deciders[:2]:
        make.signed(session, panel, one, later)
    assert asked.decided_at(session, [1, 2, 3]) == {1: later}
    assert asked.decided_at(session, [2]) == {}
    candidate_by_id(session, found.row.id).row.state = "known"
    session.flush()
    last, fresh = now + timedelta(days=1), make.deciders(session, on)
    citing(make.decided(session, candidate_by_id(session, found.row.id), fresh, officer, last).decisions[-1], 1, 3)
    citing(make.decided(session, other, fresh, officer, last).decisions[-1], 2)
    assert asked.decided_at(session, [1, 2, 3]) == {1: later, 2: last, 3: last}
