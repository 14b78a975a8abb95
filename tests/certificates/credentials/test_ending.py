"""Revoking, and how soon the status list says so."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from certificates.credentials import health_checks, tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import StatusChange, StatusList
from certificates.credentials.queries import lists
from certificates.credentials.queries.trusted import judged_by_register, own_trust, registered
from certificates.credentials.rules.lifecycle import Standing, StatusReason, Visibility
from certificates.credentials.services import ending, publishing
from certificates.credentials.signing import status_list
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.verify import verify
from lms.audit.models import AuditEntry
from lms.db import end_read_session
from lms.errors import BadInput, RuleBroken
from lms.ports import Health
from lms.queue import periodic
from tests.builders import certificates as build


def revoke(session, held, now, words="The exam was sat by somebody else."):
    ending.revoke(session, held.credential, StatusReason.RESULT_ANNULLED, words, actor_id=None, now=now)
    session.commit()
    end_read_session()


def the_list(session):
    session.expire_all()
    return session.scalars(select(StatusList)).one()


def bit(session, held):
    return status_list.is_set(json.loads(the_list(session).document), str(held.version.status_index))


def test_a_revoked_certificate_says_so_in_the_register_at_once(session, held, now):
    report = verify(held.version.record.encode(), own_trust(session, issuing().did), now=now)
    assert report.verdict is Verdict.VALID
    revoke(session, held, now)
    assert build.again(session, held.credential.id).standing(now) is Standing.REVOKED
    found = registered(session, report, issuing().did)
    judged = judged_by_register(report, found, now=now)
    assert (judged.verdict, judged.check(CheckName.STATUS).state) == (Verdict.INVALID, CheckState.REVOKED)


def test_the_list_follows_within_the_minute(session, held, now):
    revoke(session, held, now)
    assert not bit(session, held)
    tasks.publish_lists(now + timedelta(seconds=50))
    assert bit(session, held)


def test_the_beat_of_the_worker_publishes(session, held, now):
    revoke(session, held, now)
    periodic.run_all(now + timedelta(seconds=50))
    assert bit(session, held)


def test_a_list_is_signed_anew_when_it_is_a_day_old(session, held, now):
    first = the_list(session).document
    tasks.publish_lists(now + timedelta(hours=23))
    assert the_list(session).document == first
    end_read_session()
    tasks.publish_lists(now + timedelta(hours=24))
    row = the_list(session)
    assert row.document != first
    assert row.valid_until == now + timedelta(days=15)


def test_a_list_that_changed_while_it_was_signed_is_not_published_over(session, held, now):
    draft = publishing.draft_of(session, the_list(session).id)
    revoke(session, held, now)
    assert publishing.keep_published(session, draft, "old bits", now=now) is False
    assert the_list(session).document != "old bits"


def test_a_stolen_list_cannot_hide_what_was_revoked(session, held, now):
    """An expired list still revokes, and the published one verifies with the published keys alone."""
    revoke(session, held, now)
    tasks.publish_lists(now)
    report = verify(held.version.record.encode(), own_trust(session, issuing().did), now=now + timedelta(days=40))
    assert report.check(CheckName.STATUS).state is CheckState.ENDED


def test_revoking_twice_is_refused(session, held, now):
    revoke(session, held, now)
    with pytest.raises(RuleBroken, match="already revoked"):
        ending.revoke(session, held.credential, StatusReason.ERROR, "Once more.", actor_id=None, now=now)


@pytest.mark.parametrize(
    ("reason", "words", "field"),
    [
        (StatusReason.ERROR, "no", "words"),
        (StatusReason.ERROR, "x" * 501, "words"),
        (StatusReason.NAME_CORRECTED, "A slip.", "reason"),
    ],
)
def test_revoking_needs_a_reason(session, held, now, reason, words, field):
    with pytest.raises(BadInput) as fault:
        ending.revoke(session, held.credential, reason, words, actor_id=None, now=now)
    assert fault.value.field == field
    assert session.scalars(select(StatusChange.change)).all() == ["issued"]


def test_nobody_revokes_their_own(session, held, officer, now):
    with pytest.raises(RuleBroken, match="your own certificate"):
        ending.revoke(
            session, held.credential, StatusReason.OWN_WISH, "I do not want it.", actor_id=officer.id, now=now
        )


def test_revoking_ends_the_version_that_is_being_made_too(session, officer, held, now):
    from certificates.credentials.services import confirming
    from certificates.credentials.services.naming import Names

    made = confirming.reissue(
        session, held, Names("Ngozi Okonkwo"), issuing(), reason="She married.", by_id=None, now=now
    )
    revoke(session, held, now)
    assert tasks.make_version(made.id, issuing(), now=now) is False
    assert build.again(session, held.credential.id).standing(now) is Standing.REVOKED


def test_the_reason_is_exported_in_words(session, held, now):
    revoke(session, held, now)
    (found,) = lists.endings(session).values()
    assert found.reason == "The result of the exam was annulled. The exam was sat by somebody else."
    assert found.at == now


def test_choosing_who_sees_what_is_written_down_once(session, held, officer, now):
    for _again in range(2):
        ending.choose_visibility(session, held.credential, Visibility.PRIVATE, by_id=officer.id, now=now)
    names = session.scalars(select(AuditEntry).where(AuditEntry.name == "credential.visibility-chosen"))
    assert [entry.data for entry in names] == [{"before": "link", "after": "private"}]


def healths(session, now, name):
    return [finding.health for finding in health_checks.examine(session, now) if finding.name == name]


def test_the_doctor_finds_everything_in_order(session, held, now):
    assert healths(session, now, "issuer") == [Health.OK]
    assert healths(session, now, "keys") == [Health.OK, Health.OK]
    assert healths(session, now, "status") == [Health.OK]


def test_the_doctor_finds_old_lists(session, held, now):
    assert healths(session, now + timedelta(days=2), "status") == [Health.WARN]
    assert healths(session, now + timedelta(days=14), "status") == [Health.BAD]


def test_the_doctor_finds_keys_that_do_not_open(app, session, held, now, monkeypatch):
    monkeypatch.setitem(app.config, "KEYS_SECRET", "x" * 64)
    assert healths(session, now, "keys") == [Health.BAD, Health.BAD]


def test_the_doctor_names_printed_addresses_that_need_a_redirect(app, session, held, now, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "http://127.0.0.1:9000")
    details = [one.detail for one in health_checks.examine(session, now) if one.name == "issuer"]
    assert any("http://127.0.0.1:8000/credentials/… and http://127.0.0.1:8000/verify" in one for one in details)
    health_checks.check_start(session)  # it starts all the same


def test_another_issuer_stops_the_start(app, session, held, now, monkeypatch):
    monkeypatch.setitem(app.config, "ISSUER", "did:web:elsewhere.example")
    with pytest.raises(RuleBroken, match=r"Set ISSUER=did:web:demo\.spoor\.example"):
        health_checks.check_start(session)
    assert healths(session, now, "issuer") == [Health.BAD]


def test_a_backup_whose_keys_stay_closed_is_refused(app, session, held, tmp_path, monkeypatch):
    from pathlib import Path
    from shutil import copytree

    copytree(Path(app.config["INSTANCE_PATH"], "keys"), tmp_path / "keys")
    health_checks.check_restored_keys(tmp_path)
    monkeypatch.setitem(app.config, "KEYS_SECRET", "x" * 64)
    with pytest.raises(RuleBroken, match="KEYS_SECRET does not open"):
        health_checks.check_restored_keys(tmp_path)
