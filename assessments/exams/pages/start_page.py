"""What exams put on a person's home page: an open attempt; for who decides, late answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.ports import NextStep, StepGroup

UNDER_WAY, LATE = 1, 3  # before any lesson


def attempts_next(session: Session, person: Viewer, now: datetime, told: Sequence[Any]) -> list[NextStep]:
    """An open attempt before any lesson: its time goes on."""
    return [
        NextStep(title, open_words(deadline_at, now), _("Continue"), f"/attempts/{uuid}", UNDER_WAY)
        for uuid, title, deadline_at in told[0]
    ]


def late_next(session: Session, person: Viewer, now: datetime, told: Sequence[int]) -> list[NextStep]:
    """Late answers that wait, for who runs exams."""
    words = ngettext("%(num)d person waits.", "%(num)d people wait.", told[0])
    return [NextStep(_("Late answers to decide"), words, _("Decide"), "/manage/exams", LATE, group=StepGroup.DUTY)]


def open_words(deadline_at: datetime | None, now: datetime) -> str:
    """How much time an open attempt has left."""
    if deadline_at is None:
        return _("You have not submitted it yet.")
    minutes = max(0, int((deadline_at - now).total_seconds()) // 60)
    return ngettext("In progress: %(num)d minute left.", "In progress: %(num)d minutes left.", minutes)
