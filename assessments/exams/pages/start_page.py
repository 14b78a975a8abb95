"""What exams put on a person's start page: an attempt under way, and late answers for who decides."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt, ExamVersion
from assessments.exams.policy import managed_by
from assessments.exams.queries.exams import title_in
from assessments.exams.queries.late import waiting_late
from assessments.exams.rules.states import AttemptState
from assessments.permissions import ExamPermission
from lms.access import Viewer
from lms.i18n import _, language, ngettext
from lms.ports import NextStep

UNDER_WAY, LATE = 1, 3  # before any lesson


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """An open attempt first: its time goes on."""
    rows = session.execute(
        select(Attempt.uuid, title_in(language()), Attempt.deadline_at)
        .join(ExamVersion, ExamVersion.id == Attempt.exam_version_id)
        .where(Attempt.person_id == person.id, Attempt.state == AttemptState.IN_PROGRESS)
        .order_by(Attempt.deadline_at)
    ).all()
    steps = [
        NextStep(title, open_words(deadline_at, now), _("Go on with it"), f"/attempts/{uuid}", UNDER_WAY)
        for uuid, title, deadline_at in rows
    ]
    if person.may(ExamPermission.EXAM_MANAGE):
        waiting = waiting_late(session, managed_by(person))
        if waiting:
            words = ngettext("%(num)d person waits.", "%(num)d people wait.", len(waiting))
            steps.append(NextStep(_("Late answers to decide"), words, _("Decide"), "/manage/exams", LATE))
    return steps


def open_words(deadline_at: datetime | None, now: datetime) -> str:
    """How much time an open attempt has left."""
    if deadline_at is None:
        return _("You have an attempt under way.")
    minutes = max(0, int((deadline_at - now).total_seconds()) // 60)
    return ngettext("Under way: %(num)d minute left.", "Under way: %(num)d minutes left.", minutes)
