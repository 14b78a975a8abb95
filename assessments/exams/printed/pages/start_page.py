"""What printed quizzes put on a trainer's start page: sheets that wait for a second person."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.printed.policy import PERMISSION
from assessments.exams.printed.queries import sheets_waiting
from courses.api import COHORT, cohorts_by_id
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.ports import NextStep, StepGroup
from lms.scopes import numbers

ORDER = 4  # after what decides about people


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """A step for each cohort of one's own in which sheets wait; one query, and another where there are some."""
    own = numbers(person.scopes(PERMISSION).ids(COHORT)) if person.may(PERMISSION) else []
    waiting = sheets_waiting(session, person, own) if own else []
    titles = cohorts_by_id(session, [number for number, _count in waiting]) if waiting else {}
    return [
        NextStep(
            titles[number].row.title,
            ngettext("%(num)s sheet waits for a second person.", "%(num)s sheets wait for a second person.", count),
            _("Enter a sheet"),
            f"/cohorts/{titles[number].row.uuid}/printed-quizzes",
            ORDER,
            group=StepGroup.DUTY,
        )
        for number, count in waiting
    ]
