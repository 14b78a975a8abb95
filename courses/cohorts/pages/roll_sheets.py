"""What the printed roll of a meeting holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.labels import PRESENCES
from courses.cohorts.pages.meetings import when_said
from courses.cohorts.pages.rolls import RollLineShown
from courses.cohorts.ports import RollSheet
from courses.cohorts.queries.cohorts import FoundCohort, trainers_of_one
from courses.cohorts.queries.meetings import FoundMeeting
from lms.i18n import _, language
from lms.people.api import people_named

EMPTY_LINES = 4


def sheet_of(
    session: Session, cohort: FoundCohort, meeting: FoundMeeting, lines: Sequence[RollLineShown], now: datetime
) -> RollSheet:
    """The sheet in the language of the page: everybody by name, and some lines for whoever is not on it."""
    trainers = people_named(session, trainers_of_one(session, cohort.id))
    facts = [
        (_("Meeting"), meeting.title),
        (_("Cohort"), cohort.row.title),
        (_("Day"), when_said(meeting)),
        (_("Place"), meeting.place),
        (_("Trainers"), ", ".join(sorted(trainers.values()))),
    ]
    people = [
        (
            one.person.name,
            ", ".join(filter(None, (one.person.unit, one.person.administration))),
            str(PRESENCES[one.standing.presence][0]) if one.standing.presence else "",
        )
        for one in lines
    ]
    words = {
        "number": _("No."),
        "name": _("Name"),
        "noted": _("Noted"),
        "signature": _("Signature"),
        "note": _("Late, left early, excused"),
        "trainer": _("Day and signature of the trainer"),
        "how": _("Sign on your own line. Later a trainer enters the sheet on the page of the meeting."),
    }
    shown = [(name, value) for name, value in facts if value]
    return RollSheet(_("Attendance list"), language(), words, shown, people, EMPTY_LINES, now)
