import pytest

from certificates.credentials.rules.issuers import check_unchanged, host_of, issuer_did, required
from lms.errors import RuleBroken


@pytest.mark.parametrize(
    ("setting", "site_url", "expected"),
    [
        ("did:web:academy.example", None, "did:web:academy.example"),
        ("did:web:academy.example", "https://other.example", "did:web:academy.example"),
        (None, "https://academy.example", "did:web:academy.example"),
        ("", "https://academy.example/", "did:web:academy.example"),
        (None, "https://academy.example:8443", None),
        (None, "http://academy.example", None),
        (None, "https://localhost", None),
        (None, "https://192.0.2.7", None),
        (None, "https://user@academy.example", None),
        (None, "http://127.0.0.1:8000", None),
        (None, None, None),
    ],
)
def test_the_issuer_is_what_was_set_or_the_host_of_a_plain_https_address(
    setting: str | None, site_url: str | None, expected: str | None
) -> None:
    assert issuer_did(setting, site_url) == expected


@pytest.mark.parametrize(
    "did",
    [
        "did:web:academy.example%3A8443",
        "did:web:academy.example:issuers:one",
        "did:web:192.0.2.7",
        "did:web:localhost",
        "did:web:Academy.example",
        "did:web:-a.example",
        "did:key:z6Mk",
        "academy.example",
        "did:web:",
        "did:web:a.example\n",
    ],
)
def test_an_issuer_with_port_path_or_bare_address_is_refused(did: str) -> None:
    with pytest.raises(RuleBroken, match="must be did:web: and a host name"):
        issuer_did(did, None)


def test_the_host_is_read_from_the_did() -> None:
    assert host_of("did:web:demo.spoor.example") == "demo.spoor.example"


def test_without_an_issuer_a_sentence_says_what_to_set() -> None:
    with pytest.raises(RuleBroken, match="Set ISSUER"):
        required(None)


def test_an_issuer_may_change_only_while_nothing_was_issued() -> None:
    check_unchanged("did:web:new.example", None)
    check_unchanged("did:web:new.example", "did:web:new.example")
    with pytest.raises(RuleBroken, match=r"Set ISSUER=did:web:old\.example"):
        check_unchanged("did:web:new.example", "did:web:old.example")
    with pytest.raises(RuleBroken, match="not set"):
        check_unchanged(None, "did:web:old.example")
