"""A real issue, a revoke, a rename and an expiry, exported and judged by the verifiers of other makers."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Achievement
from certificates.credentials.queries import export
from certificates.credentials.rules.lifecycle import StatusReason
from certificates.credentials.services import claims, ending, signing
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.sources.course_words import words_offered
from certificates.credentials.verification.export import write_folder
from lms.audit.tasks import seal
from lms.db import end_read_session, read_session
from tests.builders import certificates as build
from tests.builders.people import person
from tests.independent.other_verifiers import HERE, VERIFIERS, answer_of_others, run_in_node

NOW = datetime.now(UTC).replace(microsecond=0)  # the verifier judges the status list by its own clock

IN_FORCE, EXPIRED, REVOKED, RENAMED = "Amélie Phommachanh", "Mercy Achieng", "Prasert Thongdee", "Grace Wambui"
SUSPENDED, LIFTED, FRENCH = "Niran Chaiyasit", "Suda Phromsri", "Awa Diop"
NAMES = (IN_FORCE, EXPIRED, REVOKED, RENAMED, SUSPENDED, LIFTED)

pytestmark = VERIFIERS


@pytest.fixture(scope="module")
def folder(shared_app, module_session, tmp_path_factory):
    """An export of what the services really issued."""
    with module_session() as session:
        made = exported(session, tmp_path_factory.mktemp("issue") / "export")
    for name in ("audit-seals.jsonl", "audit-verified.json"):  # of a trail that is rolled back
        (Path(shared_app.config["INSTANCE_PATH"]) / name).unlink(missing_ok=True)
    return made


def exported(session, folder):
    version = build.course_version(session)
    people = {name: person(session, name, email=f"{name.split()[0].lower()}@example.org") for name in NAMES}
    for name, row in people.items():
        at = NOW - timedelta(days=1300) if name == EXPIRED else NOW - timedelta(days=9)
        held = build.issued(session, row, version, name=name, local_name="ສົມໄຊ ພົມມະຈັນ", at=at)
        if name == RENAMED:
            build.reissued(session, held, "Grace Wambui-Otieno", at=NOW - timedelta(days=3))
        if name == REVOKED:
            ending.revoke(session, held.credential, StatusReason.ERROR, "Issued by mistake.", actor_id=None, now=NOW)
            session.commit()
        if name in {SUSPENDED, LIFTED}:
            held = build.suspended(session, held, at=NOW - timedelta(days=5))
        if name == LIFTED:
            held = build.lifted(session, held, at=NOW - timedelta(days=4))
            held = build.suspended(session, held, at=NOW - timedelta(days=3))
            build.lifted(session, held, at=NOW - timedelta(days=2))
    in_french(session)
    end_read_session()
    seal(NOW)  # the list that is signed next names it
    tasks.publish_due(issuing(), now=NOW)
    end_read_session()
    signer = signing.open_signer(read_session(), issuing(), KeyKind.P256)
    published = export.published(read_session(), issuing().did)
    write_folder(folder, published, export.issued(read_session()), signer, now=NOW)
    end_read_session()
    return folder


def in_french(session):
    """Of a course that speaks French, with the certificate in French."""
    version = build.course_version(session)
    version.translations = {"fr": {"title": "Reconnaître la faune", "certifies": "Distingue l’ivoire de l’os."}}
    row = person(session, FRENCH, email="awa@example.org")
    build.name_checked(session, row, FRENCH)
    claim = build.claim(session, row, version, at=NOW - timedelta(days=9))
    words = words_offered(session, claim, session.get_one(Achievement, claim.achievement_id), ["fr"])["fr"]
    claims.choose_language(session, claim, "fr", words)
    build.taken(session, claim, FRENCH, at=NOW - timedelta(days=9))


def answered(folder, file):
    return answer_of_others(folder, file, NOW)


def judged(folder, file):
    answer = answered(folder, file)
    return answer["verified"], answer["reason"]


def files_of(folder, name):
    """The records of this name, oldest version first."""
    return [p for p in sorted(folder.glob("*-*.json")) if f'"name": "{name}"' in p.read_text("utf-8")]


def test_others_judge_a_real_issue_as_we_do(folder):
    (in_force,), (expired,), (revoked,) = (files_of(folder, name) for name in (IN_FORCE, EXPIRED, REVOKED))
    assert judged(folder, in_force) == (True, "")
    assert judged(folder, in_force.with_suffix(".jwt")) == (True, "")
    verified, reason = judged(folder, expired)
    assert (verified, 'after "validUntil"' in reason) == (False, True)
    verified, reason = judged(folder, expired.with_suffix(".jwt"))
    assert (verified, '"exp"' in reason) == (False, True)
    assert judged(folder, revoked) == (False, "revoked")


def test_others_accept_one_in_the_language_that_its_holder_chose(folder):
    (french,) = files_of(folder, FRENCH)
    assert judged(folder, french) == (True, "")
    assert judged(folder, french.with_suffix(".jwt")) == (True, "")
    achievement = json.loads(french.read_text("utf-8"))["credentialSubject"]["achievement"]
    assert (achievement["name"], achievement["inLanguage"]) == ("Reconnaître la faune", "fr")
    assert achievement["id"].endswith("/1/fr")


def test_others_refuse_the_older_version_of_a_rename_and_accept_the_newer(folder):
    (old,), (new,) = files_of(folder, RENAMED), files_of(folder, "Grace Wambui-Otieno")
    assert judged(folder, old) == (False, "revoked")
    assert judged(folder, new) == (True, "")
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index[json.loads(new.read_text("utf-8"))["id"]] == new.name


def test_others_refuse_a_suspended_version_as_they_refuse_a_revoked_one(folder):
    (suspended,), (revoked,) = files_of(folder, SUSPENDED), files_of(folder, REVOKED)
    assert judged(folder, suspended) == judged(folder, revoked) == (False, "revoked")


def test_others_accept_the_version_that_was_issued_on_lifting_and_no_older_one(folder):
    """Suspended and lifted twice: three versions under one id, one of them in force."""
    first, second, third = files_of(folder, LIFTED)
    assert [judged(folder, one) for one in (first, second)] == [(False, "revoked")] * 2
    assert judged(folder, third) == (True, "")
    assert judged(folder, third.with_suffix(".jwt")) == (True, "")
    records = [json.loads(one.read_text("utf-8")) for one in (first, second, third)]
    assert len({one["id"] for one in records}) == 1
    assert [one["validFrom"] for one in records] == sorted({one["validFrom"] for one in records})
    assert len({one["credentialStatus"]["id"] for one in records}) == 3
    assert {one["credentialStatus"]["statusPurpose"] for one in records} == {"revocation"}
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index[records[0]["id"]] == third.name


def test_others_accept_the_seal_that_the_status_list_names_and_its_digest(folder, tmp_path):
    [(address, name)] = [
        (address, name)
        for address, name in json.loads((folder / "index.json").read_text("utf-8")).items()
        if "/audit/seals/" in address
    ]
    [related] = json.loads((folder / "status" / "1.json").read_text("utf-8"))["relatedResource"]
    content = (folder / name).read_bytes()
    assert related == {"id": address, "digestMultibase": multibase(hashlib.sha256(content).digest())}
    found = answered(folder, folder / name)
    assert (found["verified"], set(found["seal"])) == (True, {"entries", "hash", "sealed_at"})
    (tmp_path / "changed.jws").write_bytes(content[:-6] + b"AAAAAA")
    assert not answered(folder, tmp_path / "changed.jws")["verified"]


def multibase(digest):
    """Multihash in base58btc, by the table of the Multibase draft."""
    number, text = int.from_bytes(b"\x12\x20" + digest, "big"), ""
    while number:
        number, at = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[at] + text
    return "z" + text


def test_the_worked_example_of_the_handbook_runs_as_it_stands():
    handbook = (HERE.parents[1] / "docs" / "verifying.md").read_text("utf-8")
    [script] = re.findall(r"```js\n(.*?)```", handbook, re.DOTALL)
    assert json.loads(run_in_node("--input-type=module", "-e", script)) == {
        "entries": 812,
        "hash": hashlib.sha256(b"entry 812").hexdigest(),
        "sealed_at": "2026-11-25T09:00:00Z",
    }
