"""Workshops: planned, changed, and given the frame of their days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.workshops import policy
from assessments.workshops.events import WorkshopChanged, WorkshopPlanned
from assessments.workshops.models import Workshop
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.workshops import WorkshopParts, lock, workshop_by_id
from assessments.workshops.rules.frame import FrameFault, frame_fault
from assessments.workshops.rules.settings import (
    MOST_CHANGE,
    MOST_HALF_DAYS,
    MOST_SPARE,
    BadFrameLine,
    WorkshopFrame,
    frame_kept,
    read_frame,
)
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, RuleBroken
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.people.api import is_country
from lms.zones import is_zone

LONGEST = 30  # days
FRAME_FAULTS = {
    FrameFault.NO_HALF_DAY: _l("Write at least one line: a day, from when and to when."),
    FrameFault.NO_EXERCISE: _l("First add an exercise that needs a room. Slots are as long as the longest exercise."),
    FrameFault.ENDS_BEFORE: _l("A line ends before it starts. Write the earlier time first."),
    FrameFault.OVERLAP: _l("Two lines of one day overlap. Let one end before the other starts."),
    FrameFault.TOO_SHORT: _l(
        "A line is too short: it has no slot, or only spare ones. Make it longer, or keep fewer slots free."
    ),
}


@dataclass(frozen=True)
class WorkshopDraft:
    """What is said of a workshop."""

    title: str
    scheme: str  # its slug
    venue: str
    country: str
    time_zone: str
    language: str
    starts_on: date
    ends_on: date
    activity_id: int | None = None


def plan_workshop(session: Session, draft: WorkshopDraft, *, viewer: Viewer, now: datetime) -> Workshop:
    """Plan a workshop in a country for which one may."""
    _demand_whole(draft)
    if not policy.may_plan_in(viewer, draft.country):
        raise BadInput("country", _("You plan no workshops in this country. Choose another one."))
    row = Workshop(
        **vars(draft), uuid=ids.new_uuid(), settings={}, made_by_id=viewer.id, made_at=now,
        closed_at=None, closed_by_id=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        WorkshopPlanned(
            subject=f"workshop:{row.id}", actor_id=viewer.id, at=now, scheme=row.scheme, country=row.country,
            starts_on=row.starts_on.isoformat(), ends_on=row.ends_on.isoformat(),
        ),
    )  # fmt: skip
    return row


def change_workshop(
    session: Session, parts: WorkshopParts, draft: WorkshopDraft, *, viewer: Viewer, now: datetime
) -> None:
    """Change what is said of a workshop; days and zone only while no rotation is in use."""
    lock(session, parts.id)
    row = workshop_by_id(session, parts.id).row
    _demand_open(row)
    _demand_whole(draft)
    if draft.country != row.country and not policy.may_plan_in(viewer, draft.country):
        raise BadInput("country", _("You plan no workshops in this country. Choose another one."))
    before = _said(row)
    moved = (draft.starts_on, draft.ends_on, draft.time_zone) != (row.starts_on, row.ends_on, row.time_zone)
    if moved and rotation_in_use(session, row.id) is not None:
        raise BadInput("starts_on", _("A rotation is active. Its days and its time zone cannot be changed."))
    for name, value in vars(draft).items():
        setattr(row, name, value)
    if moved:
        row.settings = {name: value for name, value in row.settings.items() if name != "frame"}
    session.flush()
    _say_changed(session, row, before, _said(row), viewer.id, now)


def set_frame(
    session: Session, parts: WorkshopParts, text: str, change: int, spare: int, *, by: int, now: datetime
) -> None:
    """Say when exercises are held; while a rotation is in use, every time of it has to stay."""
    lock(session, parts.id)
    parts = workshop_by_id(session, parts.id)
    _demand_open(parts.row)
    frame = _frame_typed(parts, text, change, spare)
    before = frame_kept(parts.frame)
    used = rotation_in_use(session, parts.id)
    placed = placed_in(session, used.id) if used is not None else ()
    parts.row.settings = parts.row.settings | {"frame": frame_kept(frame)}
    session.flush()
    kept = {(timed.begins_at, timed.ends_at) for timed in workshop_by_id(session, parts.id).slots}
    if any((one.begins_at, one.ends_at) not in kept for one in placed if one.begins_at is not None):
        raise BadInput(
            "half_days",
            _("A rotation is active, and this would change its times. You can add lines, but not change them."),
        )
    _say_changed(session, parts.row, before, frame_kept(frame), by, now)


def _frame_typed(parts: WorkshopParts, text: str, change: int, spare: int) -> WorkshopFrame:
    try:
        half_days = read_frame(text)
    except BadFrameLine as fault:
        words = _(
            "Line %(number)s cannot be read: “%(line)s”. Write it like 2027-03-31 08:30-12:30.",
            number=fault.number, line=fault.line[:60],
        )  # fmt: skip
        raise BadInput("half_days", words) from fault
    if len(half_days) > MOST_HALF_DAYS:
        raise BadInput("half_days", _("Write at most %(most)s lines.", most=MOST_HALF_DAYS))
    if any(not parts.row.starts_on <= half.on <= parts.row.ends_on for half in half_days):
        raise BadInput("half_days", _("A line has a day outside the workshop."))
    if not 0 <= change <= MOST_CHANGE:
        raise BadInput("change", _("Use 0 to %(most)s minutes.", most=MOST_CHANGE))
    if not 0 <= spare <= MOST_SPARE:
        raise BadInput("spare", _("Keep 0 to %(most)s slots free.", most=MOST_SPARE))
    minutes = [one.minutes for one in parts.live] or [1]
    wrong = frame_fault(half_days, minutes, change, spare)
    if wrong is not None:
        raise BadInput("half_days", str(FRAME_FAULTS[wrong]))
    return WorkshopFrame(half_days, change, spare)


def _demand_whole(draft: WorkshopDraft) -> None:
    if not is_country(draft.country):
        raise BadInput("country", _("Choose from the list."))
    if not is_zone(draft.time_zone):
        raise BadInput("time_zone", _("Choose a time zone from the list, such as Africa/Lusaka."))
    if draft.ends_on < draft.starts_on:
        raise BadInput("ends_on", _("The last day is before the first one."))
    if (draft.ends_on - draft.starts_on).days >= LONGEST:
        raise BadInput("ends_on", _("A workshop lasts at most %(most)s days.", most=LONGEST))


def _demand_open(row: Workshop) -> None:
    if row.closed_at is not None:
        raise RuleBroken(_("This workshop is closed. It cannot be changed."))


def _said(row: Workshop) -> dict[str, Any]:
    names = ("title", "scheme", "venue", "country", "time_zone", "language", "activity_id")
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
    return {name: getattr(row, name) for name in names} | days


def _say_changed(
    session: Session, row: Workshop, before: dict[str, Any], after: dict[str, Any], by: int, now: datetime
) -> None:
    differs = {name for name in after if before.get(name) != after[name]}
    if differs:
        events.publish(
            session,
            WorkshopChanged(
                subject=f"workshop:{row.id}", actor_id=by, at=now,
                before={name: before.get(name) for name in sorted(differs)},
                after={name: after[name] for name in sorted(differs)},
            ),
        )  # fmt: skip
