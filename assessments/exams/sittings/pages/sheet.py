"""The protocol of a room as it is printed, to be ticked and signed by hand."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.exams.sittings.pages.plan import sitting_lines
from assessments.exams.sittings.queries.candidates import candidates_of
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.ports import ProtocolSheet
from lms.i18n import _, language
from lms.moments import said_moment

SPARE_ROWS = 5  # for candidates who come unannounced


def protocol_sheet(session: Session, sitting: FoundSitting, now: datetime) -> ProtocolSheet:
    """The sheet of a room: its facts, a row a candidate and some to spare, a line a supervisor."""
    line, row = sitting_lines(session, [sitting], now)[0], sitting.row
    return ProtocolSheet(
        title=row.title,
        language=language(),
        words=sheet_words(),
        facts=(
            (_("Exam"), line.exam),
            (_("For whom"), line.for_whom),
            (_("Place"), row.place),
            (_("Starts at"), said_moment(row.begins_at, row.time_zone)),
            (_("Ends at"), said_moment(row.ends_at, row.time_zone)),
        ),
        candidates=[(one.name, one.place) for one in candidates_of(session, sitting)] + [("", "")] * SPARE_ROWS,
        supervisors=[one.name for one in sitting.watching],
        made_at=now,
    )


def sheet_words() -> Mapping[str, str]:
    """The fixed words of the sheet."""
    return {
        "heading": _("Record of a supervised exam"),
        "how": _(
            "Compare the identity document of each candidate, then tick. Do it before the exam "
            "of this person ends. Write down, with the time, who left, who came back, and any "
            "problem. Sign at the end."
        ),
        "candidate": _("Candidate"),
        "present": _("Present and identified"),
        "left": _("Left, came back"),
        "happened": _("What happened, with the time"),
        "began": _("The session started at"),
        "ended": _("It ended at"),
        "supervisor": _("Who watched"),
        "signature": _("Signature and time"),
    }
