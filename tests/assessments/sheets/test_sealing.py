"""Sealed sheets are opened strictly: one algorithm, one curve, our own keys; what is wrong is said."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from assessments.sheets.sealing.jwe import LARGEST, key_id_of, open_sealed
from assessments.sheets.sealing.keys import key_file, make_key, open_key, public_jwk
from lms.errors import RuleBroken
from lms.wrapped_keys import others_can_read

SECRET = "s" * 32
CONTENT = {"v": 1, "performance": "p", "ratings": {"evidence": 3}}


@pytest.fixture(scope="module")
def key():
    return ECKey.generate_key("P-256")


def sealed(key, content=CONTENT, **header):
    """A sealed sheet, as the published library makes it."""
    head = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": key.thumbprint(), **header}
    plain = content if isinstance(content, bytes) else json.dumps(content).encode()
    return jwe.encrypt_compact(head, plain, key, algorithms=["ECDH-ES", "A256GCM", "A128GCM", "ECDH-ES+A256KW", "DEF"])


def changed_head(text, **changes):
    """The same with another head."""
    head, *rest = text.split(".")
    found = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4))) | changes
    return ".".join([urlsafe_b64encode(json.dumps(found).encode()).decode().rstrip("="), *rest])


def test_what_is_sealed_to_our_key_is_opened(key):
    text = sealed(key)
    assert key_id_of(text) == key.thumbprint()
    assert open_sealed(text, key) == CONTENT


@pytest.mark.parametrize(
    "header",
    [{"enc": "A128GCM"}, {"alg": "ECDH-ES+A256KW"}, {"zip": "DEF"}, {"apu": "QQ"}, {"typ": "JWT"}, {"cty": "json"}],
)
def test_no_other_way_of_sealing_is_taken(key, header):
    with pytest.raises(RuleBroken):
        open_sealed(sealed(key, **header), key)


@pytest.mark.parametrize("content", [b"[1]", b"ratings", b"\xff", b'"text"', b"[" * 3000])
def test_what_is_no_object_inside_is_no_sheet(key, content):
    with pytest.raises(RuleBroken, match="it is not a sheet"):
        open_sealed(sealed(key, content), key)


@pytest.mark.parametrize("part", [0, 2, 3, 4])
def test_a_sheet_that_was_changed_is_refused(key, part):
    pieces = sealed(key).split(".")
    pieces[part] = ("B" if pieces[part][0] == "A" else "A") + pieces[part][1:]
    with pytest.raises(RuleBroken):
        open_sealed(".".join(pieces), key)


def test_a_sheet_that_is_sealed_to_another_key_is_refused(key):
    with pytest.raises(RuleBroken, match="another key"):
        open_sealed(sealed(ECKey.generate_key("P-256")), key)


@pytest.mark.parametrize(
    "change", [{"kid": 7}, {"epk": "x"}, {"epk": {"kty": "EC", "crv": "P-384", "x": "a", "y": "b"}}, {"crit": ["kid"]}]
)
def test_a_head_with_strange_parts_is_refused(key, change):
    with pytest.raises(RuleBroken, match="head"):
        open_sealed(changed_head(sealed(key), **change), key)


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "é.b.c.d.e", "a b.c.d.e.f", "x" * (LARGEST + 1), "e30....e30"])
def test_what_is_no_jwe_is_refused_in_words(key, text):
    with pytest.raises(RuleBroken):
        open_sealed(text, key)


def test_a_point_off_the_curve_is_refused(key):
    wrong = {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}
    with pytest.raises(RuleBroken, match="another key"):
        open_sealed(changed_head(sealed(key), epk=wrong), key)


def test_a_key_is_kept_wrapped_for_its_owner_alone_and_opens_by_its_name(tmp_path):
    made = make_key(tmp_path / "keys", SECRET)
    path = key_file(tmp_path / "keys", made.thumbprint())
    assert b"ENCRYPTED" in path.read_bytes()
    assert not others_can_read(path)
    assert open_key(tmp_path / "keys", made.thumbprint(), SECRET).thumbprint() == made.thumbprint()


def test_another_secret_opens_no_key_and_the_sentence_says_so(tmp_path):
    made = make_key(tmp_path, SECRET)
    with pytest.raises(RuleBroken, match="KEYS_SECRET does not open the key of sealed sheets"):
        open_key(tmp_path, made.thumbprint(), "o" * 32)


def test_a_key_that_is_not_there_is_asked_of_the_backup(tmp_path):
    with pytest.raises(RuleBroken, match="Restore it from the backup"):
        open_key(tmp_path, "none", SECRET)


def test_the_public_half_holds_nothing_private(tmp_path):
    found = make_key(tmp_path, SECRET).as_dict(private=False)
    shown = public_jwk("kid", str(found["x"]), str(found["y"]))
    assert set(shown) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
