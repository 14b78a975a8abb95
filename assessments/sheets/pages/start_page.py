"""What sheets put on a start page: what is left to rate, and what waits for a moderator."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.sheets.queries.home import count_waiting
from assessments.sheets.queries.sheets import sheets_of_assessor
from lms.access import Viewer
from lms.i18n import _, ngettext
from lms.ports import NextStep, StepGroup

RATE, SETTLE = 2, 3


def what_next(session: Session, person: Viewer, now: datetime) -> list[NextStep]:
    """A step for open sheets, and one for performances that wait; a constant number of queries."""
    steps = []
    if person.may(PracticalPermission.SHEET_RATE):
        found = sheets_of_assessor(session, person)
        left = sum(not one.standing.sealed for one in found)
        if left:
            text = ngettext("%(num)s sheet is open.", "%(num)s sheets are open.", left)
            done = len(found) - left, len(found)
            url = url_for("sheets.mine")
            steps.append(NextStep(_("Sheets to fill in"), text, _("My sheets"), url, RATE, done, group=StepGroup.DUTY))
    if person.may(PracticalPermission.SHEET_MODERATE):
        wait = count_waiting(session, person)
        if wait:
            text = ngettext("%(num)s performance waits for you.", "%(num)s performances wait for you.", wait)
            url = url_for("performances.index")
            title = _("Performances to decide")
            steps.append(NextStep(title, text, _("Performances"), url, SETTLE, group=StepGroup.DUTY))
    return steps
