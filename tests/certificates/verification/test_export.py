import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from certificates.credentials.issuing import document
from certificates.credentials.rules.award import credential_address
from certificates.credentials.signing import contexts, jwt, proofs
from certificates.credentials.verification.export import Issued, Published, write_folder
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Ending, Place, Trust, digest, read_folder
from certificates.credentials.verification.verify import verify
from lms.errors import RuleBroken
from tests.certificates.awards import (
    ISSUER,
    NOW,
    STRANGER,
    award,
    did_document,
    keys_of,
    register,
    signed,
    status_list,
    token,
)

FIRST, SECOND = award(), award(version=2, name="Ngozi Okafor-Ade")
PLACE = Place("https://academy.example/status/1", 4711)
ENDING = Ending(NOW - timedelta(days=2), "The name was corrected.", replaced=True)


def published(*revoked: int) -> Published:
    pair = keys_of(ISSUER)
    endings = {Place(PLACE.list_address, index): ENDING for index in revoked}
    return Published(ISSUER.did, (pair.records.public, pair.tokens.public), [status_list(*revoked)], endings)


def issued() -> list[Issued]:
    return [
        Issued(
            credential_address(made.issuer, made.uuid),
            made.uuid,
            made.version,
            {"json": json.dumps(signed(made)).encode(), "jwt": token(made).encode(), "pdf": b"%PDF-" + str(n).encode()},
        )
        for n, made in enumerate((SECOND, FIRST))
    ]


def written(folder: Path, *revoked: int, made: Iterable[Issued] | None = None) -> int:
    issuing = issued() if made is None else made
    return write_folder(folder, published(*revoked), issuing, keys_of(ISSUER).tokens, now=NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "out")
    return tmp_path / "out"


def test_the_folder_holds_what_the_command_promises(folder: Path) -> None:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"{FIRST.uuid}.{version}.{suffix}" for version in (1, 2) for suffix in ("json", "jwt", "pdf")} < names
    assert {"did.json", "jwks.json", "index.json", "status/1.json"} < names
    assert sum(name.startswith("keys/") for name in names) == 2
    assert sum(name.startswith("contexts/") for name in names) == len(contexts.addresses())


def test_the_index_answers_every_address_that_a_record_names(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text("utf-8"))
    record = signed(FIRST)
    asked = [*record["@context"], record["issuer"]["id"], record["proof"]["verificationMethod"], record["id"],
             record["credentialStatus"]["statusListCredential"]]  # fmt: skip
    assert all((folder / index[address]).is_file() for address in asked)
    assert all((folder / name).is_file() for name in index.values())
    assert json.loads((folder / index[record["proof"]["verificationMethod"]]).read_text("utf-8"))["id"] == ISSUER.did


def test_the_address_of_a_credential_answers_its_newest_version(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index[credential_address(ISSUER, FIRST.uuid)] == f"{FIRST.uuid}.2.json"


def test_the_folder_is_enough_to_verify(folder: Path) -> None:
    believed = read_folder(folder)
    for suffix in ("json", "jwt"):
        content = (folder / f"{FIRST.uuid}.1.{suffix}").read_bytes()
        assert verify(content, believed, now=NOW).verdict is Verdict.VALID


def test_the_folder_tells_why_a_version_ended(tmp_path: Path) -> None:
    written(tmp_path / "out", 4711)
    content = (tmp_path / "out" / f"{FIRST.uuid}.1.json").read_bytes()
    status = verify(content, read_folder(tmp_path / "out"), now=NOW).check(CheckName.STATUS)
    assert status.state is CheckState.REPLACED
    assert status.detail == "Replaced on 2026-11-18T09:00:00Z: The name was corrected."


def test_the_folder_knows_the_files_that_were_issued_round_a_record(folder: Path) -> None:
    known = read_folder(folder).issued[ISSUER.did]
    assert known.files_of(signed(FIRST)) == {digest((folder / f"{FIRST.uuid}.1.pdf").read_bytes())}
    assert known.files_of(signed(SECOND)) == {digest((folder / f"{FIRST.uuid}.2.pdf").read_bytes())}
    assert known.files_of(signed(award(name="Somebody Else"))) is None
    assert known.files_of({"id": "../*"}) is None
    assert not known.whole


def test_a_folder_with_something_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(RuleBroken, match="not an empty folder"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert written(tmp_path / "out") == 2


def test_an_export_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    def breaking() -> Iterator[Issued]:
        yield issued()[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        written(tmp_path / "out", made=breaking())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"did\.json is missing"):
        read_folder(tmp_path)


@pytest.mark.parametrize("name", ["did.json", "status/1.json", "endings.json"])
def test_a_damaged_folder_is_told_by_name(folder: Path, name: str) -> None:
    (folder / name).write_text("{", "utf-8")
    with pytest.raises(RuleBroken, match=name):
        read_folder(folder)


def test_of_two_trusts_the_first_is_believed() -> None:
    old, new = Trust(lists={"a": {"n": 1}, "b": {"n": 1}}), Trust(lists={"a": {"n": 2}})
    assert (new | old).lists == {"a": {"n": 2}, "b": {"n": 1}}


def test_of_an_issuer_that_the_first_knows_nothing_is_added() -> None:
    """Neither a key, nor a list at another address, nor a reason, nor a file."""
    theirs = Trust(
        {ISSUER.did: did_document(STRANGER), STRANGER.did: did_document(STRANGER)},
        {"https://academy.example/status/9": {"issuer": ISSUER.did}, "b": {"issuer": {"id": ISSUER.did}},
         "c": {"issuer": STRANGER.did}},
        {Place("https://academy.example/status/9", 1): ENDING, PLACE: ENDING, Place("c", 2): ENDING},
        register(FIRST),
    )  # fmt: skip
    both = Trust({ISSUER.did: did_document()}, {PLACE.list_address: status_list()}) | theirs
    assert both.issuers == {ISSUER.did: did_document(), STRANGER.did: did_document(STRANGER)}
    assert set(both.lists) == {PLACE.list_address, "c"}
    assert set(both.endings) == {Place("c", 2)}
    assert both.issued == {}


def test_a_strangers_key_under_our_name_makes_nothing_valid(tmp_path: Path) -> None:
    """What a folder says of an issuer that is known already is not read."""
    published = did_document(STRANGER)
    text = json.dumps(published).replace(STRANGER.did, ISSUER.did)
    (tmp_path / "did.json").write_text(text)
    theirs = keys_of(STRANGER).records
    unsigned = document.build(award(name="Eve Mallory"))
    forged = json.dumps(proofs.sign(unsigned, theirs, method=theirs.public.key_id(ISSUER.did), at=NOW)).encode()
    given, own = read_folder(tmp_path), Trust({ISSUER.did: did_document()}, {PLACE.list_address: status_list()})
    assert verify(forged, given, now=NOW).believed  # to whoever knows nothing else
    report = verify(forged, own | given, now=NOW)
    assert (report.verdict, report.check(CheckName.ISSUER).state) == (Verdict.INVALID, CheckState.OTHER_KEY)


def test_every_file_is_in_the_signed_index(folder: Path) -> None:
    token = (folder / "index.jwt").read_text().strip()
    jwt.verify(token, keys_of(ISSUER).tokens.public.jwk)
    payload = json.loads(jwt.content_of(token))
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(payload["files"]) == names - {"index.jwt"}
    assert all(digest((folder / name).read_bytes()) == sha256 for name, sha256 in payload["files"].items())
    assert (payload["iss"], payload["iat"]) == (ISSUER.did, int(NOW.timestamp()))


@pytest.mark.parametrize("name", ["did.json", "status/1.json", "endings.json", f"{FIRST.uuid}.1.json"])
def test_a_file_that_is_not_as_the_signed_index_says_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / name).write_text((folder / name).read_text("utf-8") + " ", "utf-8")
    with pytest.raises(RuleBroken, match=name):
        read_folder(folder).issued[ISSUER.did].files_of(signed(FIRST))


def test_a_file_that_is_not_in_the_signed_index_is_not_believed(folder: Path) -> None:
    later = status_list(4711, name="2")
    (folder / "status" / "2.json").write_text(json.dumps(later))
    assert set(read_folder(folder).lists) == {PLACE.list_address}


def test_an_index_that_a_stranger_signed_is_refused(folder: Path) -> None:
    files = json.loads(jwt.content_of((folder / "index.jwt").read_text().strip()))
    stranger = keys_of(STRANGER).tokens
    for key_id in (stranger.public.key_id(STRANGER.did), keys_of(ISSUER).tokens.public.key_id(ISSUER.did)):
        (folder / "index.jwt").write_text(jwt.signed(files, stranger, key_id=key_id))
        with pytest.raises(RuleBroken, match=r"index\.jwt is not the index that the issuer signed"):
            read_folder(folder)


def test_without_its_index_only_what_is_signed_by_itself_is_taken(tmp_path: Path) -> None:
    written(tmp_path / "out", 4711)
    (tmp_path / "out" / "index.jwt").unlink()
    found = read_folder(tmp_path / "out")
    assert (set(found.lists), found.endings, found.issued) == ({PLACE.list_address}, {}, {})
    content = (tmp_path / "out" / f"{FIRST.uuid}.1.json").read_bytes()
    assert verify(content, found, now=NOW).check(CheckName.STATUS).state is CheckState.ENDED


def test_an_index_is_no_certificate(folder: Path) -> None:
    report = verify((folder / "index.jwt").read_bytes(), read_folder(folder), now=NOW)
    assert report.check(CheckName.PROOF).state is CheckState.NO_CERTIFICATE
