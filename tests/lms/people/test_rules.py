from datetime import timedelta

import pytest

from lms.people import rules
from lms.people.rules import SESSION_IDLE, PasswordFault, SecretState
from tests.builders.people import NOW


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Malee Srisuk", "malee.srisuk"),
        ("  José  Ñandú-Pérez ", "jose.nandu.perez"),
        ("N'Diaye Fatou", "ndiaye.fatou"),
        ("มาลี ศรีสุข", ""),
        ("Li", ""),
        ("A" * 80, "a" * 36),
    ],
)
def test_a_user_name_is_made_of_the_plain_letters_of_a_name(name, key):
    assert rules.key_from_name(name) == key


@pytest.mark.parametrize("key", ["abc", "malee.srisuk", "a_b-c", "x" * 40, "007"])
def test_small_letters_digits_and_joins_make_a_user_name(key):
    assert rules.is_key(key)


@pytest.mark.parametrize("key", ["ab", "x" * 41, ".abc", "abc.", "a@b.c", "Abc", "a b c", "มาลี", ""])
def test_what_could_be_an_address_or_cannot_be_typed_makes_no_user_name(key):
    assert not rules.is_key(key)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("123456789", PasswordFault.SHORT),
        ("1234567890", None),
        ("x1y2z" * 40, None),
        ("x1y2z" * 40 + "x", PasswordFault.LONG),
        ("aaaaaaaabcd", PasswordFault.MONOTONOUS),
        ("aaaaaaabcde", None),
        ("my-malee.srisuk-1", PasswordFault.OWN_NAME),
        ("MALEE SRISUK", PasswordFault.OWN_NAME),
    ],
)
def test_a_password_is_long_varied_and_not_the_own_name(password, fault):
    assert rules.password_fault(password, username="malee.srisuk", name="Malee Srisuk") == fault


def test_a_short_user_name_may_happen_to_be_part_of_a_password():
    assert rules.password_fault("carpet and sofa", username="arpet", name="A. R.") is None


def test_a_code_may_be_typed_in_any_way_that_reads_the_same():
    assert rules.normal_code(" abcd–2345 - efgh ") == "ABCD2345EFGH"
    assert rules.shown_code("ABCD2345EFGH") == "ABCD-2345-EFGH"


@pytest.mark.parametrize(
    ("used", "ended", "left", "state"),
    [
        (None, None, timedelta(seconds=1), SecretState.OPEN),
        (None, None, timedelta(0), SecretState.EXPIRED),
        (NOW, None, timedelta(days=1), SecretState.USED),
        (None, NOW, timedelta(days=1), SecretState.ENDED),
        (NOW, NOW, timedelta(days=-1), SecretState.USED),
    ],
)
def test_a_secret_is_open_until_used_ended_or_expired(used, ended, left, state):
    assert rules.secret_state(used_at=used, ended_at=ended, expires_at=NOW + left, now=NOW) == state


@pytest.mark.parametrize(
    ("ended", "idle", "left", "is_open"),
    [
        (None, timedelta(0), timedelta(days=1), True),
        (None, SESSION_IDLE - timedelta(seconds=1), timedelta(days=1), True),
        (None, SESSION_IDLE, timedelta(days=1), False),
        (None, timedelta(0), timedelta(0), False),
        (NOW, timedelta(0), timedelta(days=1), False),
    ],
)
def test_a_session_is_open_until_ended_idle_or_old(ended, idle, left, is_open):
    assert rules.is_open(ended_at=ended, seen_at=NOW - idle, ends_at=NOW + left, now=NOW) == is_open


@pytest.mark.parametrize(
    ("agent", "names"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        (
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
        ("curl/8", ("", "")),
    ],
)
def test_a_device_is_told_by_browser_and_system(agent, names):
    assert rules.device_names(agent) == names
