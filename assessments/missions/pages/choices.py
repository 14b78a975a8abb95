"""What the forms of missions offer, and what was typed in them."""

from typing import Any

from sqlalchemy.orm import Session

from assessments.missions import labels
from assessments.missions.forms import MemberForm, MissionForm
from assessments.missions.models import MissionPart
from assessments.missions.queries.missions import FoundMission, team_of
from assessments.missions.rules.entries import Topic
from assessments.missions.services.planning import MissionDraft
from assessments.missions.services.team import SUPERVISING
from assessments.permissions import PracticalPermission
from courses.api import ActivityKind, activities_of_kind
from lms.access import Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.people.api import (
    ADMINISTRATION,
    COUNTRY,
    all_administrations,
    countries,
    country_name,
    people_named,
    units_of_administrations,
)
from lms.web.api import languages, options, own_name, typed
from lms.zones import zone_typed


def fill_mission(session: Session, viewer: Viewer, form: MissionForm, mission: FoundMission | None = None) -> None:
    """Offer countries within the viewer's right, administrations in them with their units, and activities."""
    scopes = viewer.scopes(PracticalPermission.MISSION_PLAN)
    hosts = all_administrations(session)
    near = {one.country for one in hosts}
    if not scopes.everywhere:
        near = set(scopes.ids(COUNTRY)) | {one.country for one in hosts if scopes.cover(ADMINISTRATION, one.id)}
    if mission is not None:
        near.add(mission.row.country)
    form.country.choices = options((code, country_name(code)) for code in sorted(near, key=country_name))
    if scopes.everywhere:
        others = ((code, name) for code, name in countries().items() if code not in near)
        form.country.choices = [
            *options(
                ((code, country_name(code)) for code in sorted(near, key=country_name)),
                _("Countries with an administration here"),
            ),
            *options(others, _("Other countries")),
        ]
    offered = [one for one in hosts if one.country in near]
    form.host.choices = options([("", _("none here"))] + [(one.uuid, one.name) for one in offered])
    names = {one.id: one.name for one in offered}
    units = units_of_administrations(session, names)
    form.units.choices = options((str(number), f"{name}, {names[home]}") for number, home, name in units)
    activities = [one for one in activities_of_kind(session, ActivityKind.MISSION) if near.intersection(one.countries)]
    if mission is not None and mission.activity is not None and mission.activity not in activities:
        activities.append(mission.activity)
    form.activity.choices = options([("", _("none"))] + [(one.row.uuid, one.row.title) for one in activities])
    form.language.choices = options((code, own_name(code)) for code in languages())


def mission_values(mission: FoundMission) -> dict[str, Any]:
    """What a form shows of a mission before anything is changed."""
    row = mission.row
    return {
        "title": row.title,
        "country": row.country,
        "host": mission.host.uuid if mission.host else "",
        "units": [str(number) for number, _name in mission.units],
        "activity": mission.activity.row.uuid if mission.activity else "",
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "time_zone": row.time_zone,
        "language": row.language,
        **{f"terms_{topic.name.lower()}": row.terms.get(topic, "") for topic in Topic},
    }


def mission_typed(session: Session, form: MissionForm) -> MissionDraft:
    """What was typed; the form has seen that each value is on its list."""
    hosts = {one.uuid: one.id for one in all_administrations(session)}
    activities = {one.row.uuid: one.id for one in activities_of_kind(session, ActivityKind.MISSION)}
    zone = zone_typed("time_zone", typed(form.time_zone))
    if zone is None:
        raise BadInput("time_zone", _("Type a time zone, such as Bangkok."))
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    return MissionDraft(
        title=typed(form.title),
        country=typed(form.country),
        host_id=hosts.get(typed(form.host)),
        unit_ids=[int(one) for one in form.units.data or ()],
        activity_id=activities.get(typed(form.activity)),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        time_zone=zone,
        language=typed(form.language),
        terms={topic: typed(form[f"terms_{topic.name.lower()}"]) for topic in Topic},
    )


def fill_member(session: Session, form: MemberForm, mission: FoundMission) -> None:
    """Offer those of the team who may supervise."""
    team = [one for one in team_of(session, mission.id) if MissionPart(one.part) in SUPERVISING]
    names = people_named(session, [one.person_id for one in team])
    offered = [(one.uuid, f"{names[one.person_id]} ({labels.PARTS[one.part]})") for one in team]
    form.supervisor.choices = options([("", _("none")), *offered])
