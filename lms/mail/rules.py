"""Rules of letters: how long they wait, and which refusal is about the address for good."""

import re
from datetime import timedelta

from lms.queue.rules import Retry

WAITS = timedelta(days=30)
PATIENT = Retry(
    tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 1800, 3600)), within=WAITS
)  # tries up to once an hour
LATE = timedelta(hours=1)  # a letter that waits longer than this is worth a warning
ENHANCED = re.compile(r"5\.(\d{1,3})\.\d{1,3}\b")  # RFC 3463: the class, then what it is about
POLICY = "7"  # security or policy: who sends is not let through, whatever the address
SIGN_IN = 530  # RFC 4954: sign in first


def is_about_address(code: int, words: str) -> bool:
    """Whether the answer to a recipient refuses the address for good.

    Every 5xx does, but those that say that it is we who may not send: they are mended in the settings.
    """
    if not 500 <= code < 600 or code == SIGN_IN:
        return False
    found = ENHANCED.match(words.strip())
    return found is None or found[1] != POLICY
