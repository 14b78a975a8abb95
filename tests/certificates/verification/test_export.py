import json
from datetime import timedelta
from pathlib import Path

import pytest

from certificates.credentials.rules.award import credential_address
from certificates.credentials.signing import contexts
from certificates.credentials.verification.export import Issued, Published, write_folder
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Ending, Place, Trust, read_folder
from certificates.credentials.verification.verify import verify
from lms.errors import RuleBroken
from tests.certificates.awards import ISSUER, NOW, award, keys_of, signed, status_list, token

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "out", published(), issued())
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
    write_folder(tmp_path / "out", published(4711), issued())
    content = (tmp_path / "out" / f"{FIRST.uuid}.1.json").read_bytes()
    status = verify(content, read_folder(tmp_path / "out"), now=NOW).check(CheckName.STATUS)
    assert status.state is CheckState.REPLACED
    assert status.detail == "Replaced on 2026-11-18T09:00:00Z: The name was corrected."


def test_the_folder_knows_the_files_that_were_issued(folder: Path) -> None:
    known = read_folder(folder).known_file
    assert known is not None
    assert not known("0" * 64)


def test_a_folder_with_something_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(RuleBroken, match="not an empty folder"):
        write_folder(tmp_path, published(), issued())
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert write_folder(tmp_path / "out", published(), issued()) == 2


def test_an_export_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    def breaking() -> object:
        yield issued()[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_folder(tmp_path / "out", published(), breaking())  # type: ignore[arg-type]
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
    assert (new | old).known_file is None
    known = (Trust(known_file={"x"}.__contains__) | Trust(known_file={"y"}.__contains__)).known_file
    assert known is not None
    assert known("x")
    assert known("y")
    assert not known("z")
