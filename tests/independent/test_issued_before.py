"""What was issued by the program as it was before sources and suspensions, judged by the verifiers of other makers."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certificates.credentials.rules.award import Issuer
from certificates.credentials.signing import status_list
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.export import Issued, Published, write_folder
from tests.certificates.golden import scenes
from tests.independent.other_verifiers import VERIFIERS, answer_of_others

HERE = Path(__file__).parent
ISSUED = HERE.parent / "data" / "certificates" / "issued"
REAL = datetime.now(UTC)  # the verifier judges the status list by its own clock
REPLACED = "replaced.1"
NAMES = sorted(path.name.removesuffix(".json") for path in ISSUED.glob("*.json") if path.name != "status.1.json")

pytestmark = VERIFIERS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The old records, byte for byte, with the list signed anew as the worker does it every day."""
    folder = tmp_path_factory.mktemp("export") / "folder"
    records, tokens = (scenes.fixed_pair(kind) for kind in KeyKind)
    older = json.loads((ISSUED / "status.1.json").read_text("utf-8"))
    did = older["issuer"]
    replaced = json.loads((ISSUED / f"{REPLACED}.json").read_text("utf-8"))["credentialStatus"]["statusListIndex"]
    assert status_list.is_set(older, replaced)
    listed = status_list.build(Issuer(did, ""), "1", [int(replaced)], now=REAL)
    assert listed["credentialSubject"] == older["credentialSubject"]  # the same bits
    listed = status_list.signed(listed, records, did=did, now=REAL)
    published = Published(did, (records.public, tokens.public), [listed], {})
    write_folder(folder, published, [issued(n) for n in NAMES], tokens, now=REAL)
    return folder


def issued(name):
    files = {kind: (ISSUED / f"{name}.{kind}").read_bytes() for kind in ("json", "jwt")}
    return Issued(json.loads(files["json"])["id"], name.rpartition(".")[0], int(name.rpartition(".")[2]), files)


@pytest.mark.parametrize("name", NAMES)
def test_others_judge_what_was_issued_before_as_they_did(folder, name):
    for kind in ("json", "jwt"):
        file, moment = folder / f"{name}.{kind}", scenes.AT.replace(month=10)
        answer = answer_of_others(folder, file, moment)
        if (name, kind) == (REPLACED, "json"):
            assert answer == {"verified": False, "reason": "revoked"}
        else:
            assert answer == {"verified": True, "reason": ""}  # a token alone says nothing of its status
