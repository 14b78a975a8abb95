"""From a confirmed name to signed files, and a corrected name to a replaced version."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import (
    Claim,
    Credential,
    CredentialVersion,
    IssuedUnder,
    IssuerKey,
    NameConfirmation,
    StatusChange,
    StatusList,
)
from certificates.credentials.queries.export import stored_keys
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.services import allocating, confirming
from certificates.credentials.services.naming import Names, clean_names
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import digest
from certificates.credentials.verification.verify import verify
from lms import storage
from lms.audit.models import AuditEntry
from lms.db import end_read_session
from lms.errors import BadInput, Conflict, RuleBroken
from lms.messages.models import Message
from lms.queue.jobs import Job, Progress
from tests.builders import certificates as build
from tests.builders.people import person


def count(session, table):
    return session.scalars(select(func.count()).select_from(table)).one()


def test_a_confirmed_name_becomes_a_signed_certificate(session, officer, course, now):
    held = build.issued(session, officer, course, name="Ngozi Okafor", local_name="ສົມໄຊ")
    assert held.standing(now) is Standing.IN_FORCE
    assert "ສົມໄຊ" in held.version.record  # as it is written, for whoever opens the file
    assert held.credential.awarded_at == now
    assert held.version.valid_until == now.replace(year=2029)
    trust = own_trust(session, issuing().did)
    for content in (
        held.version.record.encode(),
        held.version.token.encode(),
        storage.get(held.version.png_key),
        storage.get(held.version.svg_key),
        storage.get(held.version.pdf_key),
    ):
        report = verify(content, trust, now=now)
        assert report.verdict is Verdict.VALID, report
        assert (report.credential.name, report.credential.local_name) == ("Ngozi Okafor", "ສົມໄຊ")
        assert report.credential.number == held.credential.number


def test_the_hash_of_the_pdf_is_kept(session, officer, course, now):
    held = build.issued(session, officer, course)
    content = storage.get(held.version.pdf_key)
    assert held.version.pdf_sha256 == digest(content)
    changed = verify(content + b"\n% more\n", own_trust(session, issuing().did), now=now)
    assert changed.check(CheckName.FILE).state is CheckState.CHANGED


def test_the_audit_trail_keeps_the_hashes_of_the_record_and_of_every_file_that_shows_more(session, officer, course):
    held = build.issued(session, officer, course)
    kept = {"pdf": held.version.pdf_key, "png": held.version.png_key, "svg": held.version.svg_key}
    wanted = {f"{kind}_sha256": digest(storage.get(key)) for kind, key in kept.items()}
    wanted["record_sha256"] = digest(held.version.record.encode())
    subject = f"credential:{held.credential.id}"
    issued = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.name == "credential.issued")
    (entry,) = session.scalars(issued).all()
    assert {name: entry.data[name] for name in wanted} == wanted


def test_the_files_of_a_certificate_are_named_to_the_doctor(session, officer, course):
    version = build.issued(session, officer, course).version
    assert {version.pdf_key, version.png_key, version.svg_key} <= stored_keys(session)


def test_the_link_has_96_random_bits_and_the_subject_is_random(session, officer, course):
    held = build.issued(session, officer, course)
    assert len(held.credential.token) == 16
    record = json.loads(held.version.record)
    assert record["credentialSubject"]["id"] == f"urn:uuid:{held.credential.subject_uuid}"
    assert "ngozi@example.org" not in held.version.record


def test_a_claim_becomes_one_certificate_only(session, officer, course, now):
    claim = build.claim(session, officer, course)
    confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    with pytest.raises(Conflict):
        confirming.confirm_name(session, claim, Names("Another Name"), issuing(), by_id=officer.id, now=now)
    assert count(session, Credential) == 1


def test_without_an_issuer_nothing_is_issued_and_the_claim_stays(app, session, officer, course, now, monkeypatch):
    claim = build.claim(session, officer, course)
    monkeypatch.setitem(app.config, "ISSUER", "")
    with pytest.raises(RuleBroken, match="Set ISSUER"):
        confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)
    assert session.get_one(Claim, claim.id).taken_at is None
    assert count(session, Credential) == 0


def test_the_first_certificate_fixes_the_issuer(app, session, officer, course, now, monkeypatch):
    build.issued(session, officer, course)
    assert session.scalars(select(IssuedUnder.did)).one() == "did:web:demo.spoor.example"
    other = person(session, "Somebody Else", name_checked_at=now)
    claim = build.claim(session, other, course)
    monkeypatch.setitem(app.config, "ISSUER", "did:web:elsewhere.example")
    with pytest.raises(RuleBroken, match=r"were issued as did:web:demo\.spoor\.example"):
        confirming.confirm_name(session, claim, Names("Somebody Else"), issuing(), by_id=other.id, now=now)


def test_what_was_earned_too_long_ago_is_not_issued(session, officer, course, now):
    claim = build.claim(session, officer, course, at=now - timedelta(days=1200))
    with pytest.raises(RuleBroken, match="already have expired"):
        confirming.confirm_name(session, claim, Names("Ngozi Okafor"), issuing(), by_id=officer.id, now=now)


def test_making_twice_keeps_the_first_files(session, officer, course, now):
    held = build.issued(session, officer, course)
    token, changes = held.version.token, count(session, StatusChange)
    assert tasks.make_version(held.version.id, issuing(), now=now) is False
    end_read_session()
    assert build.again(session, held.credential.id).version.token == token
    assert count(session, StatusChange) == changes


def test_keys_are_made_once_and_kept_wrapped_outside_the_database(app, session, officer, course):
    build.issued(session, officer, course)
    build.issued(session, person(session, "Somebody Else"), course)
    rows = session.scalars(select(IssuerKey)).all()
    assert sorted(row.kind for row in rows) == ["Ed25519", "P-256"]
    for row in rows:
        (path,) = Path(app.config["INSTANCE_PATH"], "keys").glob(f"*{row.name}*")
        assert path.stat().st_mode & 0o777 == 0o600
        assert b"ENCRYPTED" in path.read_bytes()


def test_the_job_tells_the_holder(session, officer, course, now):
    made = build.confirmed(session, officer, course)
    session.commit()
    end_read_session()
    tasks.make({"version_id": made.id}, Progress(0))
    held = build.again(session, made.credential_id)
    told = session.scalars(select(Message).where(Message.kind == "certificate.ready")).one()
    assert (told.person_id, told.params) == (officer.id, {"credential": held.credential.uuid, "lifted": False})
    letter = session.scalars(select(Job).where(Job.kind == "message-letter")).one()
    assert letter.payload == {"message": told.uuid}
    assert held.version.record is not None


def test_a_corrected_name_replaces_the_version_under_the_same_address(session, officer, course, now):
    first = build.issued(session, officer, course, name="Ngozi Okafr")
    old = first.version.record.encode()
    second = build.reissued(session, first, "Ngozi Okafor", at=now + timedelta(days=3))
    assert second.version.no == 2
    assert second.credential.number == first.credential.number
    before, after = json.loads(old), json.loads(second.version.record)
    assert before["id"] == after["id"]
    assert before["awardedDate"] == after["awardedDate"]
    assert before["validFrom"] < after["validFrom"]
    assert before["validUntil"] == after["validUntil"]
    assert before["credentialStatus"]["statusListIndex"] != after["credentialStatus"]["statusListIndex"]
    trust = own_trust(session, issuing().did)
    later = now + timedelta(days=4)
    assert verify(old, trust, now=later).check(CheckName.STATUS).ok is False
    assert verify(second.version.record.encode(), trust, now=later).verdict is Verdict.VALID


def test_the_old_version_stands_until_the_new_one_is_signed(session, officer, course, now):
    held = build.issued(session, officer, course, name="Ngozi Okafr")
    later = now + timedelta(days=3)
    confirming.reissue(
        session, held, Names("Ngozi Okafor"), issuing(), reason="A slip in the name.", by_id=None, now=later
    )
    waiting = build.again(session, held.credential.id)
    assert (waiting.version.no, waiting.standing(later), waiting.being_made) == (1, Standing.IN_FORCE, True)


@pytest.mark.parametrize(
    ("name", "reason", "field"), [("Ngozi Okafor", "A slip in the name.", "name"), ("Other Name", "no", "reason")]
)
def test_a_correction_needs_another_name_and_a_reason(session, officer, course, now, name, reason, field):
    held = build.issued(session, officer, course)
    with pytest.raises(BadInput) as fault:
        confirming.reissue(session, held, Names(name), issuing(), reason=reason, by_id=None, now=now)
    assert fault.value.field == field
    assert count(session, NameConfirmation) == 1


def test_nobody_corrects_their_own_certificate(session, officer, course, now):
    held = build.issued(session, officer, course)
    with pytest.raises(RuleBroken, match="your own certificate"):
        confirming.reissue(
            session, held, Names("Other Name"), issuing(), reason="A better name.", by_id=officer.id, now=now
        )


def test_an_expired_certificate_is_not_made_anew(session, officer, course, now):
    held = build.issued(session, officer, course, at=now - timedelta(days=1200))
    with pytest.raises(RuleBroken, match="Only a valid certificate"):
        confirming.reissue(session, held, Names("Other Name"), issuing(), reason="A better name.", by_id=None, now=now)


def test_every_step_is_in_the_record_of_what_happened(session, officer, course, now):
    build.issued(session, officer, course)
    names = list(session.scalars(select(AuditEntry.name).order_by(AuditEntry.id)))
    assert names == [
        "certificate.earned", "credential.name-confirmed", "issuer-key.made", "issuer-key.made", "credential.issued",
        "status-list.published",
    ]  # fmt: skip
    data = json.dumps([entry.data for entry in session.scalars(select(AuditEntry))])
    assert "Okafor" not in data


def test_a_place_that_is_taken_is_drawn_again(session, officer, course, now):
    made = build.confirmed(session, officer, course)
    draws = iter([made.status_index, made.status_index, (made.status_index + 1) % 1000])
    row, index = allocating.take_place(session, now=now, draw=lambda _most: next(draws))
    assert index != made.status_index
    assert row.entries == 2


def test_a_list_that_is_half_full_is_followed_by_a_new_one(session, officer, course, now):
    made = build.confirmed(session, officer, course)
    session.get_one(StatusList, made.status_list_id).entries = allocating.FULL
    session.flush()
    row, _index = allocating.take_place(session, now=now)
    assert (row.name, row.entries) == ("2", 1)


def test_a_number_that_somebody_has_is_drawn_again(session, officer, course):
    made = build.confirmed(session, officer, course)
    taken = session.get_one(Credential, made.credential_id)
    taken.number = allocating.number_for(7)
    session.flush()
    draws = iter([7, 8])
    assert allocating.new_number(session, draw=lambda _most: next(draws)) == allocating.number_for(8)


@pytest.mark.parametrize(
    ("latin", "local", "field"),
    [
        ("", "", "name"),
        ("สุดา พรหมศรี", "", "name"),
        ("Ngozi\u202eOkafor", "", "name"),
        ("N" * 121, "", "name"),
        ("Ngozi Okafor", "山田太郎", "local_name"),
        ("Ngozi Okafor", "\u200b", "local_name"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_beside_its_field(latin, local, field):
    with pytest.raises(BadInput) as fault:
        clean_names(latin, local)
    assert fault.value.field == field


def test_names_of_many_scripts_can_be_written():
    assert clean_names("  Nguyễn   Thị Hoa ", "") == Names("Nguyễn Thị Hoa")
    assert clean_names("Somchai O'Brien-Đặng", "สมชาย").local == "สมชาย"


def test_versions_of_an_old_number_are_not_made_after_they_were_revoked(session, officer, course, now):
    made = build.confirmed(session, officer, course)
    credential = session.get_one(Credential, made.credential_id)
    from certificates.credentials.rules.lifecycle import StatusReason
    from certificates.credentials.services import ending

    ending.revoke(session, credential, StatusReason.ERROR, "Issued by mistake.", actor_id=None, now=now)
    session.commit()
    end_read_session()
    assert tasks.make_version(made.id, issuing(), now=now) is False
    assert session.scalars(select(CredentialVersion.record)).one() is None
