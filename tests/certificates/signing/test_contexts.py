import hashlib
import tomllib
from pathlib import Path

import pytest

from certificates.credentials.issuing.document import build
from certificates.credentials.signing import contexts, proofs
from tests.certificates.awards import ISSUER, NOW, award, keys_of


def test_every_context_is_the_text_that_was_checked() -> None:
    for address in contexts.addresses():
        assert contexts.text(address)
    pinned = "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
    assert hashlib.sha256(contexts.text(contexts.OPEN_BADGES)).hexdigest() == pinned


def test_an_unknown_context_is_never_loaded() -> None:
    with pytest.raises(contexts.UnknownContext, match="does not know"):
        contexts.text("https://elsewhere.example/context.json")


def test_a_context_with_another_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = contexts.Vendored("ob-v3p0-extensions.json", "0" * 64)
    monkeypatch.setattr(contexts, "_VENDORED", {contexts.OPEN_BADGES: other})
    with pytest.raises(contexts.UnknownContext, match="is not the text that was checked"):
        contexts.text.__wrapped__(contexts.OPEN_BADGES)


def test_a_context_whose_file_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = contexts.Vendored("gone.json", "0" * 64)
    monkeypatch.setattr(contexts, "_VENDORED", {contexts.OPEN_BADGES: gone})
    with pytest.raises(contexts.UnknownContext, match="is missing"):
        contexts.text.__wrapped__(contexts.OPEN_BADGES)


def test_every_context_lies_beside_the_program_and_is_installed_with_it() -> None:
    package = tomllib.loads(Path("pyproject.toml").read_text())
    assert "context_files/*.json" in package["tool"]["setuptools"]["package-data"]["certificates.credentials.signing"]
    assert not any("openbadgeslib" in name for name in package["project"]["dependencies"])
    assert {path.name for path in contexts.FOLDER.glob("*.json")} == {one.name for one in contexts._VENDORED.values()}


def test_a_document_with_another_context_is_not_signed() -> None:
    document = build(award())
    document["@context"].append("https://elsewhere.example/context.json")
    pair = keys_of(ISSUER).records
    with pytest.raises(proofs.ProofBroken, match="refusing to fetch"):
        proofs.sign(document, pair, method=pair.public.key_id(ISSUER.did), at=NOW)


def test_a_term_that_the_signature_would_not_cover_is_not_signed() -> None:
    document = build(award()) | {"nickname": "Zee"}
    pair = keys_of(ISSUER).records
    with pytest.raises(proofs.ProofBroken):
        proofs.sign(document, pair, method=pair.public.key_id(ISSUER.did), at=NOW)
