"""What exams put on a person's start page: an open attempt; late answers, withdrawals, cut scores for who decides."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.pages.cuts import cuts_to_agree
from assessments.exams.pages.withdrawals import withdrawals_to_confirm
from assessments.exams.policy import managed_by
from assessments.exams.queries.attempts import attempts_under_way
from assessments.exams.queries.late import waiting_late
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.ports import NextStep

UNDER_WAY, LATE = 1, 3  # before any lesson


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """An open attempt first: its time goes on."""
    steps = [
        NextStep(title, open_words(deadline_at, now), _("Continue"), f"/attempts/{uuid}", UNDER_WAY)
        for uuid, title, deadline_at in attempts_under_way(session, person.id, language())
    ]
    if person.may(ExamPermission.EXAM_RUN):
        waiting = waiting_late(session, managed_by(person))
        if waiting:
            words = ngettext("%(num)d person waits.", "%(num)d people wait.", len(waiting))
            steps.append(NextStep(_("Late answers to decide"), words, _("Decide"), "/manage/exams", LATE))
    return steps + withdrawals_to_confirm(session, person, now) + cuts_to_agree(session, person, now)


def open_words(deadline_at: datetime | None, now: datetime) -> str:
    """How much time an open attempt has left."""
    if deadline_at is None:
        return _("You have an attempt under way.")
    minutes = max(0, int((deadline_at - now).total_seconds()) // 60)
    return ngettext("Under way: %(num)d minute left.", "Under way: %(num)d minutes left.", minutes)
