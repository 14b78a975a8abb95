import time
from datetime import timedelta

import pytest

from lms.people import rules
from lms.people.rules import SESSION_IDLE, PasswordFault, SecretState
from lms.text.codes import shown_code
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
        ("quiet heron", PasswordFault.SHORT),
        ("quiet heron!", None),
        ("x1y2z" * 40, None),
        ("x1y2z" * 40 + "x", PasswordFault.LONG),
        ("aaaaaaaaabcd", PasswordFault.MONOTONOUS),
        ("aaaaaaaabcde", None),
        ("my-malee.srisuk-1", PasswordFault.OWN_NAME),
        ("MALEE SRISUK", PasswordFault.OWN_NAME),
        ("malee likes noodles", PasswordFault.OWN_NAME),
        ("dawn over srísukville", PasswordFault.OWN_NAME),
        ("Customs2026!", PasswordFault.HOUSE_NAME),
        ("p.o.r.t-City-customs", PasswordFault.HOUSE_NAME),
        ("Ｃｕｓｔｏｍｓ for ever", PasswordFault.HOUSE_NAME),
        ("spoor of the heron", PasswordFault.HOUSE_NAME),
        ("a boat in the port", None),
        ("Password1234", PasswordFault.COMMON),
        ("!!2026-PÁSSWORD-2026", PasswordFault.COMMON),
        ("passwordPassword", PasswordFault.COMMON),
        ("password_password 1", PasswordFault.COMMON),
        ("P@ssw0rd2026!", PasswordFault.COMMON),
        ("Dr@g0n202620", PasswordFault.COMMON),
        ("1q2w3e4r2026", PasswordFault.COMMON),
        ("qwertyuiopas", PasswordFault.COMMON),
        ("zyxwvutsrqponm1", PasswordFault.COMMON),
        ("192837465091", PasswordFault.COMMON),
        ("dragon password", None),
        ("มาลีชอบเที่ยวทะเล", None),
    ],
)
def test_a_password_is_long_varied_uncommon_and_no_name_from_around(password, fault):
    found = rules.password_fault(
        password,
        listed={"password", "dragon", "1q2w3e4r", "customs"},
        own=("Malee Srisuk", "malee.srisuk"),
        house=("Port City Customs",),
    )
    assert found == fault


def test_a_short_user_name_may_happen_to_be_part_of_a_password():
    assert rules.password_fault("carpet and sofa", listed=(), own=("A. R.", "arpet"), house=()) is None


def test_a_password_of_the_greatest_length_is_judged_at_once():
    begun = time.monotonic()
    assert rules.is_common("1" * 99 + "zq" + "2" * 99, {"password"}) is False
    assert time.monotonic() - begun < 2


def test_a_code_may_be_typed_in_any_way_that_reads_the_same():
    assert rules.normal_code(" abcd–2345 - efgh ") == "ABCD2345EFGH"
    assert shown_code("ABCD2345EFGH") == "ABCD-2345-EFGH"


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


HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("guarded", "started", "is_open"),
    [
        (True, NOW - rules.GUARDED_SESSION_LIFE + timedelta(seconds=1), True),
        (True, NOW - rules.GUARDED_SESSION_LIFE, False),
        (True, None, False),
        (False, NOW - rules.GUARDED_SESSION_LIFE, True),
        (False, None, True),
    ],
)
def test_a_session_of_who_decides_about_others_is_open_for_half_a_day_from_a_known_beginning(guarded, started, is_open):
    asked = {"ended_at": None, "seen_at": NOW, "ends_at": NOW + HOURS, "now": NOW}
    assert rules.is_open(**asked, started_at=started, guarded=guarded) is is_open


@pytest.mark.parametrize(
    ("typed_at", "fresh"),
    [(None, False), (NOW, True), (NOW - rules.FRESH_FOR + timedelta(seconds=1), True), (NOW - rules.FRESH_FOR, False)],
)
def test_a_password_is_fresh_for_a_quarter_of_an_hour(typed_at, fresh):
    assert rules.is_fresh(typed_at, NOW) is fresh


@pytest.mark.parametrize(
    ("password", "name", "held"),
    [
        ("bert likes noodles", "Bert Ng", True),
        ("ann likes noodles", "Ann Ng", False),
        ("albert likes noodles", "Bert Ng", False),
        ("the srisukville road", "Srisuk", True),
        ("the srisvilles road", "Sriss", False),
        ("s.r.i.s.u.k was here", "Srisuk", True),
        ("an-na-li-lo was here", "Anna Lilo", True),
        ("quiet heron by night", "", False),
        ("quiet heron by night", "12 34", False),
    ],
)
def test_a_name_stands_in_a_password_as_a_word_or_long_enough_inside_one(password, name, held):
    assert rules.holds_name(password, ["Zoltan", name], word_least=4) is held


@pytest.mark.parametrize(
    ("password", "common"),
    [
        ("123 456 789", True),
        ("dragon", True),
        ("Dragon 99 dragon!", True),
        ("dragon heron", False),
        ("77dragons99", False),
        ("99 poiuytrewq !", True),
        ("99 asdfghjk", True),
        ("99 asdfghjx", False),
        ("99 dr4g0n", True),
        ("a1b2c3d4 99", True),
        ("!a1b2c3d4x 99", False),
        ("heronheron", True),
        ("heronheronx", False),
    ],
)
def test_a_password_is_common_by_what_is_left_of_it_without_digits_and_signs_at_its_ends(password, common):
    assert rules.is_common(password, {"dragon", "a1b2c3d4", "heron"}) is common


def test_user_names_that_are_taken_or_wished_twice_get_the_next_number():
    assert rules.numbered_keys(["ana", "ana", "bo", "ana2"], {"bo", "bo2"}) == ["ana", "ana2", "bo3", "ana22"]
    assert rules.numbered_keys([], ["ana"]) == []


@pytest.mark.parametrize(("name", "key"), [("Ana", "ana"), ("Al", ""), ("A b", "a.b"), ("B" * 40, "b" * 36)])
def test_a_user_name_has_three_signs_at_least(name, key):
    assert rules.key_from_name(name) == key


def test_signs_that_nobody_types_and_blanks_too_many_are_gone_from_names_and_logins():
    assert rules.normal_name("  Ana\t\0 Silva \n") == "Ana Silva"
    assert rules.normal_login(" ANA\0@Example.org ") == "ana @example.org"
    assert rules.shown_names("Ana", "") == "Ana"
    assert rules.shown_names("Ana", "อานา") == "Ana (อานา)"
