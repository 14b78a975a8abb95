"""What people are told of a workshop: that a plan holds, and in mid-week what changed for them."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.workshops.queries.plans import ChangeShown, PlannedPerformance, changes_shown
from assessments.workshops.queries.workshops import WorkshopParts
from lms.i18n import _, lazy, ngettext
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.moments import said_moment

LINES_MOST = 20


def plan_said(params: Params, _language: str) -> Said:
    """The plan of a workshop holds: how many performances, and when the first one is."""
    path = f"/workshops/{params['uuid']}/my-day"
    lines = [ngettext("You have %(num)s performance.", "You have %(num)s performances.", params["count"])]
    if params["first"]:
        moment = said_moment(datetime.fromisoformat(params["first"]), params["zone"])
        lines.append(_("The first starts: %(moment)s.", moment=moment))
    title = _("Your plan for the workshop: %(title)s", title=params["title"])
    return Said(title, "\n".join(lines), path, _("See your day"))


def changed_said(params: Params, _language: str) -> Said:
    """What changed for one person in mid-week, performance by performance."""
    path = f"/workshops/{params['uuid']}/my-day"
    lines = [_change(one, params["zone"]) for one in json.loads(params["changes"])]
    title = _("Your plan changed: %(title)s", title=params["title"])
    return Said(title, "\n".join(lines), path, _("See your day"))


PLAN_READY = MessageKind(
    "workshop.plan-ready",
    lazy("The plan of a workshop is ready"),
    plan_said,
    {"uuid": str, "title": str, "zone": str, "count": int, "first": str},
    Channel.AT_ONCE,
)
PLAN_CHANGED = MessageKind(
    "workshop.plan-changed",
    lazy("Your plan at a workshop changed"),
    changed_said,
    {"uuid": str, "title": str, "zone": str, "changes": str},
    Channel.AT_ONCE,
    may_be_switched_off=False,
)


def tell_plan(
    session: Session, parts: WorkshopParts, performances: Collection[PlannedPerformance], *, now: datetime
) -> int:
    """Tell everybody who has something to do; answers how many were told."""
    mine: dict[int, list[PlannedPerformance]] = {}
    for one in performances:
        for person in {one.candidate_id, *one.assessor_ids, *one.interpreter_ids}:
            mine.setdefault(person, []).append(one)
    said = {
        person: {
            **_workshop(parts),
            "count": len(rows),
            "first": min((row.begins_at.isoformat() for row in rows if row.begins_at), default=""),
        }
        for person, rows in mine.items()
    }
    return _send(session, PLAN_READY, said, now)


def tell_changes(
    session: Session,
    parts: WorkshopParts,
    before: Collection[PlannedPerformance],
    after: Collection[PlannedPerformance],
    *,
    now: datetime,
) -> int:
    """Tell each person what changed for them, and nobody else."""
    said = {
        person: {**_workshop(parts), "changes": json.dumps([_kept(one) for one in lines[:LINES_MOST]])}
        for person, lines in changes_shown(before, after).items()
    }
    return _send(session, PLAN_CHANGED, said, now)


def _send(session: Session, kind: MessageKind, said: Mapping[int, Params], now: datetime) -> int:
    return send_messages(session, kind, sorted(said), PerPerson(said), by_id=None, now=now) if said else 0


def _workshop(parts: WorkshopParts) -> dict[str, Any]:
    return {"uuid": parts.row.uuid, "title": parts.row.title, "zone": parts.row.time_zone}


def _kept(one: ChangeShown) -> list[Any]:
    def place(row: PlannedPerformance | None) -> list[str] | None:
        return [row.begins_at.isoformat() if row.begins_at else "", row.room] if row else None

    return [one.exercise, one.code, place(one.before), place(one.after)]


def _change(kept: list[Any], zone: str) -> str:
    exercise, code, before, after = kept

    def said(place: list[str]) -> str:
        moment, room = place
        return f"{said_moment(datetime.fromisoformat(moment), zone)}, {room}" if moment else _("written work")

    what = {"exercise": exercise, "code": code}
    if after is None:
        return _("No longer yours: %(exercise)s, %(code)s (it was: %(before)s).", before=said(before), **what)
    if before is None:
        return _("New: %(exercise)s, %(code)s: %(after)s.", after=said(after), **what)
    return _(
        "Moved: %(exercise)s, %(code)s: now %(after)s (before: %(before)s).",
        after=said(after), before=said(before), **what,
    )  # fmt: skip
