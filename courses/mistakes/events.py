"""What is said to have happened about mistakes; what people wrote is not told."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class MistakeReported(Event):
    """Somebody reported a mistake in a course, which is the subject, or said more of one that is open."""

    name = "mistake.reported"
    said = N_("Mistake reported")
    report_id: int
    piece: str
    piece_name: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class MistakeJudged(Event):
    """Somebody said what became of a report; the subject is the course."""

    name = "mistake.judged"
    said = N_("Report of a mistake judged")
    report_id: int
    before: str
    after: str
    mended_in_id: int | None
    duplicate_of_id: int | None
