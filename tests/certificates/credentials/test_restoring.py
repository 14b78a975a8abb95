"""A revocation that did not stand: what is put in force again, what only stops reading as revoked, and what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion, StatusChange
from certificates.credentials.queries.held import earlier_versions, open_versions, revoked_versions
from certificates.credentials.rules.lifecycle import Change, ClaimWithdrawal, Standing, StatusReason
from certificates.credentials.services import confirming, following, holder_messages, issuance, restoring, suspending
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.ending import revoke
from certificates.credentials.services.naming import Names
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.messages.models import Message
from lms.messages.registry import said
from tests.builders import certificates as build
from tests.builders.people import person

WORDS = "It was somebody else."
SECOND = timedelta(seconds=1)


@pytest.fixture
def other(session):
    return person(session, "Grace Wambui", Role.OFFICER, name_checked_at=None)


def fall(session, held, now, reason=StatusReason.ERROR):
    revoke(session, held.credential, reason, "The wrong exam was counted.", actor_id=None, now=now)


def stands(session, held, now):
    return build.again(session, held.credential.id).standing(now)


def changes(session, version_id):
    wanted = select(StatusChange.change).where(StatusChange.version_id == version_id).order_by(StatusChange.id)
    return session.scalars(wanted).all()


def told(session, held, name):
    wanted = select(AuditEntry).where(AuditEntry.name == name, AuditEntry.subject == f"credential:{held.credential.id}")
    return [one.data for one in session.scalars(wanted.order_by(AuditEntry.id))]


def restore(session, held, now):
    return restoring.restore(session, held.credential, WORDS, issuing(), actor_id=None, now=now)


def test_what_is_not_revoked_is_not_restored(session, held, now):
    assert restore(session, held, now) is None
    restoring.restore_suspended(session, held.credential, WORDS, actor_id=None, now=now)
    assert (stands(session, held, now), changes(session, held.version.id)) == (Standing.IN_FORCE, ["issued"])


def test_a_newer_version_takes_the_place_of_the_revoked_one_and_is_asked_for_once(session, held, officer, now):
    fall(session, held, now)
    made = restore(session, held, now)
    assert (made.no, made.valid_until) == (2, held.version.valid_until)
    assert changes(session, made.id) == ["reinstated"]
    assert told(session, held, "credential.reinstated") == [
        {"person_id": officer.id, "version": 2, "words": WORDS, "before": "revoked", "after": "in-force"}
    ]
    assert restore(session, held, now) is None  # it is being made
    assert stands(session, held, now) is Standing.REVOKED
    assert issuance.keep(session, made.id, build.FILES, now=now) is True
    assert (changes(session, held.version.id), changes(session, made.id)) == (
        ["issued", "revoked", "overturned", "replaced"], ["reinstated", "issued"],
    )  # fmt: skip
    assert told(session, held, "credential.revocation-overturned") == [{"version": 1, "words": ""}]
    assert told(session, held, "credential.replaced") == [{"version": 1}]
    again = build.again(session, held.credential.id)
    assert (again.version.no, again.standing(now)) == (2, Standing.IN_FORCE)
    assert again.reinstatement.words == WORDS


@pytest.mark.parametrize("early", [True, False])
def test_at_its_last_moment_nothing_is_made_and_it_reads_as_expired(session, held, now, early):
    fall(session, held, now)
    at = held.version.valid_until - (SECOND if early else timedelta())
    made = restore(session, held, at)
    assert (made is not None) is early
    if not early:
        assert stands(session, held, at) is Standing.EXPIRED
        assert changes(session, held.version.id) == ["issued", "revoked", "overturned"]
        assert told(session, held, "credential.revocation-overturned") == [{"version": 1, "words": WORDS}]


def test_beside_another_that_was_earned_meanwhile_it_is_replaced(session, held, officer, course, now):
    fall(session, held, now)
    later = build.unsigned(session, officer, course, at=now + timedelta(days=1))
    assert restore(session, held, now + timedelta(days=2)) is None
    assert stands(session, held, now + timedelta(days=2)) is Standing.REPLACED
    assert stands(session, later, now + timedelta(days=2)) is Standing.IN_FORCE
    assert changes(session, held.version.id) == ["issued", "revoked", "overturned", "replaced"]
    assert build.again(session, held.credential.id).ending.reason is StatusReason.OVERTURNED


def test_those_of_others_of_other_courses_and_revoked_ones_take_no_place(session, held, officer, other, course, now):
    fall(session, held, now)
    build.unsigned(session, other, course, name="Grace Wambui")
    build.unsigned(session, officer)
    gone = build.unsigned(session, officer, course)
    fall(session, gone, now)
    assert not restoring.has_successor(session, build.again(session, held.credential.id), now)
    assert not restoring.has_successor(session, build.again(session, gone.credential.id), now)
    assert restore(session, held, now).no == 2
    assert not restoring.has_successor(session, build.again(session, gone.credential.id), now)  # an earlier one


def test_what_renews_it_stands_beside_it(session, held, now):
    at = held.version.valid_until - timedelta(days=30)
    build.taken(session, build.renewing_claim(session, held, at=at), "Ngozi Okafor", at=at)
    assert not restoring.has_successor(session, build.again(session, held.credential.id), at)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_suspended_one_that_was_revoked_is_suspended_again_while_its_time_lasts(session, held, officer, now, seconds):
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    fall(session, held, now)
    at = held.version.valid_until + seconds * SECOND
    restoring.restore_suspended(session, held.credential, WORDS, actor_id=officer.id, now=at)
    again = build.again(session, held.credential.id)
    assert again.standing(at) is (Standing.SUSPENDED if seconds else Standing.EXPIRED)
    entries = told(session, held, "credential.suspended")[1:]
    if seconds:
        assert (again.suspension.reason, again.suspension.words, again.suspension.at) == (
            StatusReason.UNDER_REVIEW, "", at,
        )  # fmt: skip
        assert entries == [
            {"person_id": officer.id, "version": 1, "words": "", "before": "revoked", "after": "suspended"}
        ]
    else:
        assert entries == []
    assert changes(session, held.version.id)[:4] == ["issued", "suspended", "revoked", "overturned"]


def test_a_suspended_one_beside_a_later_one_is_not_suspended_again(session, held, officer, course, now):
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    fall(session, held, now)
    build.unsigned(session, officer, course)
    restoring.restore_suspended(session, held.credential, WORDS, actor_id=None, now=now)
    assert stands(session, held, now) is Standing.REPLACED
    assert len(told(session, held, "credential.suspended")) == 1


def test_files_are_kept_once_and_those_of_a_correction_replace_the_older_version(session, held, officer, other, now):
    beside = build.unsigned(session, other, name="Grace Wambui")
    made = confirming.reissue(
        session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now
    )
    assert issuance.keep(session, made.id, build.FILES, now=now) is True
    assert issuance.keep(session, made.id, build.FILES, now=now) is False
    session.expire_all()
    rows = session.get_one(CredentialVersion, made.id)
    assert (rows.record, rows.token) == ("{}", "token")
    assert (changes(session, held.version.id), changes(session, made.id)) == (["issued", "replaced"], ["issued"])
    assert build.again(session, beside.credential.id).standing(now) is Standing.IN_FORCE
    again = build.again(session, held.credential.id)
    [earlier] = earlier_versions(session, again)
    assert (earlier.no, earlier.name, earlier.ending.reason) == (1, "Ngozi Okafor", StatusReason.NAME_CORRECTED)
    assert told(session, held, "credential.issued")[-1]["version"] == 2
    assert told(session, held, "credential.issued")[-1]["person_id"] == officer.id


@pytest.mark.parametrize("how", ["suspended", "revoked", "signed"])
def test_what_was_stopped_or_signed_already_is_not_to_be_made(session, held, now, how):
    made = confirming.reissue(
        session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now
    )
    task = issuance.task_of(session, made.id)
    assert (task.version_id, task.award.name, task.award.version) == (made.id, "Ngozi Okonkwo", 2)
    assert task.link == f"http://127.0.0.1:8000/credentials/{held.credential.token}"
    assert task.verify_address == "http://127.0.0.1:8000/verify"
    assert task.unsigned["credentialSubject"]["name"] == "Ngozi Okonkwo"
    if how == "suspended":
        suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    elif how == "revoked":
        fall(session, held, now)
    else:
        issuance.keep(session, made.id, build.FILES, now=now)
    assert issuance.task_of(session, made.id) is None


def test_versions_are_those_of_one_certificate(session, held, other, now):
    beside = build.unsigned(session, other, name="Grace Wambui")
    corrected = confirming.reissue(
        session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now
    )
    assert [one.no for one in open_versions(session, held.credential.id)] == [2, 1]
    assert [one.id for one in open_versions(session, beside.credential.id)] == [beside.version.id]
    fall(session, held, now)
    assert open_versions(session, held.credential.id) == []
    assert [one.id for one in revoked_versions(session, held.credential.id)] == [corrected.id, held.version.id]
    assert revoked_versions(session, beside.credential.id) == []


def messages(session):
    return session.scalars(select(Message).where(Message.kind == "certificate.ready").order_by(Message.id)).all()


def test_a_certificate_that_was_ended_while_it_was_signed_is_not_announced(session, held, now):
    before = len(messages(session))
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    holder_messages.tell_ready(session, held.version.id, now=now)
    assert len(messages(session)) == before


def test_one_that_is_in_force_again_is_announced_as_that(session, held, officer, now):
    holder_messages.tell_ready(session, held.version.id, now=now)
    first = messages(session)[-1]
    assert (first.person_id, first.params["lifted"]) == (officer.id, False)
    assert "Your certificate is ready" in said(first.kind, first.params).title
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=now)
    made = suspending.lift(session, held.credential, "It holds.", issuing(), actor_id=None, now=now)
    issuance.keep(session, made.id, build.FILES, now=now)
    holder_messages.tell_ready(session, made.id, now=now)
    second = messages(session)[-1]
    assert (second.params["lifted"], second.params["credential"]) == (True, held.credential.uuid)
    assert said(second.kind, second.params).title == "Your certificate is valid again"


@pytest.fixture
def window(held):
    return held.version.valid_until - timedelta(days=30)


@pytest.fixture
def renewal(session, held, window):
    """The certificate that follows, signed and not begun."""
    return build.taken(session, build.renewing_claim(session, held, at=window), "Ngozi Okafor", at=window)


def test_a_renewal_has_begun_at_its_first_moment(session, held, renewal):
    begins = held.version.valid_until

    def found(now):
        return [one.credential.id for one in following.renewals_not_begun(session, held.credential, now)]

    assert (found(begins - SECOND), found(begins)) == ([renewal.credential.id], [])
    assert following.renewals_not_begun(session, renewal.credential, begins - SECOND) == []


def test_one_that_was_suspended_before_it_began_still_goes_with_the_other(session, held, renewal, window):
    suspending.suspend(session, renewal.credential, "It is looked at.", actor_id=None, now=window)
    after = held.version.valid_until + timedelta(days=9)
    [found] = following.renewals_not_begun(session, held.credential, after)
    assert found.credential.id == renewal.credential.id


def test_a_renewal_that_waits_to_be_signed_is_stopped_with_the_one_before_it(session, held, officer, window):
    claim = build.renewing_claim(session, held, at=window)
    made = confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=window)
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=window)
    assert changes(session, made.id) == ["suspended"]
    assert issuance.task_of(session, made.id) is None


def test_a_renewal_that_was_revoked_by_itself_is_not_suspended_with_the_other(session, held, renewal, window):
    fall(session, renewal, window)
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=window)
    assert Change.SUSPENDED not in changes(session, renewal.version.id)


def test_a_renewal_that_was_revoked_by_itself_is_not_revoked_again(session, held, renewal, window):
    fall(session, renewal, window)
    fall(session, held, window, StatusReason.MISCONDUCT)
    assert changes(session, renewal.version.id) == ["issued", "revoked"]
    assert build.again(session, renewal.credential.id).ending.reason is StatusReason.ERROR


def test_what_was_withdrawn_to_renew_it_is_found_and_nothing_else(session, held, officer, window):
    assert following.renewals_withdrawn(session, held.credential) == []
    claim = build.renewing_claim(session, held, at=window)
    assert following.renewals_withdrawn(session, held.credential) == []
    withdraw_claim(session, claim, ClaimWithdrawal.ANNULLED, actor_id=None, now=window)
    elsewhere = build.claim(session, officer, build.course_version(session))
    withdraw_claim(session, elsewhere, ClaimWithdrawal.ANNULLED, actor_id=None, now=window)
    session.expire_all()
    assert following.renewals_withdrawn(session, held.credential) == [(claim, held.achievement)]
    claim.taken_at = window
    session.flush()
    assert following.renewals_withdrawn(session, held.credential) == []


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_suspension_is_lifted_to_what_its_time_allows(session, held, officer, seconds):
    at = held.version.valid_until + seconds * SECOND
    suspending.suspend(session, held.credential, "It is looked at.", actor_id=None, now=at - timedelta(days=1))
    made = suspending.lift(session, held.credential, "It holds.", issuing(), actor_id=None, now=at)
    assert (made is not None) is bool(seconds)
    [entry] = told(session, held, "credential.reinstated")
    assert entry == {
        "person_id": officer.id, "version": 2 if seconds else 1, "words": "It holds.", "before": "suspended",
        "after": "in-force" if seconds else "expired",
    }  # fmt: skip
    assert (stands(session, held, at) is Standing.EXPIRED) is not bool(seconds)
