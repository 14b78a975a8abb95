"""Who may not do what with a certificate, and what is refused before anything is written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion, NameConfirmation, NameRequest, StatusChange
from certificates.credentials.rules.lifecycle import ClaimWithdrawal, Standing, StatusReason
from certificates.credentials.services import confirming, ending, name_requests, suspending
from certificates.credentials.services.claim_withdrawal import withdraw_claim
from certificates.credentials.services.naming import Names, clean_names
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, Conflict, RuleBroken
from tests.builders import certificates as build
from tests.builders import people as make

WHY = "The result is looked at again."


@pytest.fixture
def appointed(session, officer):
    """A manager whose rights come from the officer."""
    return make.viewer(session, make.appointed(session, officer.id))


@pytest.fixture
def rosa(session):
    """A manager whose rights come from elsewhere."""
    return make.viewer(session, make.person(session, "Rosa Almeida", Role.PROGRAMME_MANAGER))


def count(session, table):
    return session.scalars(select(func.count()).select_from(table)).one()


def correct(session, held, name="Ngozi Okonkwo", *, by=None, reason="She married.", local="", now=make.NOW):
    names = Names(name, local)
    return confirming.reissue(session, held, names, issuing(), reason=reason, by_id=by, now=now)


def test_whose_rights_come_from_the_holder_lifts_nothing_and_corrects_nothing(session, held, appointed, rosa, now):
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        correct(session, held, by=appointed.id)
    suspending.suspend(session, held.credential, WHY, actor_id=rosa.id, now=now)
    with pytest.raises(RuleBroken, match="Your rights come from this person"):
        suspending.lift(session, held.credential, WHY, issuing(), actor_id=appointed.id, now=now)
    assert suspending.lift(session, held.credential, WHY, issuing(), actor_id=rosa.id, now=now).no == 2


def test_a_manager_who_is_not_its_holder_suspends_and_the_record_says_who(session, held, rosa, officer, now):
    suspending.suspend(session, held.credential, f"  {WHY} ", actor_id=rosa.id, now=now)
    rows = session.scalars(select(StatusChange).order_by(StatusChange.id.desc())).first()
    assert (rows.change, rows.words, rows.reason, rows.actor_id, rows.at) == (
        "suspended", WHY, "under-review", rosa.id, now,
    )  # fmt: skip
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.name, entry.subject, entry.actor_id) == (
        "credential.suspended", f"credential:{held.credential.id}", rosa.id,
    )  # fmt: skip
    assert entry.data == {
        "person_id": officer.id, "version": 1, "words": WHY, "before": "in-force", "after": "suspended",
    }  # fmt: skip


def test_a_manager_who_is_not_its_holder_revokes_for_each_reason_that_there_is(session, held, rosa, officer, now):
    ending.revoke(session, held.credential, StatusReason.OWN_WISH, "She asked for it.", actor_id=rosa.id, now=now)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "credential.revoked")).one()
    assert (entry.subject, entry.actor_id) == (f"credential:{held.credential.id}", rosa.id)
    assert entry.data == {"person_id": officer.id, "version": 1, "reason": "own-wish", "words": "She asked for it."}
    found = build.again(session, held.credential.id).ending
    assert (found.reason, found.words, found.at) == (StatusReason.OWN_WISH, "She asked for it.", now)


@pytest.mark.parametrize(("words", "kept"), [("abcde", True), ("abcd", False), ("x" * 500, True), ("x" * 501, False)])
def test_a_reason_has_from_five_to_five_hundred_letters(words, kept):
    if kept:
        assert ending.reason_words(f" {words}\n") == words
        return
    with pytest.raises(BadInput) as fault:
        ending.reason_words(words)
    assert fault.value.field == "words"


def test_revoking_one_certificate_leaves_that_of_another_in_force(session, held, course, rosa, now):
    other = build.issued(session, make.person(session, "Grace Wambui", Role.OFFICER), course, name="Grace Wambui")
    ending.revoke(session, held.credential, StatusReason.ERROR, WHY, actor_id=rosa.id, now=now)
    assert build.again(session, other.credential.id).standing(now) is Standing.IN_FORCE
    suspending.suspend(session, other.credential, WHY, actor_id=rosa.id, now=now)
    assert build.again(session, held.credential.id).standing(now) is Standing.REVOKED


def test_what_is_being_made_anew_is_not_corrected_once_more(session, held, now):
    assert correct(session, held).no == 2
    again = build.again(session, held.credential.id)
    assert again.being_made
    with pytest.raises(RuleBroken, match="is being created"):
        correct(session, again, "Ngozi Obi")
    assert count(session, NameConfirmation) == 2


def test_of_two_who_saw_the_same_version_the_second_corrects_nothing(session, held, now):
    first = held.version.id
    newest = build.reissued(session, held, "Ngozi Okonkwo", at=now)
    stale = replace(newest, version=session.get_one(CredentialVersion, first))
    with pytest.raises(Conflict, match="Load the page again"):
        correct(session, stale, "Ngozi Obi")


def test_a_correction_is_kept_and_told_with_its_reason(session, held, rosa, officer, now):
    made = correct(session, held, by=rosa.id, reason="  She married. ", now=now + timedelta(hours=1))
    written = session.get_one(NameConfirmation, made.confirmation_id)
    assert (written.name, written.local_name, written.reason, written.by_id, written.at, written.claim_id) == (
        "Ngozi Okonkwo", "", "She married.", rosa.id, now + timedelta(hours=1), held.claim.id,
    )  # fmt: skip
    assert made.valid_until == held.version.valid_until
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "credential.name-corrected")).one()
    assert (entry.subject, entry.actor_id) == (f"credential:{held.credential.id}", rosa.id)
    assert entry.data == {"person_id": officer.id, "version": 2, "reason": "She married."}


@pytest.mark.parametrize(("reason", "enough"), [("abcd", False), (" abcd ", False), ("abcde", True)])
def test_the_reason_of_a_correction_has_five_letters_at_least(session, held, reason, enough):
    if enough:
        assert correct(session, held, reason=reason).no == 2
        return
    with pytest.raises(BadInput) as fault:
        correct(session, held, reason=reason)
    assert fault.value.field == "reason"


def test_the_other_script_alone_may_be_corrected_too(session, held, officer):
    build.name_checked(session, officer, "Ngozi Okafor", "ສົມໄຊ")
    with pytest.raises(BadInput) as fault:
        correct(session, held, "Ngozi Okafor")
    assert fault.value.field == "name"
    assert correct(session, held, "Ngozi Okafor", local="ສົມໄຊ").no == 2


def test_a_claim_that_was_withdrawn_is_neither_confirmed_nor_asked_about(session, officer, course, now):
    claim = build.claim(session, officer, course)
    withdraw_claim(session, claim, ClaimWithdrawal.ANNULLED, actor_id=None, now=now)
    for names in (Names("Ngozi Okafor"), Names("Eve Mallory")):
        with pytest.raises(RuleBroken, match="no longer leads to a certificate"):
            name_requests.confirm_or_ask(session, claim, names, issuing(), by_id=officer.id, now=now)
    assert (claim.taken_at, count(session, NameRequest)) == (None, 0)


def test_a_claim_that_became_a_certificate_is_not_open_any_more(session, held):
    with pytest.raises(Conflict, match="already confirmed"):
        confirming.demand_open(session, held.claim)


def test_a_renewal_waits_while_the_certificate_before_it_is_suspended_alone(session, held, officer):
    at = held.version.valid_until - timedelta(days=30)
    claim = build.renewing_claim(session, held, at=at)
    suspending.suspend(session, held.credential, WHY, actor_id=None, now=at)
    with pytest.raises(RuleBroken, match="The certificate that this one renews is suspended"):
        confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=at)
    ending.revoke(session, held.credential, StatusReason.OWN_WISH, "She asked.", actor_id=None, now=at)
    assert confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=at).no == 1


@pytest.mark.parametrize(("seconds", "made"), [(-1, True), (0, False)])
def test_what_would_be_over_at_its_first_moment_is_not_made(session, officer, course, now, seconds, made):
    claim = build.claim(session, officer, course)
    at = now.replace(year=now.year + 3) + timedelta(seconds=seconds)
    if made:
        assert confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=at)
        return
    with pytest.raises(RuleBroken, match="would already have expired"):
        confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=at)


def test_a_second_name_that_waits_for_the_same_claim_is_refused(session, officer, course, now):
    claim = build.claim(session, officer, course)
    asked = name_requests.ask(
        session, claim, Names("Eve Mallory", "ສົມໄຊ"), frozenset(), by_id=officer.id, now=now
    )  # fmt: skip
    assert (asked.name, asked.local_name, asked.account_name, asked.account_local_name, asked.reason) == (
        "Eve Mallory", "ສົມໄຊ", "Ngozi Okafor", "", "",
    )  # fmt: skip
    assert (asked.claim_id, asked.asked_at, asked.outcome) == (claim.id, now, None)
    with pytest.raises(Conflict, match="already waits for a manager"):
        name_requests.ask(session, claim, Names("Eve M."), frozenset(), by_id=officer.id, now=now)


@pytest.mark.parametrize(
    ("latin", "local", "kept"),
    [
        ("Ngozi Okafor", "Ngozi Okafor", Names("Ngozi Okafor", "")),  # twice the same is once
        ("Ngozi Okafor", "  ", Names("Ngozi Okafor", "")),
        ("Kealiʻi O'Brien-Đặng", "", Names("Kealiʻi O'Brien-Đặng", "")),  # an okina is of no script
        ("Ngozi Okafor", "สมชาย", Names("Ngozi Okafor", "สมชาย")),
    ],
)
def test_two_names_are_kept_as_one_reads_them(latin, local, kept):
    assert clean_names(latin, local) == kept


@pytest.mark.parametrize("latin", ["Нгози Окафор", "Ngozi Οkafor", "Ngоzi Okafor"])
def test_letters_of_another_script_are_not_taken_for_latin_ones(latin):
    with pytest.raises(BadInput, match="Use Latin letters here") as fault:
        clean_names(latin, "")
    assert fault.value.field == "name"


@pytest.mark.parametrize(
    "change",
    [{"name": "Eve Malory"}, {"local_name": "สมชาย"}, {"account_name": "Ngozi Obi"}, {"account_local_name": "ສົມ"}],
)
def test_an_agreement_holds_for_exactly_what_the_manager_saw(session, officer, course, rosa, now, change):
    claim, names = build.claim(session, officer, course), Names("Eve Mallory")
    asked = name_requests.ask(session, claim, names, frozenset(), by_id=officer.id, now=now)
    asked.outcome, asked.decided_at, asked.reason = "approved", now, "Both stand in her passport."
    session.flush()
    for name, said in change.items():
        before = getattr(asked, name)
        setattr(asked, name, said)
        session.flush()
        with pytest.raises(RuleBroken, match="First a manager must agree"):
            confirming.confirm_name(session, claim, names, issuing(), by_id=officer.id, now=now)
        setattr(asked, name, before)
    session.flush()
    made = confirming.confirm_name(session, claim, names, issuing(), by_id=officer.id, now=now)
    assert session.get_one(NameConfirmation, made.confirmation_id).reason == "Both stand in her passport."
