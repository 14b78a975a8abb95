"""Meeting code: a room code (TOTP, `lms/room_codes.py`) on the screen of a meeting, a new one each 30 seconds.

The secret belongs to one meeting of one cohort, so the device of the trainer computes the codes without a line, and the
code of another meeting opens nothing here.
"""

from datetime import datetime, timedelta

from lms.room_codes import SEED_LENGTH, CodeVerdict, RoomCode, room_secret

__all__ = ["SEED_LENGTH", "CodeVerdict"]  # what a meeting's code is worth, and how long its seed is

STEP = 30  # seconds for which a code is on the screen
DIGITS = 8
TAKEN_FOR = timedelta(seconds=90)  # after it left the screen, to the second
TOLD_LATE = timedelta(minutes=15)  # so long somebody is told that the code was right and is over
TRIES = 10  # of one person at one meeting, within the window of the rate limiter
ROOM_TRIES = 200  # of everybody at one meeting within the same window
_CODE = RoomCode(STEP, DIGITS, TAKEN_FOR, TOLD_LATE)
_PURPOSE = b"meeting code 1"


def meeting_secret(seed: bytes, *, cohort: str, meeting: str) -> str:
    """The secret of a meeting in base32, from the seed that the server keeps."""
    return room_secret(seed, _PURPOSE, cohort.encode(), meeting.encode())


def code_at(secret: str, moment: datetime) -> str:
    """The code that is on the screen at a moment."""
    return _CODE.at(secret, moment)


def typed_code(text: str) -> str | None:
    """The digits of what was typed, in whichever script and however grouped; nothing where that is no code."""
    return _CODE.typed(text)


def judge_code(code: str, secret: str, *, now: datetime) -> CodeVerdict:
    """Judge a code as `typed_code` answers it, at the moment at which it arrived."""
    return _CODE.judge(code, secret, now=now)


def grouped(code: str) -> str:
    """A code as people read it: two groups of four."""
    return _CODE.grouped(code)
