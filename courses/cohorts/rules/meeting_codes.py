"""Meeting code: a time-based one-time password (TOTP, RFC 6238) on the screen, which shows that one is in the room.

HMAC-SHA-256, eight digits, a new one each 30 seconds. The secret belongs to one meeting of one cohort, so the device of
the trainer computes the codes without a line, and the code of another meeting opens nothing here.
"""

import base64
import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from pyotp import TOTP

STEP = 30  # seconds for which a code is on the screen
DIGITS = 8
TAKEN_FOR = timedelta(seconds=90)  # after it left the screen, to the second
TOLD_LATE = timedelta(minutes=15)  # so long somebody is told that the code was right and is over
TRIES = 10  # of one person at one meeting, within the window of the rate limiter
ROOM_TRIES = 200  # of everybody at one meeting within the same window
SEED_LENGTH = 32
_PURPOSE = b"meeting code 1"


class CodeVerdict(StrEnum):
    """What a typed code is worth at a meeting."""

    TAKEN = "taken"
    LATE = "late"  # it was on the screen of this meeting, too long ago
    WRONG = "wrong"


def meeting_secret(seed: bytes, *, cohort: str, meeting: str) -> str:
    """The secret of a meeting in base32: an HMAC over cohort and meeting under the seed that the server keeps."""
    if len(seed) < SEED_LENGTH:
        raise ValueError(f"A seed has {SEED_LENGTH} bytes or more.")
    said = b"".join(len(part).to_bytes(4, "big") + part for part in (_PURPOSE, cohort.encode(), meeting.encode()))
    return base64.b32encode(hmac.digest(seed, said, "sha256")).decode().rstrip("=")


def code_at(secret: str, moment: datetime) -> str:
    """The code that is on the screen at a moment."""
    return _codes(secret).at(int(moment.timestamp()))


def typed_code(text: str) -> str | None:
    """The digits of what was typed, in whichever script and however grouped; nothing where that is no code."""
    signs = [sign for sign in text if not sign.isspace() and sign not in "-·.\u200e\u200f"]
    digits = [unicodedata.decimal(sign, None) for sign in signs]
    if len(digits) != DIGITS or None in digits:
        return None
    return "".join(str(digit) for digit in digits)


def judge_code(code: str, secret: str, *, now: datetime) -> CodeVerdict:
    """Judge a code as `typed_code` answers it, at the moment at which it arrived.

    Nothing is taken before its time: who runs ahead of the server's clock is asked to type the next one.
    """
    codes, newest = _codes(secret), int(now.timestamp() // STEP)
    verdict = CodeVerdict.WRONG
    for step in range(newest, newest - int((TAKEN_FOR + TOLD_LATE).total_seconds()) // STEP - 1, -1):
        if hmac.compare_digest(codes.at(step * STEP), code) and verdict is CodeVerdict.WRONG:
            verdict = CodeVerdict.TAKEN if _still_taken(step, now) else CodeVerdict.LATE
    return verdict


def _still_taken(step: int, now: datetime) -> bool:
    left_the_screen = (step + 1) * STEP
    return now.timestamp() - left_the_screen <= TAKEN_FOR.total_seconds()


def grouped(code: str) -> str:
    """A code as people read it: two groups of four."""
    half = DIGITS // 2
    return f"{code[:half]} {code[half:]}"


def _codes(secret: str) -> TOTP:
    return TOTP(secret, digits=DIGITS, digest=hashlib.sha256, interval=STEP)
