"""The page of a supervisor: this room and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.queries.care import exam_titles
from assessments.exams.sittings.forms import LineForm, SignForm
from assessments.exams.sittings.labels import LINES, STATES
from assessments.exams.sittings.models import SittingSupervisor
from assessments.exams.sittings.pages.plan import CandidateShown, ProtocolLineShown, candidates_shown, protocol_lines
from assessments.exams.sittings.queries.candidates import FoundCandidate, candidates_of, lines_of
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.exams.sittings.rules.local_times import shown
from assessments.exams.sittings.rules.room import CandidateProgress, SittingState
from assessments.exams.sittings.rules.start_codes import START_CODE, start_secret
from lms.i18n import _, language
from lms.web.api import options


@dataclass(frozen=True)
class RoomPage:
    """What a supervisor sees: candidates, the protocol, the code while the room is open."""

    title: str
    exam: str
    place: str
    zone: str
    begins_at: datetime
    ends_at: datetime
    state: SittingState
    chip: tuple[Any, str]
    name: str  # of the supervisor
    candidates: tuple[CandidateShown, ...]
    lines: tuple[ProtocolLineShown, ...]
    begun: int
    submitted: int
    unheard: int
    at_work: bool  # ticks and lines are taken
    may_sign: bool
    signed_at: datetime | None
    secret: str  # of the codes; empty unless the room is about to open or open
    code: str
    step: int
    digits: int


def room_page(session: Session, sitting: FoundSitting, row: SittingSupervisor, now: datetime) -> RoomPage:
    """The room as one of its supervisors sees it; whoever has signed sees nobody any more."""
    signature = sitting.signature_of(row.id)
    found = candidates_of(session, sitting) if signature is None else []
    state = sitting.state(now)
    progress = [one.progress(now) for one in found]
    at_work = signature is None and sitting.times.takes_ticks(now)
    shows_code = at_work and now < sitting.row.ends_at
    secret = start_secret(sitting.row.seed, sitting.row.uuid) if shows_code else ""
    return RoomPage(
        title=sitting.row.title,
        exam=exam_titles(session, [sitting.row.exam_id], language()).get(sitting.row.exam_id, ""),
        place=sitting.row.place,
        zone=sitting.row.time_zone,
        begins_at=sitting.row.begins_at,
        ends_at=sitting.row.ends_at,
        state=state,
        chip=STATES[state],
        name=row.name,
        candidates=candidates_shown(sitting, found, now, own=row.id),
        lines=protocol_lines(sitting, found, lines_of(session, sitting.id)) if signature is None else (),
        begun=sum(one is not CandidateProgress.ABSENT for one in progress),
        submitted=progress.count(CandidateProgress.SUBMITTED),
        unheard=progress.count(CandidateProgress.UNHEARD),
        at_work=at_work,
        may_sign=at_work and now >= sitting.row.begins_at,
        signed_at=signature.signed_at if signature else None,
        secret=secret,
        code=START_CODE.grouped(START_CODE.at(secret, now)) if secret else "",
        step=START_CODE.step,
        digits=START_CODE.digits,
    )


def fill_line(form: LineForm, candidates: tuple[CandidateShown, ...]) -> None:
    """Offer what may happen, and to whom."""
    form.kind.choices = options((kind, words) for kind, words in LINES.items())
    form.candidate.choices = options([("", _("The whole room")), *((one.uuid, one.name) for one in candidates)])


def fill_sign(form: SignForm, sitting: FoundSitting, found: list[FoundCandidate], now: datetime) -> None:
    """From the time of the room, or the first who began before it, until now."""
    begun = [one.attempt.started_at for one in found if one.attempt is not None]
    form.begun.data = shown(min([sitting.row.begins_at, *begun]), sitting.row.time_zone)
    form.ended.data = shown(now, sitting.row.time_zone)
