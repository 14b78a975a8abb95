"""Pages of who opens rooms: the list, one room with its candidates and protocol, and what a form offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.exams.queries.care import exam_titles
from assessments.exams.queries.managing import exam_lines, exam_named
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.forms import SittingForm
from assessments.exams.sittings.labels import LINES, PROGRESS, STATES, SUPERVISION
from assessments.exams.sittings.models import SittingLine, SittingSupervisor
from assessments.exams.sittings.queries.candidates import FoundCandidate, candidates_of, lines_of, papers_of
from assessments.exams.sittings.queries.exams import exam_ids
from assessments.exams.sittings.queries.sittings import FoundSitting
from assessments.exams.sittings.rules.local_times import moment_of
from assessments.exams.sittings.rules.networks import read_networks
from assessments.exams.sittings.rules.room import LineKind
from assessments.exams.sittings.services.opening import SittingDraft
from assessments.items.item import Use
from assessments.permissions import ExamPermission
from courses.api import cohorts_by_id, open_cohorts_within
from lms.access import Viewer
from lms.access_model import access_model
from lms.errors import BadInput
from lms.i18n import _, language
from lms.people.api import ADMINISTRATION, all_administrations, people_named
from lms.web.api import options, typed
from lms.zones import zone_typed

COHORT, EVERYBODY = "cohort", "everybody"


@dataclass(frozen=True)
class SittingLineShown:
    """A sitting in the list."""

    uuid: str
    title: str
    exam: str
    for_whom: str
    place: str
    begins_at: datetime
    zone: str
    state: tuple[Any, str]


@dataclass(frozen=True)
class SupervisorShown:
    """A supervisor as who opened the room sees them."""

    uuid: str
    name: str
    with_account: bool
    has_link: bool
    opened: bool  # the link, on a device
    signed_at: datetime | None
    on_paper: bool


@dataclass(frozen=True)
class CandidateShown:
    """A candidate of a room."""

    uuid: str
    name: str
    place: str
    progress: tuple[Any, str]
    begun_at: datetime | None
    closed_at: datetime | None
    heard_at: datetime | None
    present: tuple[str, ...]  # names of who ticked
    own: bool  # ticked by who looks
    supervision: tuple[Any, str] | None


@dataclass(frozen=True)
class ProtocolLineShown:
    """A line of the protocol."""

    at: datetime
    kind: Any
    about: str
    words: str
    by: str


@dataclass(frozen=True)
class PaperShown:
    """A printed protocol that waits for a second person."""

    begun_at: datetime
    ended_at: datetime
    present: tuple[str, ...]
    signed: tuple[str, ...]
    lines: str
    keyed_by: str
    own: bool


@dataclass(frozen=True)
class SittingPage:
    """A room as who opened it sees it."""

    line: SittingLineShown
    ends_at: datetime
    waits_until: datetime
    networks: tuple[str, ...]
    opened_by: str
    cancelled: str
    supervisors: tuple[SupervisorShown, ...]
    candidates: tuple[CandidateShown, ...]
    lines: tuple[ProtocolLineShown, ...]
    paper: PaperShown | None


def sitting_lines(session: Session, sittings: Sequence[FoundSitting], now: datetime) -> list[SittingLineShown]:
    """Sittings as a list shows them; a constant number of queries."""
    exams = exam_titles(session, {one.row.exam_id for one in sittings}, language())
    cohorts = cohorts_by_id(session, sorted({one.row.cohort_id for one in sittings if one.row.cohort_id is not None}))
    places = {one.id: one.name for one in all_administrations(session)} if sittings else {}
    return [
        SittingLineShown(
            uuid=one.row.uuid,
            title=one.row.title,
            exam=exams.get(one.row.exam_id, ""),
            for_whom=(
                cohorts[one.row.cohort_id].row.title
                if one.row.cohort_id is not None
                else places.get(one.row.administration_id or 0, "") or _("everybody who takes the course")
            ),
            place=one.row.place,
            begins_at=one.row.begins_at,
            zone=one.row.time_zone,
            state=STATES[one.state(now)],
        )
        for one in sittings
    ]


def sitting_page(session: Session, viewer: Viewer, sitting: FoundSitting, now: datetime) -> SittingPage:
    """One room with all that its opener may know of it."""
    found = candidates_of(session, sitting)
    opener = sitting.row.opened_by_id
    return SittingPage(
        line=sitting_lines(session, [sitting], now)[0],
        ends_at=sitting.row.ends_at,
        waits_until=sitting.times.waits_until,
        networks=tuple(sitting.row.networks),
        opened_by=people_named(session, [opener])[opener],
        cancelled=sitting.row.cancelled_reason or "",
        supervisors=tuple(supervisor_shown(sitting, one) for one in sitting.watching),
        candidates=candidates_shown(sitting, found, now),
        lines=protocol_lines(sitting, found, lines_of(session, sitting.id)),
        paper=_paper(session, viewer, sitting, found),
    )


def supervisor_shown(sitting: FoundSitting, row: SittingSupervisor) -> SupervisorShown:
    """A supervisor, and whether they have signed."""
    signature = sitting.signature_of(row.id)
    return SupervisorShown(
        uuid=row.uuid,
        name=row.name,
        with_account=row.person_id is not None,
        has_link=row.token_hash is not None,
        opened=row.device_hash is not None,
        signed_at=signature.signed_at if signature else None,
        on_paper=signature is not None and signature.paper_id is not None,
    )


def candidates_shown(
    sitting: FoundSitting, found: Sequence[FoundCandidate], now: datetime, own: int | None = None
) -> tuple[CandidateShown, ...]:
    """Candidates with how far they are; `own` is the supervisor who looks."""
    names = {one.id: one.name for one in sitting.supervisors}
    return tuple(
        CandidateShown(
            uuid=one.uuid,
            name=one.name,
            place=one.place,
            progress=PROGRESS[one.progress(now)],
            begun_at=one.attempt.started_at if one.attempt else None,
            closed_at=one.attempt.closed_at if one.attempt else None,
            heard_at=one.heard_at,
            present=tuple(names[tick.supervisor_id] for tick in one.present),
            own=any(tick.supervisor_id == own for tick in one.present),
            supervision=SUPERVISION[Supervision(one.supervision)] if one.supervision else None,
        )
        for one in found
    )


def protocol_lines(
    sitting: FoundSitting, found: Sequence[FoundCandidate], lines: Sequence[SittingLine]
) -> tuple[ProtocolLineShown, ...]:
    """The lines of the protocol with names."""
    names = {one.id: one.name for one in sitting.supervisors}
    people: Mapping[int, str] = {one.person_id: one.name for one in found}
    return tuple(
        ProtocolLineShown(
            one.at,
            LINES[LineKind(one.kind)],
            people.get(one.person_id, "") if one.person_id is not None else "",
            one.words,
            names[one.supervisor_id],
        )
        for one in lines
    )


def _paper(
    session: Session, viewer: Viewer, sitting: FoundSitting, found: Sequence[FoundCandidate]
) -> PaperShown | None:
    row = next((one for one in papers_of(session, sitting.id) if one.decided_at is None), None)
    if row is None:
        return None
    people = {one.person_id: one.name for one in found}
    return PaperShown(
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        present=tuple(people[number] for number in row.present if number in people),
        signed=tuple(one.name for one in sitting.supervisors if one.id in row.signed),
        lines=row.lines,
        keyed_by=people_named(session, [row.keyed_by_id])[row.keyed_by_id],
        own=row.keyed_by_id == viewer.id,
    )


def fill_new(session: Session, viewer: Viewer, form: SittingForm) -> None:
    """Offer for whom the viewer may open a room, and the final exams."""
    scopes = viewer.scopes(ExamPermission.SITTING_RUN)
    cohorts = open_cohorts_within(session, scopes)
    places = access_model().scope_kinds[ADMINISTRATION].inside(session, scopes)
    everybody = options([(EVERYBODY, _("Everybody who takes the course"))]) if scopes.everywhere else []
    form.for_whom.choices = [
        *everybody,
        *options(((f"{COHORT}:{one.row.uuid}", one.row.title) for one in cohorts), _("A cohort")),
        *options(((f"{ADMINISTRATION}:{one.key}", one.title) for one in places), _("An administration")),
    ]
    finals = [one for one in exam_lines(session, viewer, language()) if one.use is Use.EXAM]
    if not scopes.everywhere and not places:
        courses = {one.row.course_id for one in cohorts}
        known = exam_ids(session, [one.uuid for one in finals])
        finals = [one for one in finals if known[one.uuid][1] in courses]
    form.exam.choices = options((one.uuid, one.title) for one in finals)


def draft_typed(session: Session, viewer: Viewer, form: SittingForm) -> SittingDraft:
    """What was typed of a room; the form has seen that the day and the times are there."""
    zone = zone_typed("time_zone", typed(form.time_zone))
    if zone is None:
        raise BadInput("time_zone", _("Choose a time zone."))
    kind, _colon, key = typed(form.for_whom).partition(":")
    scopes = viewer.scopes(ExamPermission.SITTING_RUN)
    cohorts = {one.row.uuid: one.id for one in open_cohorts_within(session, scopes)} if kind == COHORT else {}
    places = {one.uuid: one.id for one in all_administrations(session)} if kind == ADMINISTRATION else {}
    networks, _faults = read_networks(typed(form.networks))
    return SittingDraft(
        exam_id=exam_named(session, typed(form.exam))[0].id,
        cohort_id=cohorts[key] if kind == COHORT else None,
        administration_id=places[key] if kind == ADMINISTRATION else None,
        title=typed(form.title),
        place=typed(form.place),
        time_zone=zone,
        begins_at=_moment("begins", form.day.data, form.begins.data, zone),
        ends_at=_moment("ends", form.day.data, form.ends.data, zone),
        networks=tuple(networks),
    )


def _moment(field: str, day: Any, clock: Any, zone: str) -> datetime:
    found = moment_of(day, clock, zone)
    if found is None:
        raise BadInput(field, _("Clocks skip this time on that day. Choose another time."))
    return found
