from datetime import timedelta

import pytest

from certificates.credentials.signing import proofs
from certificates.credentials.signing import status_list as status
from tests.certificates.awards import ISSUER, NOW, keys_of, status_list

ADDRESS = "https://academy.example/status/1"


def test_exactly_the_revoked_entries_are_set() -> None:
    made = status_list(0, 7, 4711, status.ENTRIES - 1)
    for index in (0, 7, 4711, status.ENTRIES - 1):
        assert status.is_set(made, str(index))
    for index in (1, 6, 8, 4710, 4712, status.ENTRIES - 2):
        assert not status.is_set(made, str(index))


def test_the_list_has_131072_entries_and_is_signed() -> None:
    made = status_list()
    assert len(proofs.unpacked(made["credentialSubject"]["encodedList"])) * 8 == 131_072
    proofs.verify(made, keys_of(ISSUER).records.public.multibase)


@pytest.mark.parametrize("index", [-1, status.ENTRIES])
def test_an_index_that_the_list_does_not_have_is_not_revoked(index: int) -> None:
    with pytest.raises(ValueError, match="a status index lies between"):
        status.build(ISSUER, "1", [index], now=NOW)


@pytest.mark.parametrize("index", [str(status.ENTRIES), "-1", "4711.0", "", "٤", 4711, None, "9" * 400])
def test_an_index_beyond_the_list_or_no_number_is_refused(index: object) -> None:
    with pytest.raises(status.ListBroken):
        status.is_set(status_list(), index)


def test_a_list_may_be_relied_on_for_fourteen_days() -> None:
    age = status.age(status_list())
    assert (age.made_at, age.valid_until) == (NOW, NOW + timedelta(days=14))


def test_a_list_without_dates_is_refused() -> None:
    with pytest.raises(status.ListBroken, match="how long"):
        status.age({"validFrom": "2026-01-01T00:00:00Z"})


def test_the_list_that_was_named_is_accepted() -> None:
    status.check_named(status_list(), address=ADDRESS, issuer=ISSUER.did)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id": "https://academy.example/status/2"}, "not the one that the record names"),
        ({"issuer": "did:web:elsewhere.example"}, "another issuer"),
        ({"type": ["VerifiableCredential"]}, "not a status list"),
        ({"credentialSubject": None}, "not a status list"),
        ({"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "suspension"}}, "list of revocations"),
    ],
)
def test_a_list_that_was_not_named_is_refused(changes: dict[str, object], told: str) -> None:
    with pytest.raises(status.ListBroken, match=told):
        status.check_named(status_list() | changes, address=ADDRESS, issuer=ISSUER.did)


def test_a_list_that_cannot_be_unpacked_is_refused() -> None:
    made = status_list()
    made["credentialSubject"]["encodedList"] = "uAAAA"
    with pytest.raises(status.ListBroken, match="cannot be read"):
        status.is_set(made, "1")
