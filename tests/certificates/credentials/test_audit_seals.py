"""Seals of the audit trail and status lists: a list names the newest signed seal, which anybody can fetch and check."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.queries.lists import list_named
from certificates.credentials.queries.trusted import own_trust
from certificates.credentials.services.audit_seals import AuditSeals, named_seals
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from lms import storage
from lms.audit.api import Vouching
from lms.audit.models import AuditEntry
from lms.audit.seals import seal_file
from lms.audit.tasks import seal
from lms.audit.verification.running import instance, verify_here
from lms.db import end_read_session
from tests.builders import certificates as build

DAY = timedelta(days=1)
ISSUED = AuditEntry.name == "credential.issued"


@pytest.fixture
def held(held, now):
    """A certificate, whose list was published anew after the trail had been sealed."""
    seal(now)
    tasks.publish_due(issuing(), now=now + 2 * DAY)
    end_read_session()
    return held


def published(session):
    session.expire_all()
    return json.loads(list_named(session, "1").document)


def verified(now):
    """The report on the trail as it stands."""
    end_read_session()
    report = verify_here(now=now)
    end_read_session()
    return report


def newest():
    return seal_file.tail(seal_file.path_in(instance())).last.token


def test_a_list_names_the_newest_signed_seal_with_the_digest_of_its_bytes(session, held):
    [related] = published(session)["relatedResource"]
    token = newest()
    assert related == {
        "id": f"https://demo.spoor.example/audit/seals/{storage.digest_of(storage.key_of(token.encode(), '.jws'))}",
        "digestMultibase": proofs.digest_multibase(token.encode()),
    }
    assert related["digestMultibase"].startswith("zQm")  # sha2-256 in base58btc


def test_the_address_answers_with_the_signed_seal_to_anybody(client, session, held):
    [related] = published(session)["relatedResource"]
    answer = client.get(related["id"].removeprefix("https://demo.spoor.example"))
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "application/jose", newest())
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert set(json.loads(jwt.content_of(answer.text))) == {"entries", "hash", "sealed_at"}


@pytest.mark.parametrize("name", ["0" * 64, "nothing", "..%2fkeys", "0" * 64 + ".pdf"])
def test_no_other_file_is_given_out_there(client, held, name):
    assert client.get(f"/audit/seals/{name}").status_code == 404


def test_a_paper_is_not_given_out_at_the_address_of_seals(client, held):
    assert client.get(f"/audit/seals/{storage.digest_of(held.version.pdf_key)}").status_code == 404


def test_before_a_seal_is_signed_a_list_names_none(session, officer, course, now):
    build.issued(session, officer, course, at=now)
    assert "relatedResource" not in published(session)


def test_a_certificate_is_in_force_by_a_list_that_names_a_seal(session, held, now):
    assert "relatedResource" in published(session)
    found = verify(held.version.record.encode(), own_trust(session, issuing().did), now=now + 2 * DAY)
    assert found.verdict is Verdict.VALID


def test_the_doctor_is_told_of_the_seals_that_lists_name(session, held):
    [key] = named_seals(session)
    assert storage.get(key).decode() == newest()


def test_the_seal_of_the_list_is_compared(session, held, now):
    seal(now)
    report = verified(now)
    assert (report.read.published, [words for words in report.faults if "seal" in words]) == (1, [])
    seal_file.path_in(instance()).unlink()
    session.execute(delete(AuditEntry).where(AuditEntry.seq > 2))
    session.commit()
    assert any("The seal in the published status list 1 knows" in words for words in verified(now).faults)


def test_a_seal_that_the_list_names_and_nobody_finds_is_not_called_compared(session, held, now):
    for key in named_seals(session):
        (storage.folder() / key).unlink()
    assert verified(now).read.unread == ["the published status list 1"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-8] + "AAAAAAAA",
        lambda token: "eyJhbGciOiJub25lIn0." + token.split(".")[1] + ".",
        lambda token: "no token",
    ],
)
def test_a_token_that_was_changed_is_broken(session, held, spoil):
    assert AuditSeals(issuing).checker(session)(spoil(newest())).vouching is Vouching.BROKEN


def test_without_an_issuer_nothing_is_signed(app, session, held, monkeypatch):
    monkeypatch.setitem(app.config, "ISSUER", "")
    assert AuditSeals(issuing).sign(session, {}, "audit-seal+jwt") is None
    assert AuditSeals(issuing).signs_since(session) is None


@pytest.mark.parametrize(
    "change",
    [
        delete(AuditEntry).where(ISSUED),
        update(AuditEntry).where(ISSUED).values(data={"version": 1, "record_sha256": "0"}),
        update(AuditEntry).where(ISSUED).values(subject="credential:999999"),
    ],
    ids=["no entry", "of another record", "of another certificate"],
)
def test_a_record_of_whose_issue_the_trail_does_not_tell_was_never_issued(session, held, now, change):
    """Somebody who has the key and can write the register, and has not written the trail."""
    session.execute(change)
    session.flush()
    found = verify(held.version.record.encode(), own_trust(session, issuing().did), now=now + 2 * DAY)
    assert found.verdict is Verdict.INVALID
    assert found.check(CheckName.ISSUER).state is CheckState.NOT_IN_REGISTER
