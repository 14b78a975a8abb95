"""An installation whose trail somebody tampers with: every way is told by `lms audit verify` and by the doctor."""

import json
import shutil
from datetime import timedelta

from flask import g
from sqlalchemy import select, update
from structlog.testing import capture_logs

from certificates.credentials import tasks as credential_tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import IssuerKey
from certificates.credentials.rules.lifecycle import KeyState
from certificates.credentials.services import signing
from certificates.credentials.signing import jwt, keys
from lms.audit.models import AuditEntry
from lms.audit.rules import FIRST, EntryContent, entry_hash
from lms.audit.seals import seal_file
from lms.audit.seals.seal import TYPE, Seal, as_data
from lms.audit.tasks import seal, verify_weekly
from lms.audit.verification.health_checks import check_trail
from lms.audit.verification.outcome import last_outcome
from lms.db import end_read_session, read_session, transaction
from lms.ports import Health
from tests.builders.races import at_once
from tests.lms.audit.installation import DID, NOW, doctor, found, lines, tamper, write


def rewrite(subject="thing:2"):
    """Change an entry and compute every later hash anew, as somebody does who can write the database."""
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.subject == subject).values(actor_id=99))
        rows = session.scalars(select(AuditEntry).where(AuditEntry.seq.is_not(None)).order_by(AuditEntry.seq)).all()
        for row in rows:  # unique columns: out of the way first
            row.previous, row.hash = f"p{row.seq}", f"h{row.seq}"
        session.flush()
        last = FIRST
        for row in rows:
            said = EntryContent(row.at, row.name, row.subject, row.actor_id, row.data)
            row.previous, row.hash = last, entry_hash(last, said)
            last = row.hash


def test_a_trail_that_nobody_touched_holds_and_every_seal_agrees(folder):
    report = found()
    assert report.faults == ()
    assert [line.token is not None for line in lines(folder)] == [False, True, True, True, True, True]
    assert report.seals.agreeing == 6
    assert report.seals.signed_until == report.read.chain.entries == 8
    assert {one.health for one in doctor()} == {Health.OK}


def test_every_seal_is_signed_with_the_ed25519_key_of_the_issuer(folder):
    line = lines(folder)[-1]
    header = jwt.header_of(line.token)
    [public] = [row for row in read_session().scalars(select(IssuerKey)) if row.kind == "Ed25519"]
    assert header == {"alg": "EdDSA", "kid": f"{DID}#{public.name}", "typ": TYPE}
    assert json.loads(jwt.content_of(line.token)) == as_data(line.seal)


def test_a_cut_tail_is_told(folder, issuer_lms):
    tamper("DELETE FROM audit_entry WHERE seq > 5")
    assert "knows 8 entries" in found().faults[0]
    assert "the trail has 5: 3 entries are missing." in found().faults[0]
    done = issuer_lms("audit", "verify")
    assert (done.exit_code, "3 entries are missing" in done.output) == (1, True)
    assert doctor()[0].health is Health.BAD
    assert "The chain holds" not in done.output


def test_a_cut_tail_is_told_after_the_trail_has_grown_again(folder):
    tamper("DELETE FROM audit_entry WHERE seq > 5")
    write(*[f"thing:{number}" for number in range(20, 30)])
    assert any("Entry 6 is not the one that was sealed" in words for words in found().faults)
    assert doctor()[0].health is Health.BAD


def test_an_emptied_table_is_told(folder, issuer_lms):
    tamper("DELETE FROM audit_entry")
    assert "the trail has 0: 8 entries are missing." in found().faults[0]
    told = json.loads(issuer_lms("audit", "verify", "--json").stdout)
    assert (told["holds"], told["entries"]) == (False, 0)
    assert doctor()[0].health is Health.BAD


def test_without_the_file_too_an_emptied_table_is_told_by_what_it_should_tell_of(folder):
    tamper("DELETE FROM audit_entry")
    seal_file.path_in(folder).unlink()
    assert any("issuer-key:1" in words for words in found().faults)


def test_a_chain_with_recomputed_hashes_is_told(folder):
    rewrite()
    report = found()
    assert report.read.chain.fault is None
    assert "Entry 2 is not the one that was sealed" in report.faults[0]
    assert doctor()[0].health is Health.BAD


def test_who_rewrites_the_chain_cannot_put_unsigned_seals_in_the_place_of_signed_ones(folder, monkeypatch):
    rewrite()
    tamper("UPDATE audit_entry SET seq = seq")
    path = seal_file.path_in(folder)
    path.unlink()
    row = read_session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    with seal_file.opened(path) as handle:
        seal_file.append(handle, Seal(row.seq, row.hash, NOW), None)
    assert found().faults == ()  # within the hour the next round may still sign it
    monkeypatch.setattr("tests.lms.audit.installation.NOW", NOW + timedelta(hours=2))
    assert "No signed seal vouches for the entries from 1 on" in found().faults[0]
    assert doctor()[0].health is Health.BAD


def test_a_seal_under_a_strangers_key_is_told_even_if_the_database_names_it(folder):
    pair = keys.new_pair(keys.KeyKind.ED25519)
    forged = Seal(8, lines(folder)[-1].seal.hash, NOW)

    def signed_by_them():
        return jwt.signed(as_data(forged), pair, key_id=pair.public.key_id(DID), kind=TYPE)

    with seal_file.opened(seal_file.path_in(folder)) as handle:
        seal_file.append(handle, forged, signed_by_them())
    assert any("a key that is none of the issuer's" in words for words in found().faults)
    with transaction() as session:  # whoever can write the database names the key there
        session.add(
            IssuerKey(kind="Ed25519", x=pair.public.x, y="", name=pair.public.name, state=KeyState.RETIRED, made_at=NOW)
        )
    report = found()
    assert any(
        "issuer-key:" in words and "entries issuer-key.made: 0" in words for words in report.faults
    )  # a key without its entry
    assert report.seals.signed_until == 8  # by the seal that is really signed
    assert report.seals.newest.where != f"line {len(lines(folder))} of the file"  # nobody vouches for theirs


def test_a_signed_seal_that_was_changed_is_told(folder):
    path = seal_file.path_in(folder)
    path.write_bytes(path.read_bytes().replace(b'"entries":8,', b'"entries":7,'))
    assert any("was changed: its signature does not fit" in words for words in found().faults)


def test_a_torn_line_is_said_and_no_fault(folder, issuer_lms):
    path = seal_file.path_in(folder)
    path.write_bytes(path.read_bytes()[:-30])
    report = found()
    assert (report.faults, report.read.file.torn) == ((), True)
    assert "the last line of the file of seals: it was cut off" in issuer_lms("audit", "verify").output
    seal(NOW)
    assert (found().read.file.torn, found().read.file.unreadable, found().seals.signed_until) == (False, (6,), 8)


def test_a_removed_file_is_told(folder, issuer_lms):
    seal_file.path_in(folder).unlink()
    done = issuer_lms("audit", "verify")
    assert (done.exit_code, "There is no seal at all" in done.output) == (1, True)


def test_what_a_crash_kept_from_the_file_the_next_round_appends(folder):
    before = seal_file.path_in(folder).read_bytes()
    write("thing:7")
    seal_file.path_in(folder).write_bytes(before)  # the commit was there, the line was not
    seal(NOW)
    assert [line.seal.entries for line in lines(folder)][-2:] == [8, 9]
    assert found().seals.signed_until == 9


def test_a_file_that_cannot_be_written_holds_up_no_sealing_and_is_loud(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken, capture_logs() as said:
        broken.setattr(seal_file, "append", full)
        write("thing:7")
    assert ("audit-seal-not-kept", "error") in [(one["event"], one["log_level"]) for one in said]
    assert (found().read.chain.entries, found().read.chain.waiting) == (9, 0)
    assert (doctor()[0].health, "ends at entry 8" in doctor()[0].detail) == (Health.WARN, True)
    with monkeypatch.context() as broken:
        broken.setattr(seal_file, "opened", full)
        assert (doctor()[0].health, "No space left" in doctor()[0].detail) == (Health.BAD, True)
    seal(NOW)
    assert found().seals.signed_until == 9


def test_a_secret_that_opens_no_key_leaves_seals_unsigned_and_is_loud(folder, issuer_app, monkeypatch):
    monkeypatch.setitem(issuer_app.config, "KEYS_SECRET", "another secret of more than thirty-two signs")
    with capture_logs() as said:
        write("thing:7")
    assert "audit-seal-unsigned" in [one["event"] for one in said]
    assert lines(folder)[-1].token is None
    monkeypatch.undo()
    seal(NOW)
    assert found().seals.signed_until == 9


def test_two_workers_at_once_leave_one_file_that_agrees(folder, issuer_app):
    def work(worker):
        def run():
            for number in range(6):
                write(f"thing:{worker}-{number}")

        return run

    end_read_session()
    at_once(issuer_app, work(1), work(2))
    report = found()
    assert report.faults == ()
    assert report.read.file.unreadable == ()
    assert report.seals.signed_until == report.read.chain.entries == 20
    numbers = [line.seal.entries for line in lines(folder)]
    assert numbers == sorted(numbers)


def rotate(state):
    """Another key signs from now on."""
    with transaction() as session:
        session.execute(update(IssuerKey).where(IssuerKey.kind == "Ed25519").values(state=state, retired_at=NOW))
    credential_tasks.ensure_keys(issuing(), now=NOW)
    seal(NOW)


def test_after_a_rotation_the_seals_of_the_older_key_still_count(folder):
    rotate(KeyState.RETIRED)
    report = found()
    assert (report.faults, report.seals.signed_until) == ((), 9)
    assert len({jwt.key_id_of(line.token) for line in lines(folder) if line.token}) == 2


def test_for_seals_of_a_key_that_others_may_have_had_nobody_vouches_but_the_next_one_covers_them(folder):
    with transaction() as session:
        session.execute(update(IssuerKey).where(IssuerKey.kind == "Ed25519").values(state=KeyState.COMPROMISED))
    report = found()
    assert (report.faults, report.seals.signed_until, report.seals.agreeing) == ((), 0, 6)
    rotate(KeyState.COMPROMISED)
    assert (found().faults, found().seals.signed_until) == ((), 9)


def test_a_key_whose_private_half_is_not_here_vouches_for_nothing(folder):
    shutil.rmtree(folder / "keys")
    report = found()
    assert (report.seals.signed_until, report.seals.agreeing) == (0, 6)


def test_the_doctor_says_since_when_the_trail_holds_and_since_when_not(folder):
    verify_weekly(NOW)
    verify_weekly(NOW + timedelta(days=7))
    assert last_outcome(folder).since == NOW
    assert "holds since" in doctor()[-1].detail
    rewrite()
    with capture_logs() as said:
        verify_weekly(NOW + timedelta(days=14))
    assert "audit-trail-does-not-hold" in [one["event"] for one in said]
    verify_weekly(NOW + timedelta(days=21))
    assert (last_outcome(folder).holds, last_outcome(folder).since) == (False, NOW + timedelta(days=14))
    assert doctor()[-1].health is Health.BAD


def test_of_a_long_trail_the_doctor_reads_the_end_and_says_so(folder, monkeypatch):
    monkeypatch.setattr("lms.audit.verification.running.WHOLE", 5)
    monkeypatch.setattr("lms.audit.verification.running.LAST", 3)
    assert "the chain from entry 6 on holds" in doctor()[0].detail
    tamper("UPDATE audit_entry SET subject = 'thing:99' WHERE seq = 7")
    assert "breaks at entry 7" in doctor()[0].detail


def test_keys_are_opened_once_for_many_seals(folder, monkeypatch):
    opened = []
    real = signing.open_pair
    monkeypatch.setattr(
        "certificates.credentials.services.audit_seals.open_pair", lambda *given: opened.append(1) or real(*given)
    )
    found()
    assert len(opened) == 1


def test_what_is_sealed_while_the_doctor_looks_is_no_missing_end(folder):
    read_session().scalars(select(AuditEntry.id)).first()  # what was begun to be read before, on SQLite
    reading = g.pop("read_session")
    write("thing:7")
    g.read_session = reading
    assert {one.health for one in check_trail(read_session(), NOW)} == {Health.OK}
    end_read_session()
