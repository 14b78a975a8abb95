"""What forms of workshops offer, and what was typed as the services take it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.permissions import PracticalPermission
from assessments.workshops.forms import (
    AssessorForm,
    CandidateForm,
    DisruptionForm,
    ExerciseForm,
    InterpreterForm,
    WorkshopForm,
    WorkshopRoomForm,
)
from assessments.workshops.models import WorkshopAssessor, WorkshopCandidate, WorkshopInterpreter
from assessments.workshops.queries.rubrics import rubric_versions
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.frame import TimedSlot
from assessments.workshops.rules.settings import half_day_names
from assessments.workshops.services.furnishing import ExerciseDraft
from assessments.workshops.services.participant_drafts import AssessorDraft, CandidateDraft, InterpreterDraft
from assessments.workshops.services.planning import WorkshopDraft
from courses.api import activities_seen
from lms.access import Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.moments import said_briefly
from lms.people.api import COUNTRY, countries
from lms.web.api import languages, options, own_name, typed
from lms.zones import zone_typed


def fill_workshop(session: Session, viewer: Viewer, form: WorkshopForm) -> None:
    """The countries in which one may plan, the languages of the site, the activities that one sees."""
    scopes, names = viewer.scopes(PracticalPermission.WORKSHOP_RUN), countries()
    may = names if scopes.everywhere else {code: names[code] for code in sorted(scopes.ids(COUNTRY)) if code in names}
    if form.country.data and form.country.data not in may:
        may = {**may, **({form.country.data: names[form.country.data]} if form.country.data in names else {})}
    form.country.choices = options([("", _("choose")), *may.items()])
    form.language.choices = options((code, own_name(code)) for code in languages())
    seen = activities_seen(session, viewer)
    form.activity.choices = options([("", _("none")), *((str(one.row.id), one.row.title) for one in seen)])


def workshop_typed(form: WorkshopForm) -> WorkshopDraft:
    """What was typed of a workshop; the form has both days."""
    if form.starts_on.data is None or form.ends_on.data is None:
        raise BadInput("starts_on", _("Choose the day."))
    return WorkshopDraft(
        title=typed(form.title),
        scheme=typed(form.scheme),
        venue=typed(form.venue),
        country=typed(form.country),
        time_zone=zone_typed("time_zone", typed(form.time_zone)) or "",
        language=typed(form.language),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        activity_id=int(form.activity.data) if form.activity.data else None,
    )


def fill_exercise(session: Session, form: ExerciseForm) -> None:
    """The newest version of each rubric, and whichever an exercise has already."""
    newest = rubric_versions(session)
    seen: set[str] = set()
    offered = []
    for row in newest:
        slug, number, no = row[0], row[1], row[2]
        if slug not in seen or str(number) == str(form.rubric.data):
            offered.append((str(number), _("%(rubric)s, version %(no)s", rubric=slug, no=no)))
        seen.add(slug)
    form.rubric.choices = options([("", _("choose")), *offered])


def exercise_typed(form: ExerciseForm) -> ExerciseDraft:
    """What was typed of an exercise."""
    return ExerciseDraft(
        typed(form.title), int(form.rubric.data), form.minutes.data or 0, form.topic.data or None, form.written.data
    )


def fill_room(parts: WorkshopParts, form: WorkshopRoomForm) -> None:
    """The exercises that need a room."""
    form.exercise.choices = options([("", _("choose")), *((one.uuid, one.title) for one in parts.live)])


def fill_absent(parts: WorkshopParts, form: AssessorForm | InterpreterForm) -> None:
    """The half-days of the frame."""
    halves = sorted(parts.frame.half_days)
    names = half_day_names(halves)
    form.absent.choices = options(
        (name, f"{half.on.isoformat()}, {half.begins:%H:%M}–{half.ends:%H:%M}")
        for name, half in zip(names, halves, strict=True)
    )


def candidate_typed(form: CandidateForm) -> CandidateDraft:
    """What was typed of a candidate."""
    return CandidateDraft(
        typed(form.login), spoken(typed(form.languages)), typed(form.needs), bool(form.recording_agreed.data)
    )


def assessor_typed(form: AssessorForm) -> AssessorDraft:
    """What was typed of an assessor."""
    return AssessorDraft(
        typed(form.login),
        spoken(typed(form.languages)),
        form.topics.data or (),
        form.most_a_day.data,
        bool(form.lead.data),
        form.absent.data or (),
    )


def interpreter_typed(form: InterpreterForm) -> InterpreterDraft:
    """What was typed of an interpreter."""
    return InterpreterDraft(typed(form.login), spoken(typed(form.languages)), form.absent.data or ())


def participant_said(row: WorkshopCandidate | WorkshopAssessor | WorkshopInterpreter) -> dict[str, Any]:
    """What is known of somebody, as a form takes it."""
    names = ("needs", "recording_agreed", "topics", "most_a_day", "lead", "absent")
    known = {name: getattr(row, name) for name in names if hasattr(row, name)}
    return known | {"languages": ", ".join(row.languages)}


def spoken(text: str) -> tuple[str, ...]:
    """Languages with commas between them."""
    return tuple(one for part in text.split(",") for one in part.split())


def list_typed(text: str) -> list[tuple[int, CandidateDraft]]:
    """The lines of a list, by their numbers; empty ones are left out."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        login, _semicolon, rest = line.partition(";")
        if line.strip():
            found.append((number, CandidateDraft(login.strip(), spoken(rest))))
    return found


def fill_disruption(parts: WorkshopParts, form: DisruptionForm, now: datetime) -> None:
    """What may change in mid-week, and the slots that are to come."""
    offered: list[tuple[str, str]] = [("", _("choose"))]
    for assessor in parts.assessors:
        offered.append((f"away:{assessor.uuid}", _("%(name)s, assessor, is away", name=parts.name(assessor.person_id))))
    for voice in parts.interpreters:
        offered.append((f"away:{voice.uuid}", _("%(name)s, interpreter, is away", name=parts.name(voice.person_id))))
    for room in parts.rooms:
        offered.append((f"room:{room.uuid}", _("%(room)s is out of use", room=room.name)))
    for candidate in parts.candidates:
        name = parts.name(candidate.person_id)
        offered.append((f"late:{candidate.uuid}", _("%(name)s, candidate, is late", name=name)))
        offered.append((f"gone:{candidate.uuid}", _("%(name)s, candidate, leaves the workshop", name=name)))
    form.what.choices = options(offered)
    coming = [timed for timed in parts.slots if timed.ends_at > now]
    form.from_at.choices = options([("", _("now")), *_slots(parts, coming)])
    form.until_at.choices = options([("", _("for the rest of the workshop")), *_slots(parts, coming)])


def _slots(parts: WorkshopParts, slots: Iterable[TimedSlot]) -> list[tuple[str, str]]:
    return [(str(timed.slot.number), said_briefly(timed.begins_at, parts.row.time_zone)) for timed in slots]


def slot_chosen(parts: WorkshopParts, value: str | None) -> datetime | None:
    """When the slot begins that somebody chose; none where nothing was."""
    if not value:
        return None
    return next((timed.begins_at for timed in parts.slots if str(timed.slot.number) == value), None)
