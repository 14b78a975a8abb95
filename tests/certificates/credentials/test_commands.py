"""`lms verify`, `lms keys` and `lms credentials`, on a database of their own."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from certificates.credentials.files import embedding
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.services import signing
from certificates.credentials.signing import jwt, proofs
from certificates.credentials.signing.keys import KeyKind
from certificates.documents.badge import badge_png, badge_svg
from lms import cli, clock
from lms.access import Role
from lms.app import create_app
from tests.builders import certificates as build
from tests.builders.people import NOW, person
from tests.certificates import awards, makers

YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def url(new_database, migrated_database):
    return new_database("certificates_commands", migrated_database)


def settings_for(url, folder):
    return config.Testing(
        INSTANCE_PATH=str(folder),
        DATABASE_URL=url,
        SITE_URL="http://127.0.0.1:8000",
        ISSUER="did:web:demo.spoor.example",
    )


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="module")
def numbers(url, instance):
    """Three issued certificates: in force, expired, and one whose name was corrected."""
    app = create_app(settings_for(url, instance))
    with app.app_context(), app.extensions["spoor-database"].session(write=True) as session:
        version = build.course_version(session)
        names = ("Ngozi Okafor", "Amélie Phommachanh", "James Kiprno")
        people = [person(session, name, Role.OFFICER) for name in names]
        in_force = build.issued(session, people[0], version, name=names[0], local_name="ສົມໄຊ ພົມມະຈັນ")
        expired = build.issued(session, people[1], version, name=names[1], at=NOW - 4 * YEAR)
        first = build.issued(session, people[2], version, name=names[2], at=NOW - timedelta(days=9))
        replaced = build.reissued(session, first, "James Kiprono", at=NOW - timedelta(days=2))
        found = [held.credential.number for held in (in_force, expired, replaced)]
    app.extensions["spoor-database"].close()
    return found


def command_in(monkeypatch, settings):
    """The `lms` command of an installation, at the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def run(*words):
        monkeypatch.setattr(config, "from_environment", lambda: settings)
        return CliRunner().invoke(cli.main, [str(word) for word in words])

    return run


@pytest.fixture
def command_of(monkeypatch):
    """Makes the `lms` command of an installation."""
    return lambda settings: command_in(monkeypatch, settings)


@pytest.fixture
def lms(url, instance, numbers, command_of):
    """The command of the installation that issued."""
    return command_of(settings_for(url, instance))


@pytest.fixture
def empty(tmp_path, command_of):
    """The command of an installation that has no database yet."""
    return command_of(config.Testing(INSTANCE_PATH=str(tmp_path / "empty"), SITE_URL="http://127.0.0.1:8000"))


@pytest.fixture(scope="module")
def exported(url, instance, numbers, tmp_path_factory):
    """What was exported before a test changed a certificate."""
    made = tmp_path_factory.mktemp("exported") / "export"
    with pytest.MonkeyPatch.context() as patch:
        done = command_in(patch, settings_for(url, instance))("credentials", "export", made)
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture
def folder(exported, tmp_path):
    """What was exported, for one test to change."""
    return Path(shutil.copytree(exported, tmp_path / "export"))


def record_of(folder, name):
    return next(p for p in sorted(folder.glob("*-*.json")) if name in p.read_text())


def verified(run, *words):
    done = run("verify", *words, "--json")
    return done.exit_code, json.loads(done.stdout)


def test_keys_are_listed(lms):
    assert "Ed25519  active" in lms("keys").output
    kinds = [key["kind"] for key in json.loads(lms("keys", "list", "--json").stdout)["keys"]]
    assert sorted(kinds) == ["Ed25519", "P-256"]
    assert json.loads(lms("keys", "--json").stdout)["issuer"] == "did:web:demo.spoor.example"


def test_certificates_are_listed(lms, numbers):
    found = json.loads(lms("credentials", "list", "--json").stdout)["credentials"]
    assert {one["number"]: (one["state"], one["version"]) for one in found} == {
        numbers[0]: ("in-force", 1),
        numbers[1]: ("expired", 1),
        numbers[2]: ("in-force", 2),
    }
    assert "3 certificates." in lms("credentials", "list").output


def test_everything_is_exported(folder):
    suffixes = sorted({p.suffix for p in folder.glob("*-*")})
    assert suffixes == [".json", ".jwt", ".pdf", ".png", ".svg"]
    assert len(list(folder.glob("*-*.pdf"))) == 4
    index = json.loads((folder / "index.json").read_text())
    for address, name in index.items():
        assert (folder / name).is_file(), address
    assert json.loads((folder / "endings.json").read_text())[0]["replaced"] is True


def test_a_folder_with_files_in_it_is_not_written_over(lms, folder):
    done = lms("credentials", "export", folder)
    assert done.exit_code == 1
    assert "is not an empty folder" in done.stderr


@pytest.mark.parametrize("suffix", ["json", "jwt", "png", "svg", "pdf"])
def test_each_kind_is_verified_by_an_installation_without_a_database(empty, folder, suffix):
    file = record_of(folder, "Ngozi Okafor").with_suffix(f".{suffix}")
    code, report = verified(empty, file, "--trust", folder)
    assert (code, report["verdict"]) == (0, "valid"), report
    assert report["credential"]["name"] == "Ngozi Okafor"
    assert report["credential"]["local_name"] == "ສົມໄຊ ພົມມະຈັນ"
    assert {check["name"] for check in report["checks"]} == {"proof", "issuer", "status", "period", "file"}


def test_without_trust_an_empty_installation_knows_no_issuer(empty, folder):
    code, report = verified(empty, record_of(folder, "Ngozi Okafor"))
    assert (code, report["verdict"]) == (1, "not_checked")
    assert [check["name"] for check in report["checks"] if check["state"] == "unknown_issuer"] == ["issuer"]


@pytest.mark.parametrize("offline", [(), ("--offline",)])
def test_the_own_issuer_is_trusted(lms, folder, offline):
    code, report = verified(lms, record_of(folder, "Ngozi Okafor"), *offline)
    assert (code, report["verdict"]) == (0, "valid")


def test_an_expired_and_a_replaced_one_are_told_by_the_check_that_fails(lms, empty, folder):
    for run, trust in ((lms, ()), (empty, ("--trust", folder))):
        for name, check in (("Phommachanh", "period"), ("Kiprno", "status")):
            code, report = verified(run, record_of(folder, name), *trust)
            failed = [one["name"] for one in report["checks"] if one["ok"] is False]
            assert (code, failed) == (1, [check]), report


def test_a_folder_without_the_list_leaves_the_status_unchecked(empty, folder):
    shutil.rmtree(folder / "status")
    code, report = verified(empty, record_of(folder, "Ngozi Okafor"), "--trust", folder)
    assert (code, report["verdict"]) == (0, "valid_status_unchecked")


def test_a_list_that_was_put_into_the_folder_is_refused_by_name(lms, empty, folder):
    """Signed by another issuer, under an address of ours."""
    path = folder / "status" / "1.json"
    kept = json.loads(path.read_text())
    stranger = awards.keys_of(awards.STRANGER).records
    unsigned = {name: value for name, value in kept.items() if name != "proof"}
    forged = proofs.sign(unsigned, stranger, method=stranger.public.key_id(awards.STRANGER.did), at=NOW)
    path.write_text(json.dumps(forged))
    for run in (lms, empty):
        done = run("verify", record_of(folder, "Ngozi Okafor"), "--trust", folder)
        assert (done.exit_code, "1.json is not the file that the signed index names" in done.stderr) == (1, True)


def test_a_list_under_another_address_is_not_believed(empty, folder):
    """The same in a folder that somebody put together, without an index: nothing but the list's own proof tells."""
    (folder / "index.jwt").unlink()
    path = folder / "status" / "1.json"
    kept = json.loads(path.read_text())
    stranger = awards.keys_of(awards.STRANGER).records
    unsigned = {name: value for name, value in kept.items() if name != "proof"}
    forged = proofs.sign(unsigned, stranger, method=stranger.public.key_id(awards.STRANGER.did), at=NOW)
    path.write_text(json.dumps(forged))
    code, report = verified(empty, record_of(folder, "Ngozi Okafor"), "--trust", folder)
    failed = [one["name"] for one in report["checks"] if one["ok"] is False]
    assert (code, failed) == (1, ["status"])


@pytest.fixture
def impostors(tmp_path, folder):
    """A folder with our own identifier and a stranger's keys, with a record that they signed in it."""
    ours, theirs = "did:web:demo.spoor.example", awards.keys_of(awards.STRANGER)
    made = awards.did_document(awards.STRANGER)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "did.json").write_text(json.dumps(made).replace(awards.STRANGER.did, ours))
    unsigned = json.loads(record_of(folder, "Ngozi Okafor").read_text())
    del unsigned["proof"]
    forged = proofs.sign(unsigned, theirs.records, method=theirs.records.public.key_id(ours), at=NOW)
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    return tmp_path


@pytest.mark.parametrize("offline", [(), ("--offline",)])
def test_trust_adds_and_never_overrides_the_own_issuer(lms, folder, impostors, offline):
    given = ("--trust", impostors / "theirs", *offline)
    code, report = verified(lms, impostors / "forged.json", *given)
    assert (code, report["verdict"]) == (1, "invalid")
    assert [one["state"] for one in report["checks"] if one["ok"] is False] == ["other_key"]
    assert verified(lms, record_of(folder, "Ngozi Okafor"), *given)[0] == 0


@pytest.mark.parametrize("suffix", ["json", "jwt", "png", "svg", "pdf"])
def test_what_the_own_key_signed_and_nobody_issued_is_refused(lms, url, instance, folder, tmp_path, suffix):
    """As a thief of the key and its secret could: the register of the issuer lacks it."""
    unsigned = json.loads(record_of(folder, "Ngozi Okafor").read_text())
    del unsigned["proof"]
    unsigned["credentialSubject"] |= {"name": "Eve Mallory", "licenseNumber": "000-000-000"}
    app = create_app(settings_for(url, instance))
    with app.app_context(), app.extensions["spoor-database"].session(write=False) as session:
        records, tokens = (signing.open_signer(session, issuing(), kind) for kind in (KeyKind.ED25519, KeyKind.P256))
        did = issuing().did
    app.extensions["spoor-database"].close()
    record = json.dumps(proofs.sign(unsigned, records, method=records.public.key_id(did), at=NOW))
    forged = tmp_path / f"forged.{suffix}"
    forged.write_bytes(
        {
            "json": record.encode,
            "jwt": lambda: jwt.encode(unsigned, tokens, key_id=tokens.public.key_id(did)).encode(),
            "png": lambda: embedding.bake_png(badge_png(awards.award()), record),
            "svg": lambda: embedding.bake_svg(badge_svg(awards.award()), record),
            "pdf": lambda: makers.paper(record.encode()),
        }[suffix]()
    )
    code, report = verified(lms, forged)
    assert (code, report["verdict"]) == (1, "invalid")
    assert [one["state"] for one in report["checks"] if one["ok"] is False] == ["not_in_register"]
    assert "Signed with this issuer's key, but not in its register" in lms("verify", forged).output


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg"])
def test_a_file_that_was_not_compared_has_a_verdict_of_its_own(lms, empty, folder, suffix):
    """Without the register, and without the index of the folder; never 0, and never invalid."""
    file = record_of(folder, "Ngozi Okafor").with_suffix(f".{suffix}")
    code, report = verified(lms, file, "--offline")
    assert (code, report["verdict"], report["checks"][-1]["state"]) == (1, "file_not_checked", "not_checked")
    (folder / "index.jwt").unlink()
    code, report = verified(empty, file, "--trust", folder)
    assert (code, report["verdict"], report["credential"]["name"]) == (1, "file_not_checked", "Ngozi Okafor")
    assert "The record is genuine; the paper was not checked." in lms("verify", file, "--offline").output


@pytest.mark.parametrize("suffix", ["pdf", "png", "svg"])
def test_a_painted_file_is_told_wherever_its_hash_is_at_hand(lms, empty, folder, tmp_path, suffix):
    """The record is left as it is; a comment or a chunk more stands for what was painted."""
    content = record_of(folder, "Ngozi Okafor").with_suffix(f".{suffix}").read_bytes()
    painted = tmp_path / f"painted.{suffix}"
    at = content.rindex(b"</") if suffix == "svg" else len(content)
    added = {"pdf": b"\n% gold\n", "png": b"gold", "svg": b"<text y='9'>EXPERT</text>"}[suffix]
    painted.write_bytes(content[:at] + added + content[at:])
    for run, given in ((lms, ()), (empty, ("--trust", folder))):
        code, report = verified(run, painted, *given)
        failed = [one["state"] for one in report["checks"] if one["ok"] is False]
        assert (code, report["verdict"], failed) == (1, "invalid", ["changed"])
    code, report = verified(lms, painted, "--offline")
    assert (code, report["verdict"]) == (1, "file_not_checked")


def test_a_paper_that_is_newer_than_the_folder_is_not_accused(lms, empty, folder, tmp_path):
    """A folder is of its day: what it does not hold was perhaps issued later."""
    file = record_of(folder, "Ngozi Okafor").with_suffix(".pdf")
    content = file.read_bytes()
    for one in folder.glob(f"{file.stem}.*"):
        one.unlink()
    later = tmp_path / "later.pdf"
    later.write_bytes(content)
    code, report = verified(empty, later, "--trust", folder)
    assert (code, report["verdict"]) == (1, "file_not_checked")


def test_a_changed_pdf_fails_the_check_of_the_file(lms, folder, tmp_path):
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(record_of(folder, "Ngozi Okafor").with_suffix(".pdf").read_bytes() + b"\n%\n")
    code, report = verified(lms, changed)
    assert (code, [one["name"] for one in report["checks"] if one["ok"] is False]) == (1, ["file"])
    assert "the signed record says: Ngozi Okafor" in lms("verify", changed).output


def test_a_truncated_file_is_told_in_words(lms, folder, tmp_path):
    for suffix in ("json", "jwt", "png", "svg", "pdf"):
        content = record_of(folder, "Ngozi Okafor").with_suffix(f".{suffix}").read_bytes()
        cut = tmp_path / f"cut.{suffix}"
        cut.write_bytes(content[: len(content) // 2])
        done = lms("verify", cut)
        assert done.exit_code == 1
        assert "verdict: invalid" in done.output


def test_a_file_that_is_not_there_is_wrong_usage(lms):
    assert lms("verify", "nowhere.pdf").exit_code == 2


def test_a_folder_that_is_no_export_is_told(lms, folder, tmp_path):
    (tmp_path / "other").mkdir()
    done = lms("verify", record_of(folder, "Ngozi Okafor"), "--trust", tmp_path / "other")
    assert done.exit_code == 1
    assert "did.json is missing" in done.stderr


def test_wrong_numbers_and_reasons_revoke_nothing(lms, numbers):
    for words, said in (
        (("000-000-000", "--reason", "Issued by mistake."), "no certificate with the number"),
        (("12", "--reason", "Issued by mistake."), "nine letters and digits"),
        ((numbers[0], "--reason", "no"), "one or two sentences"),
    ):
        done = lms("credentials", "revoke", *words)
        assert done.exit_code == 1
        assert said in done.stderr
    assert lms("credentials", "revoke", numbers[0]).exit_code == 2
    assert lms("credentials", "revoke", numbers[0], "--reason", "Words.", "--code", "because").exit_code == 2
    assert "revoked" not in lms("credentials", "list").output


def status_of(report):
    return next(one for one in report["checks"] if one["name"] == "status")


def test_a_suspended_one_says_so_here_and_honestly_little_elsewhere(lms, empty, numbers, folder, tmp_path):
    """Then it is lifted; what comes after finds it in force."""
    assert lms("credentials", "suspend", numbers[2]).exit_code == 2
    assert lms("credentials", "suspend", numbers[2], "--reason", "no").exit_code == 1
    assert "not suspended" in lms("credentials", "lift", numbers[2], "--reason", "It was confirmed.").stderr
    done = lms("credentials", "suspend", numbers[2], "--reason", "It is looked at again.")
    assert (done.exit_code, done.output) == (0, f"{numbers[2]} is suspended, and the status list is published.\n")
    assert f"{numbers[2]}  suspended" in lms("credentials", "list").output
    file = record_of(folder, "James Kiprono")
    code, report = verified(lms, file)
    assert (code, report["verdict"], status_of(report)["state"]) == (1, "invalid", "suspended")
    assert next(one for one in report["checks"] if one["ok"] is False)["name"] == "status"
    assert "Suspended since 2026-11-25T09:00:00Z" in status_of(report)["detail"]
    assert lms("credentials", "export", tmp_path / "later").exit_code == 0
    code, report = verified(empty, file, "--trust", tmp_path / "later")
    assert (code, report["verdict"], status_of(report)["state"]) == (1, "invalid", "ended")
    assert "Ended or suspended" in status_of(report)["detail"]
    done = lms("credentials", "lift", numbers[2], "--reason", "It was confirmed.")
    assert (done.exit_code, "in force again as version 3" in done.output) == (0, True)
    code, report = verified(lms, file)
    assert (code, status_of(report)["state"]) == (1, "replaced")
    assert lms("credentials", "export", tmp_path / "last").exit_code == 0
    newer = file.name.replace(".2.json", ".3.json")
    for run in (lms, empty):
        code, report = verified(run, tmp_path / "last" / newer, "--trust", tmp_path / "last")
        assert (code, report["verdict"]) == (0, "valid")


def test_a_revoked_one_is_refused_with_its_reason_here_and_by_the_next_export(lms, empty, numbers, folder, tmp_path):
    """The last test of this file: what is revoked stays so."""
    done = lms("credentials", "revoke", numbers[0], "--reason", "Issued by mistake.")
    assert done.exit_code == 0, done.output
    file = record_of(folder, "Ngozi Okafor")
    assert "Revoked on 2026-11-25T09:00:00Z: Issued in error. Issued by mistake." in lms("verify", file).output
    assert verified(lms, file, "--offline")[0] == 1
    assert lms("credentials", "export", tmp_path / "later").exit_code == 0
    code, report = verified(empty, file, "--trust", tmp_path / "later")
    status = next(one for one in report["checks"] if one["name"] == "status")
    assert (code, status["state"]) == (1, "revoked")
    assert "Issued by mistake." in status["detail"]
    assert Path(tmp_path / "later" / "endings.json").is_file()
