"""How large files may be, how many somebody may have under way, and how long what is not used is kept."""

import re
from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1_000_000
MOST_OPEN = 20  # files that one person may have begun and not finished
MOST_WAITING = 600 * MEGABYTE  # bytes of one person that are unfinished or belong to nothing yet
LEAST_FREE = 300 * MEGABYTE  # bytes that must be left on the disk when all is there
KEPT_OPEN = timedelta(days=14)  # since the last piece
KEPT_UNUSED = timedelta(days=30)  # a whole file that belongs to nothing
BYTES_GO_AFTER = timedelta(days=1)  # a backup that was being made still finds them
NAME_LENGTH = 200
SHA256 = re.compile(r"[0-9a-f]{64}")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class ToldFile:
    """What a sender tells of a file before its first byte: name, bytes, type, SHA-256 in hexadecimal."""

    name: str
    size: int
    media_type: str
    sha256: str


def plain_name(name: str) -> str:
    """The name of a file without its folders and without signs that nobody sees; never empty."""
    last = re.split(r"[/\\]", UNSEEN.sub("", name))[-1].strip()
    if len(last) > NAME_LENGTH:
        stem, dot, ending = last.rpartition(".")
        last = stem[: NAME_LENGTH - len(ending) - 1] + dot + ending if 0 < len(ending) < 10 else last[:NAME_LENGTH]
    return last.strip(". ") or "file"


def in_megabytes(size: int) -> str:
    """Bytes as a person reads them: `59.9`, always rounded up so that what is too large never looks allowed."""
    tenths = -(-size * 10 // MEGABYTE)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
