"""Missions planned, changed and cancelled."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from assessments.missions import policy
from assessments.missions.events import MissionCancelled, MissionSaved
from assessments.missions.models import TITLE_LENGTH, Mission, MissionUnit
from assessments.missions.queries.missions import FoundMission
from assessments.missions.rules.entries import WORDS_MOST, Topic
from courses.api import ActivityKind, activities_of_kind
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict
from lms.i18n import _
from lms.people.api import all_administrations, is_country, units_of_administrations

REASON_MOST = 500


@dataclass(frozen=True)
class MissionDraft:
    """A mission as somebody types it."""

    title: str
    country: str
    starts_on: date
    ends_on: date
    time_zone: str
    language: str
    host_id: int | None = None
    unit_ids: Collection[int] = ()
    activity_id: int | None = None
    terms: Mapping[Topic, str] = field(default_factory=dict)  # of reference; a topic without words is left out


def plan_mission(session: Session, draft: MissionDraft, *, actor: Viewer, now: datetime) -> Mission:
    """Plan a mission."""
    row = Mission(uuid=ids.new_uuid(), made_by_id=actor.id, made_at=now, cancelled_at=None)
    after = _assign(row, _checked(session, draft, actor))
    session.add(row)
    session.flush()
    after |= _replace_units(session, row.id, draft)
    happened = MissionSaved(subject=f"mission:{row.id}", actor_id=actor.id, at=now, before={}, after=after)
    events.publish(session, happened)
    return row


def change_mission(
    session: Session, mission: FoundMission, draft: MissionDraft, *, actor: Viewer, now: datetime
) -> bool:
    """Change what is planned; answers whether anything is other than it was."""
    _demand_stands(mission)
    wanted = _checked(session, draft, actor, of=mission.row)
    known = {name: _plain(getattr(mission.row, name)) for name in wanted} | {"units": sorted(_unit_ids(mission))}
    after = _assign(mission.row, wanted) | _replace_units(session, mission.id, draft)
    changed = [name for name in after if after[name] != known[name]]
    if not changed:
        return False
    happened = MissionSaved(
        subject=f"mission:{mission.id}",
        actor_id=actor.id,
        at=now,
        before={name: known[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    events.publish(session, happened)
    return True


def cancel_mission(session: Session, mission: FoundMission, reason: str, *, actor: Viewer, now: datetime) -> None:
    """Say that a mission does not take place; what is written of it stays, and nothing is added."""
    if not reason.strip():
        raise BadInput("reason", _("Say why. The team reads it."))
    if len(reason) > REASON_MOST:
        raise BadInput("reason", _("Use at most %(most)s characters.", most=REASON_MOST))
    if mission.delivered:
        raise BadInput("reason", _("The report of this mission was delivered. It cannot be cancelled any more."))
    cancelled = session.scalars(
        update(Mission)
        .where(Mission.id == mission.id, Mission.cancelled_at.is_(None))
        .values(cancelled_at=now)
        .returning(Mission.id)
    ).one_or_none()
    if cancelled is None:
        raise Conflict(_("This mission is cancelled already."))
    happened = MissionCancelled(subject=f"mission:{mission.id}", actor_id=actor.id, at=now, reason=reason.strip())
    events.publish(session, happened)


def _demand_stands(mission: FoundMission) -> None:
    if mission.row.cancelled_at is not None:
        raise Conflict(_("This mission is cancelled. Plan a new one."))


def _checked(session: Session, draft: MissionDraft, actor: Viewer, of: Mission | None = None) -> dict[str, Any]:
    """The columns of a mission; what cannot be is refused beside its field."""
    title = " ".join(draft.title.split())
    if not 0 < len(title) <= TITLE_LENGTH:
        raise BadInput("title", _("Give the mission a title of at most %(most)s characters.", most=TITLE_LENGTH))
    _demand_place(session, draft, actor, of)
    if draft.ends_on < draft.starts_on:
        raise BadInput("ends_on", _("The last day is before the first day. Correct one of them."))
    terms = {topic.value: draft.terms.get(topic, "").strip() for topic in Topic}
    terms = {topic: words for topic, words in terms.items() if words}
    if not terms:
        raise BadInput("terms_operations", _("Write terms of reference for at least one topic."))
    for topic, words in terms.items():
        if len(words) > WORDS_MOST:
            field = f"terms_{Topic(topic).name.lower()}"
            raise BadInput(field, _("Use at most %(most)s characters.", most=WORDS_MOST))
    _demand_activity(session, draft, of)
    return {
        "title": title,
        "country": draft.country,
        "host_id": draft.host_id,
        "activity_id": draft.activity_id,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "time_zone": draft.time_zone,
        "language": draft.language,
        "terms": terms,
    }


def _demand_place(session: Session, draft: MissionDraft, actor: Viewer, of: Mission | None) -> None:
    if not is_country(draft.country):
        raise BadInput("country", _("Choose from the list."))
    same = of is not None and (of.country, of.host_id) == (draft.country, draft.host_id) and policy.may_plan(actor, of)
    if not same and not policy.may_plan_in(actor, draft.country, draft.host_id):
        raise BadInput("country", _("You do not plan missions to this country. Choose another one."))
    hosts = {one.id: one for one in all_administrations(session)}
    if draft.host_id is not None and (draft.host_id not in hosts or hosts[draft.host_id].country != draft.country):
        raise BadInput(
            "host", _("This administration is in another country. Choose one of the country of the mission.")
        )
    units = {number for number, _home, _name in units_of_administrations(session, [draft.host_id or 0])}
    if not set(draft.unit_ids) <= units:
        raise BadInput("units", _("Choose units of the host administration."))


def _demand_activity(session: Session, draft: MissionDraft, of: Mission | None) -> None:
    """An activity of missions that is in the country, or the one that stood there before."""
    if draft.activity_id is None or (of is not None and of.activity_id == draft.activity_id):
        return
    known = {one.id: one for one in activities_of_kind(session, ActivityKind.MISSION)}
    if draft.activity_id not in known or draft.country not in known[draft.activity_id].countries:
        raise BadInput("activity", _("This activity is in another country. Choose one that fits, or none."))


def _assign(row: Mission, wanted: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in wanted.items():
        setattr(row, name, value)
    return {name: _plain(value) for name, value in wanted.items()}


def _plain(value: Any) -> Any:
    """A value as the record keeps it: days in words."""
    return value.isoformat() if isinstance(value, date) else value


def _unit_ids(mission: FoundMission) -> set[int]:
    return {number for number, _name in mission.units}


def _replace_units(session: Session, mission_id: int, draft: MissionDraft) -> dict[str, Any]:
    session.execute(delete(MissionUnit).where(MissionUnit.mission_id == mission_id))
    wanted = sorted(set(draft.unit_ids))
    session.add_all(MissionUnit(mission_id=mission_id, unit_id=one) for one in wanted)
    session.flush()
    return {"units": wanted}
