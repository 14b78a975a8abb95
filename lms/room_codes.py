"""Room codes: time-based one-time passwords (TOTP, RFC 6238) on a screen, which show that one is in the room.

HMAC-SHA-256. How long a code is, how often it changes and how long it is taken, each kind of room says for itself. The
secret belongs to one room, so a device computes the codes without a line, and the code of another room opens nothing.
"""

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pyotp import TOTP

SEED_LENGTH = 32  # bytes


class CodeVerdict(StrEnum):
    """What a typed code is worth in a room."""

    TAKEN = "taken"
    LATE = "late"  # it was on the screen of this room, too long ago
    WRONG = "wrong"


@dataclass(frozen=True)
class RoomCode:
    """A kind of room code."""

    step: int  # seconds for which a code is on the screen
    digits: int
    taken_for: timedelta  # after it left the screen, to the second
    told_late: timedelta  # so long after that somebody is told that the code was right and is over

    def at(self, secret: str, moment: datetime) -> str:
        """The code that is on the screen at a moment."""
        return self._codes(secret).at(int(moment.timestamp()))

    def typed(self, text: str) -> str | None:
        """The digits of what was typed, in whichever script and however grouped; nothing where that is no code."""
        signs = [sign for sign in text if not sign.isspace() and sign not in "-·.\u200e\u200f"]
        digits = [unicodedata.decimal(sign, None) for sign in signs]
        if len(digits) != self.digits or None in digits:
            return None
        return "".join(str(digit) for digit in digits)

    def judge(self, code: str, secret: str, *, now: datetime) -> CodeVerdict:
        """Judge a code as `typed` answers it, at the moment at which it arrived.

        Nothing is taken before its time: who runs ahead of the server's clock is asked to type the next one.
        """
        codes, newest = self._codes(secret), int(now.timestamp() // self.step)
        verdict = CodeVerdict.WRONG
        oldest = newest - int((self.taken_for + self.told_late).total_seconds()) // self.step
        for step in range(newest, oldest - 1, -1):
            if hmac.compare_digest(codes.at(step * self.step), code) and verdict is CodeVerdict.WRONG:
                verdict = CodeVerdict.TAKEN if self._still_taken(step, now) else CodeVerdict.LATE
        return verdict

    def grouped(self, code: str) -> str:
        """A code as people read it: two groups."""
        half = self.digits // 2
        return f"{code[:half]} {code[half:]}"

    def _still_taken(self, step: int, now: datetime) -> bool:
        left_the_screen = (step + 1) * self.step
        return now.timestamp() - left_the_screen <= self.taken_for.total_seconds()

    def _codes(self, secret: str) -> TOTP:
        return TOTP(secret, digits=self.digits, digest=hashlib.sha256, interval=self.step)


def room_secret(seed: bytes, *named: bytes) -> str:
    """The secret of a room in base32: an HMAC over what names it, under the seed that the server keeps."""
    if len(seed) < SEED_LENGTH:
        raise ValueError(f"A seed has {SEED_LENGTH} bytes or more.")
    said = b"".join(len(part).to_bytes(4, "big") + part for part in named)
    return base64.b32encode(hmac.digest(seed, said, "sha256")).decode().rstrip("=")
