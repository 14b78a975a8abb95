"""The code of a meeting is taken while it is on the screen and 90 seconds more, and nowhere else."""

import hashlib
import random
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.meeting_codes import (
    DIGITS,
    STEP,
    TAKEN_FOR,
    TOLD_LATE,
    CodeVerdict,
    code_at,
    grouped,
    judge_code,
    meeting_secret,
    typed_code,
)

SEED = bytes(range(32))
SECRET = meeting_secret(SEED, cohort="c-1", meeting="m-1")
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # at the beginning of a step
TRIES = 1000


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_the_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, SHA-256: eight digits for the secret 1234…"""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA"
    for moment, code in (
        (59, "46119246"),
        (1111111109, "68084774"),
        (1234567890, "91819424"),
        (20000000000, "77737706"),
    ):
        assert code_at(secret, datetime.fromtimestamp(moment, UTC)) == code


def test_pyotp_makes_the_same():
    theirs = pyotp.TOTP(SECRET, digits=DIGITS, digest=hashlib.sha256, interval=STEP)
    assert theirs.at(START) == code_at(SECRET, START)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (0, CodeVerdict.TAKEN),
        (29.9, CodeVerdict.TAKEN),
        (30, CodeVerdict.TAKEN),  # it leaves the screen
        (119, CodeVerdict.TAKEN),
        (120, CodeVerdict.TAKEN),  # 90 seconds after that, to the second
        (120.001, CodeVerdict.LATE),
        (180, CodeVerdict.LATE),
        (120 + 14 * 60, CodeVerdict.LATE),
        (120 + 16 * 60, CodeVerdict.WRONG),
        (-0.001, CodeVerdict.WRONG),  # nothing before its time
        (-30, CodeVerdict.WRONG),
    ],
)
def test_a_code_is_taken_on_the_screen_and_for_ninety_seconds_more(after, verdict):
    assert judge_code(code_at(SECRET, START), SECRET, now=START + seconds(after)) is verdict


def test_a_code_that_left_more_than_ninety_seconds_ago_is_refused_in_every_one_of_a_thousand_tries():
    chance = random.Random(6238)
    oldest = (TAKEN_FOR + TOLD_LATE).total_seconds() + 86400
    taken = 0
    for _ in range(TRIES):
        now = START + seconds(chance.uniform(0, 30 * 86400))
        left = now - TAKEN_FOR - seconds(chance.uniform(0.001, oldest))
        # the newest code that had left the screen by then
        step = (left.timestamp() // STEP) * STEP - STEP
        taken += judge_code(pyotp_code(SECRET, step), SECRET, now=now) is CodeVerdict.TAKEN
    assert taken == 0


def pyotp_code(secret: str, moment: float) -> str:
    return pyotp.TOTP(secret, digits=DIGITS, digest=hashlib.sha256, interval=STEP).at(int(moment))


@pytest.mark.parametrize("what", ["meeting", "cohort", "both", "seed"])
def test_the_code_of_another_meeting_or_cohort_is_refused_in_every_one_of_a_thousand_tries(what):
    chance = random.Random(what)
    verdicts = set()
    for number in range(TRIES):
        cohort = f"c-{number + 2}" if what in ("cohort", "both") else "c-1"
        meeting = f"m-{number + 2}" if what in ("meeting", "both") else "m-1"
        seed = chance.randbytes(32) if what == "seed" else SEED
        now = START + seconds(chance.uniform(0, 86400))
        other = meeting_secret(seed, cohort=cohort, meeting=meeting)
        verdicts.add(judge_code(code_at(other, now), SECRET, now=now))
    assert verdicts == {CodeVerdict.WRONG}


def test_where_the_name_of_a_cohort_ends_and_that_of_a_meeting_begins_makes_another_secret():
    assert meeting_secret(SEED, cohort="ab", meeting="c") != meeting_secret(SEED, cohort="a", meeting="bc")


def test_a_short_seed_makes_no_secret():
    with pytest.raises(ValueError, match="32 bytes"):
        meeting_secret(b"short", cohort="c", meeting="m")


@pytest.mark.parametrize("typed", ["1234 5678", "12345678", " 1234-5678\n", "١٢٣٤ ٥٦٧٨", "๑๒๓๔๕๖๗๘", "1234\u00a05678"])
def test_a_code_is_read_however_it_is_grouped_and_in_whichever_digits(typed):
    assert typed_code(typed) == "12345678"


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567x", "1234567²", "12345678; DROP"])
def test_what_is_no_code_is_nothing(typed):
    assert typed_code(typed) is None


def test_people_read_a_code_in_two_groups():
    assert typed_code(grouped("00420815")) == "00420815"
    assert grouped("00420815") == "0042 0815"


@given(st.floats(0, 120), st.integers(0, 10**6))
def test_every_code_is_taken_over_its_whole_time(after, step):
    shown = START + seconds(step * STEP)
    assert judge_code(code_at(SECRET, shown), SECRET, now=shown + seconds(after)) is CodeVerdict.TAKEN


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_of_eight_digits_or_nothing(text):
    code = typed_code(text)
    assert code is None or (len(code) == DIGITS and code.isascii() and code.isdecimal())
