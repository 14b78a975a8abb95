"""A certificate is suspended, lifted, suspended again and revoked; each version says what it is."""

import json
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import CredentialVersion, NameConfirmation, StatusChange, StatusList
from certificates.credentials.queries import lists
from certificates.credentials.queries.held import earlier_versions
from certificates.credentials.queries.trusted import judged_by_register, own_trust, registered
from certificates.credentials.rules.lifecycle import Standing, StatusReason
from certificates.credentials.services import confirming, ending, suspending
from certificates.credentials.services.claims import take_up
from certificates.credentials.services.naming import Names
from certificates.credentials.signing import status_list
from certificates.credentials.sources.course_exam import PassedFinal, achievement_earned
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from lms.audit.models import AuditEntry
from lms.db import end_read_session
from lms.errors import BadInput, RuleBroken
from tests.builders import certificates as build

WHY = "The result is looked at again."


def suspend(session, held, now, *, words=WHY, by=None):
    suspending.suspend(session, held.credential, words, actor_id=by, now=now)
    session.commit()


def lift(session, held, now, *, words="The result was confirmed.", by=None):
    made = suspending.lift(session, held.credential, words, issuing(), actor_id=by, now=now)
    session.commit()
    return made


def judged(session, record, now):
    """As our register judges a record, and as the published keys and lists alone do."""
    trust = own_trust(session, issuing().did)
    alone = verify(record.encode(), trust, now=now)
    return judged_by_register(alone, registered(session, alone, issuing().did), now=now), alone


def bits(session):
    row = session.scalars(select(StatusList).execution_options(populate_existing=True)).one()
    indexes = session.scalars(select(CredentialVersion.status_index).order_by(CredentialVersion.no))
    return [status_list.is_set(json.loads(row.document), str(index)) for index in indexes]


def test_a_suspended_certificate_says_since_when_and_why_and_never_revoked(session, held, now):
    later = now + timedelta(days=1)
    again = build.suspended(session, held, at=later)
    assert again.standing(later) is Standing.SUSPENDED
    assert (again.suspension.at, again.suspension.words, again.ending) == (later, WHY, None)
    by_register, alone = judged(session, held.version.record, later)
    check = by_register.first_failure
    assert (by_register.verdict, check.name, check.state) == (Verdict.INVALID, CheckName.STATUS, CheckState.SUSPENDED)
    assert check.detail == f"Suspended since 2026-11-26T09:00:00Z: It is being reviewed. {WHY}"
    assert (alone.verdict, alone.first_failure.state) == (Verdict.INVALID, CheckState.ENDED)
    assert "Ended or suspended" in alone.first_failure.detail
    assert "evoked" not in check.detail + alone.first_failure.detail


def test_the_register_knows_of_it_before_the_list_is_published(session, held, now):
    suspend(session, held, now)
    by_register, alone = judged(session, held.version.record, now)
    assert (by_register.verdict, alone.verdict) == (Verdict.INVALID, Verdict.VALID)
    tasks.publish_lists(now + timedelta(seconds=50))
    assert bits(session) == [True]


def test_lifting_makes_a_newer_version_of_the_same_certificate(session, held, now):
    first = held.version.record
    suspended = build.suspended(session, held, at=now + timedelta(days=1))
    lifted = build.lifted(session, suspended, at=now + timedelta(days=2))
    assert (lifted.version.no, lifted.standing(now + timedelta(days=2))) == (2, Standing.IN_FORCE)
    before, after = json.loads(first), json.loads(lifted.version.record)
    for member in ("id", "awardedDate", "validUntil", "evidence", "name"):
        assert before[member] == after[member]
    for member in ("id", "name", "licenseNumber", "achievement", "result"):
        assert before["credentialSubject"][member] == after["credentialSubject"][member]
    assert before["validFrom"] < after["validFrom"]
    assert before["credentialStatus"]["statusPurpose"] == after["credentialStatus"]["statusPurpose"] == "revocation"
    assert before["credentialStatus"]["statusListIndex"] != after["credentialStatus"]["statusListIndex"]
    assert bits(session) == [True, False]
    assert (lifted.credential.token, lifted.credential.number) == (held.credential.token, held.credential.number)
    assert session.scalars(select(func.count()).select_from(NameConfirmation)).one() == 1  # it was not asked for again


def test_the_older_version_is_replaced_and_the_newer_is_valid(session, held, now):
    first = held.version.record
    lifted = build.lifted(
        session, build.suspended(session, held, at=now + timedelta(days=1)), at=now + timedelta(days=2)
    )
    old, old_alone = judged(session, first, now + timedelta(days=3))
    assert (old.verdict, old.first_failure.state) == (Verdict.INVALID, CheckState.REPLACED)
    assert old.first_failure.detail.endswith("A suspension was lifted.")
    assert old_alone.verdict is Verdict.INVALID
    for report in judged(session, lifted.version.record, now + timedelta(days=3)):
        assert report.verdict is Verdict.VALID
    (earlier,) = earlier_versions(session, lifted)
    assert (earlier.no, earlier.ending.reason) == (1, StatusReason.REINSTATED)


def test_until_the_new_version_is_signed_it_stays_suspended(session, held, now):
    suspend(session, held, now)
    made = lift(session, held, now + timedelta(hours=1))
    waiting = build.again(session, held.credential.id)
    assert (waiting.version.no, waiting.standing(now), waiting.being_made) == (1, Standing.SUSPENDED, True)
    with pytest.raises(RuleBroken, match="already lifted"):
        lift(session, held, now + timedelta(hours=1))
    session.rollback()
    build.make(made.id, at=now + timedelta(hours=1))
    assert build.again(session, held.credential.id).standing(now + timedelta(hours=2)) is Standing.IN_FORCE


def test_it_can_be_suspended_and_lifted_again_and_again(session, held, now):
    for turn in range(3):
        held = build.suspended(session, held, at=now + timedelta(days=2 * turn + 1))
        assert held.standing(now + timedelta(days=2 * turn + 1)) is Standing.SUSPENDED
        held = build.lifted(session, held, at=now + timedelta(days=2 * turn + 2))
    assert (held.version.no, held.standing(now + timedelta(days=7))) == (4, Standing.IN_FORCE)
    assert bits(session) == [True, True, True, False]


def test_a_suspended_certificate_can_be_revoked_for_good(session, held, now):
    suspend(session, held, now)
    ending.revoke(session, held.credential, StatusReason.MISCONDUCT, "It was so.", actor_id=None, now=now)
    session.commit()
    again = build.again(session, held.credential.id)
    assert (again.standing(now), again.suspension) == (Standing.REVOKED, None)
    with pytest.raises(RuleBroken, match="not suspended"):
        lift(session, held, now)


def test_revoking_while_a_suspension_is_lifted_stops_the_new_version(session, held, now):
    suspend(session, held, now)
    made = lift(session, held, now)
    ending.revoke(session, held.credential, StatusReason.ERROR, "Issued by mistake.", actor_id=None, now=now)
    session.commit()
    end_read_session()
    assert tasks.make_version(made.id, issuing(), now=now) is False
    again = build.again(session, held.credential.id)
    assert (again.standing(now), again.being_made) == (Standing.REVOKED, False)


def test_a_correction_that_waits_does_not_come_round_a_suspension(session, held, now):
    corrected = Names("Ngozi Okonkwo")
    waiting = confirming.reissue(session, held, corrected, issuing(), reason="She married.", by_id=None, now=now)
    session.commit()
    suspend(session, held, now)
    end_read_session()
    assert tasks.make_version(waiting.id, issuing(), now=now) is False
    end_read_session()
    again = build.again(session, held.credential.id)
    assert (again.standing(now), again.being_made) == (Standing.SUSPENDED, False)
    lifted = build.lifted(session, again, at=now + timedelta(days=1))
    assert (lifted.version.no, lifted.written.name) == (3, "Ngozi Okonkwo")
    assert [one.no for one in earlier_versions(session, lifted)] == [1]  # the second was never on paper


def test_a_correction_that_was_being_signed_comes_out_suspended(session, held, now):
    """The worker had read its task before the suspension, and keeps the files after it."""
    waiting = confirming.reissue(
        session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now
    )
    session.commit()
    read, kept = tasks.issuance.made, []

    def slow(*task):
        files = read(*task)
        suspend(session, held, now)
        kept.append(files)
        return files

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks.issuance, "made", slow)
        end_read_session()
        tasks.make_version(waiting.id, issuing(), now=now)
    end_read_session()
    tasks.publish_due(issuing(), now=now)
    again = build.again(session, held.credential.id)
    assert kept
    assert (again.version.no, again.standing(now)) == (2, Standing.SUSPENDED)
    assert bits(session) == [True, True]


def test_lifting_after_its_time_makes_nothing_and_it_reads_as_expired(session, held, now):
    suspend(session, held, now)
    late = now + timedelta(days=1200)
    assert build.again(session, held.credential.id).standing(late) is Standing.SUSPENDED
    assert lift(session, held, late) is None
    again = build.again(session, held.credential.id)
    assert (again.version.no, again.standing(late)) == (1, Standing.EXPIRED)
    by_register, _alone = judged(session, held.version.record, late)
    assert by_register.first_failure.state is CheckState.EXPIRED


@pytest.mark.parametrize("words", ["", "no", "w" * 501])
def test_suspending_and_lifting_need_a_reason(session, held, now, words):
    for act in (suspend, lift):
        with pytest.raises(BadInput) as fault:
            act(session, held, now, words=words)
        assert fault.value.field == "words"


def test_nobody_suspends_or_lifts_their_own(session, held, officer, now):
    with pytest.raises(RuleBroken, match="your own certificate"):
        suspend(session, held, now, by=officer.id)
    suspend(session, held, now)
    with pytest.raises(RuleBroken, match="your own certificate"):
        lift(session, held, now, by=officer.id)


def test_only_what_is_in_force_is_suspended_and_only_once(session, held, now, officer, course):
    with pytest.raises(RuleBroken, match="not suspended"):
        lift(session, held, now)
    with pytest.raises(RuleBroken, match="Only a valid certificate"):
        suspend(session, held, now + timedelta(days=1200))
    suspend(session, held, now)
    with pytest.raises(RuleBroken, match="already suspended"):
        suspend(session, held, now)


def test_what_is_being_made_cannot_be_suspended(session, officer, course, now):
    made = build.confirmed(session, officer, course)
    with pytest.raises(RuleBroken, match="Only a valid certificate"):
        suspend(session, build.again(session, made.credential_id), now)


def test_the_name_of_a_suspended_one_is_not_corrected(session, held, now):
    again = build.suspended(session, held, at=now)
    with pytest.raises(RuleBroken, match="Only a valid certificate"):
        confirming.reissue(session, again, Names("Other"), issuing(), reason="She married.", by_id=None, now=now)


def test_passing_again_while_it_is_suspended_earns_nothing(session, held, officer, course, now):
    suspend(session, held, now)
    final = PassedFinal(officer.id, course.id, "Final exam", 1, 0, False, now)
    assert take_up(session, achievement_earned(session, final), now=now) is None


def test_what_happened_is_appended_and_nothing_is_changed(session, held, now):
    suspended = build.suspended(session, held, at=now + timedelta(days=1))
    lifted = build.lifted(session, suspended, at=now + timedelta(days=2))
    rows = session.scalars(select(StatusChange).order_by(StatusChange.id)).all()
    first, second = held.version.id, lifted.version.id
    assert first != second
    assert [(row.version_id, row.change) for row in rows] == [
        (first, "issued"), (first, "suspended"), (second, "reinstated"), (first, "replaced"), (second, "issued"),
    ]  # fmt: skip


def test_the_record_of_what_happened_holds_before_and_after(session, held, now, course):
    suspend(session, held, now)
    lift(session, held, now)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    lifted, suspended = ({**entry.data, "name": entry.name} for entry in entries)
    assert (suspended["name"], lifted["name"]) == ("credential.suspended", "credential.reinstated")
    assert (suspended["before"], suspended["after"], suspended["words"]) == ("in-force", "suspended", WHY)
    assert (lifted["before"], lifted["after"], lifted["version"]) == ("suspended", "in-force", 2)


def test_a_folder_for_verifiers_does_not_name_suspensions(session, held, now):
    suspended = build.suspended(session, held, at=now)
    assert lists.endings(session) == {}
    build.lifted(session, suspended, at=now + timedelta(days=1))
    (told,) = lists.endings(session).values()
    assert (told.replaced, told.reason) == (True, "A suspension was lifted.")


def test_lifting_takes_a_place_in_the_list_and_suspending_none(session, held, now):
    row = session.scalars(select(StatusList)).one()
    before = row.entries
    suspended = build.suspended(session, held, at=now)
    session.refresh(row)
    assert row.entries == before
    build.lifted(session, suspended, at=now + timedelta(days=1))
    session.refresh(row)
    assert row.entries == before + 1


ACTS = ("suspend", "lift", "correct", "revoke", "sign", "sign", "sign")


def act(session, held, name, now):
    """Do one thing if the rules let it be done now."""
    held = build.again(session, held.credential.id)
    try:
        if name == "suspend":
            suspending.suspend(session, held.credential, WHY, actor_id=None, now=now)
        elif name == "lift":
            suspending.lift(session, held.credential, WHY, issuing(), actor_id=None, now=now)
        elif name == "correct":
            other = Names(f"Ngozi {'I' * (held.version.no + 1)}")
            confirming.reissue(session, held, other, issuing(), reason="She married.", by_id=None, now=now)
        elif name == "revoke":
            ending.revoke(session, held.credential, StatusReason.ERROR, WHY, actor_id=None, now=now)
    except RuleBroken:
        session.rollback()
        return
    session.commit()
    end_read_session()
    if name == "sign":
        unsigned = select(CredentialVersion.id).where(CredentialVersion.record.is_(None)).order_by(CredentialVersion.no)
        for version_id in session.scalars(unsigned).all():
            tasks.make_version(version_id, issuing(), now=now)
            end_read_session()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_the_version_in_force_alone_has_a_clear_bit(session, held, now, seed):
    """A walk of thirty steps; software that sees the list alone never accepts what our pages do not call in force."""
    draws = random.Random(seed)
    for step in range(30):
        at = now + timedelta(hours=step + 1)
        name = draws.choice([one for one in ACTS if one != "revoke" or step > 24])
        act(session, held, name, at)
        tasks.publish_due(issuing(), now=at)
        end_read_session()
        again = build.again(session, held.credential.id)
        versions = session.scalars(select(CredentialVersion).order_by(CredentialVersion.no)).all()
        clear = [v.no for v, bit in zip(versions, bits(session), strict=True) if v.record and not bit]
        assert clear == ([again.version.no] if again.standing(at) is Standing.IN_FORCE else [])
        end_read_session()
