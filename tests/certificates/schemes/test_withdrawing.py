"""A certificate of a scheme is withdrawn after its holder was heard; an appeal that is upheld brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.services.evidence import hear
from certificates.candidates.services.messages import moved_said
from certificates.candidates.services.proposals import take_step
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, CredentialVersion
from certificates.credentials.queries.audited import AUDITED
from certificates.credentials.queries.held import open_claims
from certificates.credentials.queries.trusted import judged_by_register, own_trust, registered
from certificates.credentials.rules.lifecycle import Change, Standing, StatusReason
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from certificates.decisions.scheme_steps import lift_by_two, suspend_by_two, way_of
from certificates.panels.queries.found import letters_own
from certificates.permissions import SchemeRole
from certificates.schemes.models import SchemeVersion
from certificates.schemes.rules.releasing import scheme_ref, undoes_withdrawal, withdraws
from lms.access import Role
from lms.audit.verification.records import compare_all
from lms.errors import RuleBroken
from lms.messages.models import Message
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

WHY, DECIDED, UPHELD = "A host reports false papers.", "The papers were false.", "Nobody asked the host."


@pytest.fixture(scope="module")
def defined():
    return make.withdrawable()


@pytest.fixture(scope="module")
def gone(shared_app, module_session, scheme_id):
    """The number of another certificate, which was withdrawn the day it was issued."""
    with module_session() as session, shared_app.test_request_context():
        on = session.get_one(SchemeVersion, scheme_id)
        held = make.issued(session, on, make.officer(session, "Abena Stone", "abena@example.org"), people.NOW)
        managers = [people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER)) for _number in "12"]
        return withdrawn(session, on, held, managers, people.NOW, people.NOW).credential.id


@pytest.fixture
def ended(session, gone):
    return certificates.again(session, gone)


def published(session, held, at):
    session.commit()
    tasks.publish_due(issuing(), now=at)
    return certificates.again(session, held.credential.id)


def suspended(session, held, managers, now, *, heard=True):
    for one in managers[:2]:
        suspend_by_two(session, held, WHY, actor=one, now=now)
    if heard:
        hear(session, way_of(session, held), "The papers are real.", now=now)
    return way_of(session, held)


def withdrawn(session, on, held, managers, now, at):
    make.panel_decides(session, on, suspended(session, held, managers, now), "withdraw", at, DECIDED)
    return published(session, held, at)


def holder_of(session, held):
    return people.viewer(session, session.get_one(people.Person, held.credential.person_id))


def appealed(session, on, held, at):
    take_step(session, way_of(session, held), "object", "I was not asked.", actor=holder_of(session, held), now=at)
    return make.of_scheme(session, on, SchemeRole.APPEAL_MEMBER)


def judged(session, record, at):
    """As our register judges a record, and as the published keys and lists alone do."""
    alone = verify(record.encode(), own_trust(session, issuing().did), now=at)
    return judged_by_register(alone, registered(session, alone, issuing().did), now=at), alone


def test_before_the_holder_was_heard_nobody_withdraws(session, on, held, managers, now):
    found = suspended(session, held, managers, now, heard=False)
    with pytest.raises(RuleBroken, match="Statement"):
        make.panel_decides(session, on, found, "withdraw", now)
    assert certificates.again(session, held.credential.id).standing(now) is Standing.SUSPENDED


def test_a_withdrawn_certificate_ends_the_same_day_and_its_verifiers_read_it(session, on, held, managers, now):
    at = now + timedelta(days=1)
    found = withdrawn(session, on, held, managers, now, at)
    assert (found.standing(at), found.ending.reason, found.ending.words) == (
        Standing.REVOKED, StatusReason.WITHDRAWN, "",
    )  # fmt: skip
    by_us, alone = judged(session, held.version.record, at)
    check = by_us.check(CheckName.STATUS)
    assert (by_us.verdict, check.state) == (Verdict.INVALID, CheckState.REVOKED)
    assert "Withdrawn by a decision under its scheme" in check.detail
    assert (alone.verdict, alone.check(CheckName.STATUS).state) == (Verdict.INVALID, CheckState.ENDED)
    assert DECIDED not in check.detail + alone.check(CheckName.STATUS).detail
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_the_holder_is_told_with_reasons_and_the_last_day_to_appeal(session, ended):
    held = ended
    told = session.scalars(select(Message).where(Message.kind == "candidate.moved").order_by(Message.id.desc())).first()
    assert (told.person_id, told.params["reason"]) == (held.credential.person_id, DECIDED)
    said = moved_said(told.params, "en")
    assert said.title == "Your certificate is withdrawn"
    assert "no longer valid" in said.text
    assert "you may appeal until 25 December 2026" in said.text
    (letter, *_earlier) = letters_own(session, holder_of(session, held))
    assert letter.decisions[-1].reason == DECIDED
    older = {name: value for name, value in told.params.items() if name != "withdrawn"}
    assert moved_said(older, "en").title == "Your application was refused"


def test_an_appeal_that_is_upheld_puts_the_suspended_certificate_back_for_new_people(session, on, ended, managers, now):
    held = ended
    judge = appealed(session, on, held, now + timedelta(days=2))
    at = now + timedelta(days=3)
    take_step(session, way_of(session, held), "uphold", UPHELD, actor=judge, now=at)
    again = published(session, held, at)
    assert (way_of(session, held).row.state, again.standing(at), again.ending) == (
        "suspended", Standing.SUSPENDED, None,
    )  # fmt: skip
    assert [one.change for one in again.changes][-3:] == [Change.REVOKED, Change.OVERTURNED, Change.SUSPENDED]
    assert judged(session, held.version.record, at)[0].check(CheckName.STATUS).state is CheckState.SUSPENDED
    hear(session, way_of(session, held), "Ask the host.", now=at)
    for one in managers[1:]:
        lift_by_two(session, again, "The host confirms them.", actor=one, now=at)
    session.commit()
    newest = session.scalars(select(CredentialVersion).order_by(CredentialVersion.no.desc())).first()
    certificates.make(newest.id, at=at)
    good = certificates.again(session, held.credential.id)
    assert (good.version.no, good.standing(at)) == (2, Standing.IN_FORCE)
    assert [one.verdict for one in judged(session, good.version.record, at)] == [Verdict.VALID] * 2
    assert Verdict.VALID not in [one.verdict for one in judged(session, held.version.record, at)]
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []


def test_an_appeal_that_is_dismissed_or_a_day_late_changes_nothing(session, on, ended, now):
    held = ended
    with pytest.raises(RuleBroken, match="last day to appeal"), session.begin_nested():
        appealed(session, on, held, now + timedelta(days=31))
    judge = appealed(session, on, held, now + timedelta(days=30))
    at = now + timedelta(days=31)
    take_step(session, way_of(session, held), "dismiss", "The papers were false.", actor=judge, now=at)
    assert published(session, held, at).standing(at) is Standing.REVOKED


def test_one_that_is_withdrawn_without_a_suspension_is_in_force_again_after_the_appeal(session, now, managers):
    whole = make.withdrawable()
    steps = [
        replace(one, sources=("registered",), needs=()) if one.code == "withdraw" else one for one in whole.transitions
    ]
    other = replace(whole, slug="another", transitions=tuple(steps))
    on = build.scheme(session, people.person(session), now, other)
    held = make.issued(session, on, make.officer(session, "Esi Boateng", "esi@example.org"), now)
    decider = make.of_scheme(session, on, SchemeRole.DECIDER)
    take_step(session, way_of(session, held), "withdraw", DECIDED, actor=decider, now=now)
    assert published(session, held, now).standing(now) is Standing.REVOKED
    at = now + timedelta(days=1)
    judge = appealed(session, on, held, at)
    take_step(session, way_of(session, held), "uphold", UPHELD, actor=judge, now=at)
    session.commit()
    certificates.make(
        session.scalars(select(CredentialVersion.id).order_by(CredentialVersion.no.desc())).first(), at=at
    )
    again = certificates.again(session, held.credential.id)
    assert (again.version.no, again.standing(at)) == (2, Standing.IN_FORCE)
    assert [one.verdict for one in judged(session, again.version.record, at)] == [Verdict.VALID] * 2


def test_what_waits_for_its_name_is_withdrawn_with_the_rest_and_waits_again_after_an_appeal(session, now):
    whole = make.withdrawable()
    steps = [
        replace(one, sources=("certified",), needs=()) if one.code == "withdraw" else one for one in whole.transitions
    ]
    other = replace(whole, slug="another", transitions=tuple(steps))
    on = build.scheme(session, people.person(session), now, other)
    found, _panel = make.decided(session, on, make.officer(session, "Esi Boateng", "esi@example.org"), now)
    claim = make.released(session, found, on, now)
    decider = make.of_scheme(session, on, SchemeRole.DECIDER)
    take_step(session, candidate_by_id(session, found.row.id), "withdraw", DECIDED, actor=decider, now=now)
    of_scheme = Claim.source_ref == scheme_ref(on.scheme_id)
    assert open_claims(session, of_scheme) == []
    holder = people.viewer(session, session.get_one(people.Person, found.row.person_id))
    take_step(session, candidate_by_id(session, found.row.id), "object", "I was not asked.", actor=holder, now=now)
    judge = make.of_scheme(session, on, SchemeRole.APPEAL_MEMBER)
    take_step(session, candidate_by_id(session, found.row.id), "uphold", UPHELD, actor=judge, now=now)
    assert [one.id for one, _achievement in open_claims(session, of_scheme)] == [claim.id]


def test_a_rule_or_the_holder_withdraws_nothing():
    whole = make.withdrawable()
    assert withdraws(whole, "withdraw", "suspended", "withdrawn")
    assert not withdraws(whole, "reject", "known", "not-eligible")  # nothing was held
    assert not withdraws(whole, "suspend", "registered", "suspended")
    steps = (
        build.step("expire", "suspended", "withdrawn", "rule", refusal=True),
        build.step("go", "suspended", "withdrawn", "candidate", refusal=True),
        build.step("close", "suspended", "withdrawn", build.SCREEN),
    )
    more = replace(whole, transitions=(*whole.transitions, *steps))
    assert [withdraws(more, one.code, "suspended", "withdrawn") for one in steps] == [False] * 3
    assert undoes_withdrawal(whole, "appeal", "suspended")
    assert undoes_withdrawal(whole, "appeal", "registered")
    assert not undoes_withdrawal(whole, "suspended", "registered")
    assert not undoes_withdrawal(whole, "appeal", "known")
