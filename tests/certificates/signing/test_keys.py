import stat
from pathlib import Path

import pytest

from certificates.credentials.signing.keys import KeyKind, KeyPair, keep, key_file, new_pair, open_pair, unwrapped
from lms.errors import RuleBroken

SECRET = "a secret of more than thirty-two characters"


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_kept_pair_is_opened_again_and_signs(kind: KeyKind, tmp_path: Path) -> None:
    pair = new_pair(kind)
    keep(tmp_path / "keys", pair, SECRET)
    opened = open_pair(tmp_path / "keys", pair.public, SECRET)
    assert opened.public == pair.public
    assert len(opened.sign(b"data")) == 64


@pytest.mark.parametrize("kind", list(KeyKind))
def test_the_file_is_encrypted_and_for_its_owner_alone(kind: KeyKind, tmp_path: Path) -> None:
    path = keep(tmp_path, new_pair(kind), SECRET)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


def test_the_folder_of_keys_is_for_its_owner_alone(tmp_path: Path) -> None:
    keep(tmp_path / "keys", new_pair(KeyKind.P256), SECRET)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_wrong_secret_gets_a_sentence(tmp_path: Path) -> None:
    pair = new_pair(KeyKind.ED25519)
    keep(tmp_path, pair, SECRET)
    with pytest.raises(RuleBroken, match="KEYS_SECRET does not open"):
        open_pair(tmp_path, pair.public, SECRET + "x")


def test_a_short_secret_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="at least 32 random characters"):
        keep(tmp_path, new_pair(KeyKind.P256), "short")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_key_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="is missing from"):
        open_pair(tmp_path, new_pair(KeyKind.P256).public, SECRET)


def test_a_file_with_another_key_gets_a_sentence(tmp_path: Path) -> None:
    named, inside = new_pair(KeyKind.ED25519), new_pair(KeyKind.ED25519)
    key_file(tmp_path, named.public).write_bytes(inside.wrapped(SECRET))
    with pytest.raises(RuleBroken, match="holds another key"):
        open_pair(tmp_path, named.public, SECRET)


def test_a_damaged_file_gets_a_sentence() -> None:
    with pytest.raises(RuleBroken, match="does not open the signing key one"):
        unwrapped(b"-----BEGIN ENCRYPTED", SECRET, name="one")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    pair = new_pair(KeyKind.ED25519)
    keep(tmp_path, pair, SECRET)
    with pytest.raises(FileExistsError):
        keep(tmp_path, pair, SECRET)


def test_public_forms_hold_no_private_part() -> None:
    for kind in KeyKind:
        assert "d" not in new_pair(kind).public.jwk


def test_an_ed25519_key_is_named_by_its_multikey_and_a_p256_key_by_its_thumbprint() -> None:
    records, tokens = new_pair(KeyKind.ED25519).public, new_pair(KeyKind.P256).public
    assert records.key_id("did:web:a.example") == f"did:web:a.example#{records.multibase}"
    assert records.multibase.startswith("z6Mk")
    assert len(tokens.name) == 43
    assert isinstance(new_pair(KeyKind.P256), KeyPair)
