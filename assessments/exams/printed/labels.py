"""What states of printed sheets, and reasons, are called."""

from typing import Any

from assessments.exams.printed.rules.sheets import KeyingRefusal, LossReason, SheetState
from assessments.exams.rules.admission import RefusalReason
from lms.i18n import lazy as _l

STATES: dict[SheetState, tuple[Any, str]] = {
    SheetState.PRINTED: (_l("printed"), ""),
    SheetState.KEYED: (_l("waits for the second person"), "warn"),
    SheetState.DIFFERS: (_l("two answers are different"), "warn"),
    SheetState.HANDED_IN: (_l("submitted"), "ok"),
    SheetState.GIVEN_UP: (_l("sheet cancelled"), "bad"),
}
REFUSED: dict[RefusalReason, Any] = {
    RefusalReason.OPEN: _l("has an attempt in progress"),
    RefusalReason.BARRED: _l("may not sit it now"),
    RefusalReason.NOT_OPEN: _l("may not sit it now"),
    RefusalReason.PASSED: _l("has passed it"),
    RefusalReason.HELD: _l("may not sit it now"),
    RefusalReason.NONE_LEFT: _l("has used all attempts"),
    RefusalReason.TOO_SOON: _l("has to wait before the next attempt"),
}
NOT_NOW: dict[KeyingRefusal, Any] = {
    KeyingRefusal.OWN: _l("This is your own sheet. Two other people must enter it."),
    KeyingRefusal.DONE: _l("This sheet is closed. Nothing more can be entered from it."),
    KeyingRefusal.SAME_PERSON: _l("You entered this sheet. Somebody else must enter it a second time."),
}
LOSSES: dict[LossReason, Any] = {
    LossReason.NOT_USED: _l("It was not used, for example because the officer was absent"),
    LossReason.LOST: _l("It is lost"),
    LossReason.SPOILT: _l("It cannot be read"),
}
