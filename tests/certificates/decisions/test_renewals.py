"""What becomes of a renewal when something is decided about the certificate before it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assessments.api import confirm, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import ending, suspending
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from certificates.decisions import services
from certificates.register.pages.claim_states import ClaimState, claims_shown
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from lms.people.models import Person
from tests.builders import certificates as build
from tests.builders.people import viewer

END = datetime(2029, 11, 25, 9, 0, tzinfo=UTC)
IN_WINDOW = datetime(2029, 7, 1, 9, 0, tzinfo=UTC)
LATER = IN_WINDOW + timedelta(days=1)
WORDS = "Sold what was seized."
WANTED = services.RevocationProposal(reason=StatusReason.MISCONDUCT, words=WORDS, never_again=True, key="form")


@pytest.fixture
def claim(session, held):
    """What was earned to renew the certificate, and waits for its name."""
    return build.renewing_claim(session, held, at=IN_WINDOW)


@pytest.fixture
def second(session, claim):
    """The certificate that follows, signed, and not begun."""
    return build.taken(session, claim, "Ngozi Okafor", at=IN_WINDOW)


def stands(session, held, now=LATER):
    return build.again(session, held.credential.id).standing(now)


def propose(session, held, by, wanted=WANTED, now=LATER):
    made = services.propose_revocation(session, held.credential, wanted, "A second person looks.", actor=by, now=now)
    session.commit()
    return made


def sign_all(session, now):
    """What the worker does with every version that waits."""
    session.commit()
    for version_id in session.scalars(select(CredentialVersion.id).where(CredentialVersion.record.is_(None))).all():
        build.make(version_id, at=now)


def test_it_is_suspended_and_lifted_with_the_one_in_force(session, held, second, managers):
    services.suspend_openly(session, held.credential, "The result is looked at.", actor=managers[0], now=LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.SUSPENDED, Standing.SUSPENDED)
    assert stands(session, second, END + timedelta(days=1)) is Standing.SUSPENDED
    lift(session, held, managers[1])
    assert (stands(session, held), stands(session, second)) == (Standing.IN_FORCE, Standing.NOT_YET)
    again = build.again(session, second.credential.id)
    assert (again.version.no, again.version.valid_from) == (2, END + timedelta(seconds=1))


def lift(session, held, by, now=LATER):
    services.lift_openly(session, held.credential, "It holds.", issuing(), actor=by, now=now)
    sign_all(session, now)


def test_misconduct_takes_both_and_no_second_one_is_left(session, held, second, managers):
    made = propose(session, held, managers[0])
    assert stands(session, second) is Standing.SUSPENDED
    confirm(session, made.uuid, words="", actor=managers[1], now=LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.REVOKED, Standing.REVOKED)
    assert stands(session, second, END + timedelta(days=1)) is Standing.REVOKED
    told = session.scalars(select(AuditEntry.subject).where(AuditEntry.name == "credential.revoked")).all()
    assert {f"credential:{one.credential.id}" for one in (held, second)} <= set(told)


def test_a_proposal_that_is_refused_brings_both_back(session, held, second, managers):
    made = propose(session, held, managers[0])
    refuse(session, made.uuid, words="Nothing was proven.", actor=managers[1], now=LATER)
    sign_all(session, LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.IN_FORCE, Standing.NOT_YET)


def test_an_objection_that_is_upheld_brings_both_back(session, held, second, managers):
    made = propose(session, held, managers[0])
    confirm(session, made.uuid, words="", actor=managers[1], now=LATER)
    holder = viewer(session, session.get_one(Person, held.credential.person_id))
    object_to(session, made.uuid, words="It was somebody else.", actor=holder, now=LATER)
    judge_objection(session, made.uuid, uphold=True, reason="It was somebody else.", actor=managers[2], now=LATER)
    sign_all(session, LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.IN_FORCE, Standing.NOT_YET)


def test_what_waits_for_its_name_is_withdrawn_with_it_and_waits_again(session, held, claim, managers):
    made = propose(session, held, managers[0])
    assert claims_shown(session, claim.person_id, [(claim, held.achievement)], LATER)[0].state is ClaimState.SUSPENDED
    confirm(session, made.uuid, words="", actor=managers[1], now=LATER)
    session.refresh(claim)
    assert claim.withdrawn_at == LATER
    assert claims_shown(session, claim.person_id, [(claim, held.achievement)], LATER)[0].fell
    holder = viewer(session, session.get_one(Person, held.credential.person_id))
    object_to(session, made.uuid, words="It was somebody else.", actor=holder, now=LATER)
    judge_objection(session, made.uuid, uphold=True, reason="It was somebody else.", actor=managers[2], now=LATER)
    session.refresh(claim)
    assert claim.withdrawn_at is None


def test_no_certificate_is_made_while_the_one_in_force_is_suspended(session, held, claim, managers):
    services.suspend_openly(session, held.credential, "The result is looked at.", actor=managers[0], now=LATER)
    with pytest.raises(RuleBroken, match="renews is suspended"):
        build.taken(session, claim, "Ngozi Okafor", at=LATER)


def test_what_is_passed_after_a_revocation_for_a_fault_is_no_fresh_start(session, held, managers):
    made = propose(session, held, managers[0], now=IN_WINDOW)
    confirm(session, made.uuid, words="", actor=managers[1], now=IN_WINDOW)
    claim = build.renewing_claim(session, held, at=IN_WINDOW + timedelta(hours=1))
    session.refresh(claim)
    assert (claim.renews_id, claim.withdrawn_at) == (held.claim.id, IN_WINDOW + timedelta(hours=1))


@pytest.mark.parametrize("reason", [StatusReason.ERROR, StatusReason.OWN_WISH])
def test_where_nobody_is_at_fault_the_second_one_stays_with_its_time(session, held, second, managers, reason):
    services.revoke_openly(session, held.credential, reason, "It was a slip.", actor=managers[0], now=LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.REVOKED, Standing.NOT_YET)
    assert build.again(session, second.credential.id).version.valid_from == END


def test_once_it_has_begun_it_stands_by_itself(session, held, second, managers):
    begun = END + timedelta(days=1)
    made = propose(session, held, managers[0], now=begun)
    confirm(session, made.uuid, words="", actor=managers[1], now=begun)
    assert (stands(session, held, begun), stands(session, second, begun)) == (Standing.REVOKED, Standing.IN_FORCE)


def test_what_was_suspended_by_itself_is_not_lifted_with_the_other(session, held, second, managers):
    services.suspend_openly(session, second.credential, "Its own result is looked at.", actor=managers[0], now=LATER)
    services.suspend_openly(session, held.credential, "The result is looked at.", actor=managers[0], now=LATER)
    lift(session, held, managers[1])
    assert (stands(session, held), stands(session, second)) == (Standing.IN_FORCE, Standing.SUSPENDED)


def test_the_signed_record_says_that_it_is_genuine_and_begins_later(session, held, second):
    trust, record = own_trust(session, issuing().did), second.version.record.encode()
    early, begun = (verify(record, trust, now=moment) for moment in (LATER, END))
    assert (early.verdict, early.first_failure.state) == (Verdict.NOT_YET, CheckState.NOT_YET)
    assert early.check(CheckName.PROOF).ok
    assert json.loads(record)["proof"]["created"] == "2029-07-01T09:00:00Z"
    assert begun.check(CheckName.PERIOD).ok


def test_a_renewal_that_was_issued_in_error_may_be_earned_again(session, held, second):
    ending.revoke(session, second.credential, StatusReason.ERROR, "A slip.", actor_id=None, now=LATER)
    third = build.renewing_claim(session, held, at=LATER)
    assert (third.renews_id, third.renewal_no, third.begins_at) == (held.claim.id, 2, END)


def test_the_second_one_is_corrected_and_suspended_before_it_begins(session, held, second):
    corrected = build.reissued(session, second, "Ngozi Ada Okafor", at=LATER)
    assert corrected.version.valid_from == END + timedelta(seconds=1)
    assert corrected.standing(LATER) is Standing.NOT_YET
    suspending.suspend(session, corrected.credential, "It is looked at.", actor_id=None, now=LATER)
    assert (stands(session, held), stands(session, second)) == (Standing.IN_FORCE, Standing.SUSPENDED)
