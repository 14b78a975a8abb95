"""What is inside a sealed sheet, version 1, read with care: a tablet may be old, or anybody's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from assessments.sheets.rules.standing import SheetContent
from lms.errors import RuleBroken
from lms.i18n import _

VERSION = 1
MOST_CRITERIA = 60
WORDS_LONGEST = 2000
CODE = re.compile(r"[a-z0-9-]{0,40}\Z")  # of a criterion; of a comment it may be empty: on the whole
NAME = re.compile(r"[A-Za-z0-9_-]{16,36}\Z")
TICKET = re.compile(r"[A-Za-z0-9_-]{0,100}\Z")
DEVICE = re.compile(r"[A-Za-z0-9_-]{1,36}\Z")
LARGEST = 2**31 - 1  # what a column holds


@dataclass(frozen=True)
class SealedContent:
    """A whole sheet as a device sealed it."""

    seal: str  # the name of the seal, random: sent twice it is one
    performance: str
    assessor: str  # uuids
    ticket: str  # what the server gave with the day: that this assessor was named for this performance
    after: int  # the number of the last reopening that the device knew; 0: none
    device: str
    seq: int  # how many things were done on this sheet
    sealed_at: datetime | None  # by the clock of the device: a remark
    offset_ms: int | None  # what is to be added to that clock
    said: SheetContent


def read_content(found: Mapping[str, Any]) -> SealedContent:
    """`{"v", "seal", "performance", "assessor", "ticket", "after", "device", "seq", "sealed_at", "offset", …}`.

    Then what is said: `"ratings"` and `"comments"` by criterion, `"grade"` by its place, `"flagged"`.
    """
    if found.get("v") != VERSION:
        raise RuleBroken(
            _("This sheet was sealed by another version of the program. Ask the administrator to update this site.")
        )
    offset = found.get("offset")
    return SealedContent(
        seal=_text(found, "seal", NAME),
        performance=_text(found, "performance", NAME),
        assessor=_text(found, "assessor", NAME),
        ticket=_text(found, "ticket", TICKET),
        after=_whole(found, "after"),
        device=_text(found, "device", DEVICE),
        seq=_whole(found, "seq"),
        sealed_at=_moment(found.get("sealed_at")),
        offset_ms=offset if _is_whole(offset) and abs(offset) <= LARGEST else None,
        said=SheetContent(
            ratings={code: level for code, level in _by_criterion(found, "ratings") if _level(level)},
            comments={code: words.strip() for code, words in _by_criterion(found, "comments") if _words(words)},
            grade=_whole(found, "grade"),
            flagged=found.get("flagged") is True,
        ),
    )


def _by_criterion(found: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    given = found.get(name)
    if not isinstance(given, dict) or len(given) > MOST_CRITERIA or any(CODE.match(code) is None for code in given):
        raise _unreadable(name)
    return list(given.items())


def _level(level: Any) -> bool:
    if not _is_whole(level) or abs(level) > LARGEST:
        raise _unreadable("ratings")
    return True


def _words(words: Any) -> bool:
    """Whether there are any."""
    if not isinstance(words, str) or len(words) > WORDS_LONGEST or "\x00" in words:
        raise _unreadable("comments")
    return bool(words.strip())


def _moment(text: Any) -> datetime | None:
    """What the clock of the device said, in UTC; a wrong clock must lose nothing."""
    try:
        said = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return said if said is not None and said.utcoffset() == timedelta() else None


def _text(found: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    text = found.get(name)
    if not isinstance(text, str) or pattern.match(text) is None:
        raise _unreadable(name)
    return text


def _whole(found: Mapping[str, Any], name: str) -> int:
    value = found.get(name)
    if not _is_whole(value) or not 0 <= value <= LARGEST:
        raise _unreadable(name)
    return value


def _is_whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _unreadable(name: str) -> RuleBroken:
    return RuleBroken(_("This sealed sheet cannot be read: its part “%(name)s” is missing or wrong.", name=name))
