"""Activities, added and changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courses.programme import policy
from courses.programme.events import ActivitySaved, ActivityStateChanged
from courses.programme.models import (
    TITLE_LENGTH,
    WORDS_LENGTH,
    Activity,
    ActivityPartner,
    ActivityState,
    ActivityTarget,
    Fund,
    Partner,
    Region,
)
from courses.programme.queries.activities import FoundActivity, activities_where
from courses.programme.rules.activities import ActivityKind, ActivityStatus, TargetKind
from courses.programme.services.saving import assign, line
from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.people.api import is_country

TARGET_MOST = 1_000_000


@dataclass(frozen=True)
class ActivityDraft:
    """An activity as somebody types it: in a country or in a region; days and fund may be missing as yet."""

    kind: ActivityKind
    title: str
    words: str = ""
    country: str | None = None
    region_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    fund_id: int | None = None
    course_slug: str | None = None
    partner_ids: Collection[int] = ()
    targets: Mapping[TargetKind, int] = field(default_factory=dict)


def add_activity(session: Session, draft: ActivityDraft, *, actor: Viewer | None, now: datetime) -> FoundActivity:
    """Plan an activity."""
    by = _demand_run(actor, draft.country)
    row = Activity(uuid=ids.new_uuid(), made_at=now, made_by_id=by)
    _before, after = assign(row, _checked(session, draft))
    session.add(row)
    session.flush()
    session.add(ActivityState(activity_id=row.id, status=ActivityStatus.PLANNED, at=now, by_id=by, reason=""))
    after |= _replace(session, row.id, draft)
    subject = f"activity:{row.id}"
    events.publish(session, ActivitySaved(subject=subject, actor_id=by, at=now, before={}, after=after))
    planned = ActivityStatus.PLANNED.value
    events.publish(
        session, ActivityStateChanged(subject=subject, actor_id=by, at=now, before=None, after=planned, reason="")
    )
    return activities_where(session, Activity.id == row.id)[0]


def change_activity(
    session: Session, activity: FoundActivity, draft: ActivityDraft, *, actor: Viewer, now: datetime
) -> bool:
    """Change what is said of an activity; answers whether anything is other than it was."""
    _demand_run(actor, activity.row.country)
    _demand_run(actor, draft.country)
    wanted = _checked(session, draft)
    if wanted["starts_on"] is None and activity.status in (ActivityStatus.UNDER_WAY, ActivityStatus.DONE):
        raise BadInput("starts_on", _("This activity has started. Give its days."))
    before, after = assign(activity.row, wanted)
    known = _belongings(activity)
    belongings = _replace(session, activity.id, draft)
    changed = [name for name in belongings if belongings[name] != known[name]]
    before |= {name: known[name] for name in changed}
    after |= {name: belongings[name] for name in changed}
    if not after:
        return False
    happened = ActivitySaved(subject=f"activity:{activity.id}", actor_id=actor.id, at=now, before=before, after=after)
    events.publish(session, happened)
    return True


def _checked(session: Session, draft: ActivityDraft) -> dict[str, Any]:
    """The columns of an activity; what cannot be is refused beside its field."""
    words = draft.words.strip()
    if len(words) > WORDS_LENGTH:
        raise BadInput("words", _("Use at most %(most)s characters.", most=WORDS_LENGTH))
    _demand_place(session, draft)
    _demand_days(session, draft)
    return {
        "kind": draft.kind.value,
        "title": line("title", draft.title, TITLE_LENGTH, _("Give the activity a title.")),
        "words": words,
        "country": draft.country,
        "region_id": draft.region_id,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "fund_id": draft.fund_id,
        "course_slug": draft.course_slug,
    }


def _demand_place(session: Session, draft: ActivityDraft) -> None:
    """An activity is in one country or in one region, which is there."""
    in_region = draft.region_id is not None and session.get(Region, draft.region_id) is not None
    in_country = draft.country is not None and is_country(draft.country)
    if in_region == in_country:
        raise BadInput("place", _("Choose a country or a region."))


def _demand_days(session: Session, draft: ActivityDraft) -> None:
    """Both days or none, in order, and within those of the fund."""
    if (draft.starts_on is None) != (draft.ends_on is None):
        missing = "starts_on" if draft.starts_on is None else "ends_on"
        raise BadInput(missing, _("Give both days, or none if they are not known yet."))
    fund = None if draft.fund_id is None else session.get(Fund, draft.fund_id)
    if draft.fund_id is not None and fund is None:
        raise BadInput("fund", _("This fund no longer exists. Choose another one."))
    if draft.starts_on is None or draft.ends_on is None:
        return
    if draft.ends_on < draft.starts_on:
        raise BadInput("ends_on", _("The last day comes before the first. Change one of the two."))
    if fund is not None and not fund.starts_on <= draft.starts_on <= draft.ends_on <= fund.ends_on:
        first, last = fund.starts_on.isoformat(), fund.ends_on.isoformat()
        text = _("The fund %(code)s pays from %(first)s to %(last)s.", code=fund.code, first=first, last=last)
        raise BadInput("starts_on", text)


def _replace(session: Session, activity_id: int, draft: ActivityDraft) -> dict[str, Any]:
    """Write partners and targets; the record keeps what they were."""
    partners = sorted(set(draft.partner_ids))
    known = set(session.scalars(select(Partner.id).where(Partner.id.in_(partners))))
    if set(partners) - known:
        raise BadInput("partners", _("This partner no longer exists. Choose again."))
    if any(not 0 < people <= TARGET_MOST for people in draft.targets.values()):
        raise BadInput("targets", _("A target is a number of people from 1 to %(most)s.", most=f"{TARGET_MOST:,}"))
    session.execute(delete(ActivityPartner).where(ActivityPartner.activity_id == activity_id))
    session.execute(delete(ActivityTarget).where(ActivityTarget.activity_id == activity_id))
    session.add_all(ActivityPartner(activity_id=activity_id, partner_id=one) for one in partners)
    session.add_all(
        ActivityTarget(activity_id=activity_id, kind=kind, people=people) for kind, people in draft.targets.items()
    )
    session.flush()
    return {"partners": partners, "targets": {kind.value: draft.targets[kind] for kind in sorted(draft.targets)}}


def _belongings(activity: FoundActivity) -> dict[str, Any]:
    """Partners and targets as the record keeps them."""
    return {
        "partners": sorted(one.id for one in activity.partners),
        "targets": {kind.value: activity.targets[kind] for kind in sorted(activity.targets)},
    }


def _demand_run(actor: Viewer | None, country: str | None) -> int | None:
    """Refuse a place that one's right does not reach; nobody stands for a command or the demonstration."""
    if actor is None:
        return None
    if not policy.may_run(actor, country):
        raise BadInput("place", _("Your right to manage the programme does not include this place."))
    return actor.id
