"""What the team of a mission is told: named for it, taken out, cancelled."""

from collections.abc import Mapping
from datetime import date

from flask_babel import format_date
from sqlalchemy.orm import Session

from assessments.missions.events import MissionCancelled, MissionMemberJoined, MissionMemberLeft, MissionSaved
from assessments.missions.labels import PARTS
from assessments.missions.models import Mission
from assessments.missions.queries.missions import team_of
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages

MINE = "/missions/mine"


def joined_said(params: Params, _language: str) -> Said:
    """Somebody is in the team of a mission, in which part, and when it is."""
    text = _("You are in the team of the mission “%(title)s” as: %(part)s. It is from %(first)s to %(last)s.")
    return Said(
        _("You are on a mission"), text % _words(params), f"/missions/{params['mission']}", _("See the mission")
    )


def left_said(params: Params, _language: str) -> Said:
    """Somebody is no longer in the team."""
    text = _("You are no longer in the team of the mission “%(title)s”. What you wrote for its report stays.")
    return Said(_("You are no longer on a mission"), text % _words(params), MINE, _("My missions"))


def cancelled_said(params: Params, _language: str) -> Said:
    """A mission does not take place."""
    text = _("The mission “%(title)s” from %(first)s to %(last)s does not take place.")
    return Said(_("A mission is cancelled"), text % _words(params), MINE, _("My missions"))


def moved_said(params: Params, _language: str) -> Said:
    """A mission has other days."""
    text = _("The mission “%(title)s” is now from %(first)s to %(last)s.")
    path = f"/missions/{params['mission']}"
    return Said(_("A mission has other days"), text % _words(params), path, _("See the mission"))


FACTS: Mapping[str, type] = {"mission": str, "title": str, "first": str, "last": str}
JOINED = MessageKind(
    "missions.joined", _l("You are on a mission"), joined_said, {**FACTS, "part": str}, Channel.AT_ONCE
)
LEFT = MessageKind("missions.left", _l("You are no longer on a mission"), left_said, FACTS, Channel.AT_ONCE)
CANCELLED = MessageKind(
    "missions.cancelled", _l("A mission is cancelled"), cancelled_said, {**FACTS, "reason": str}, Channel.AT_ONCE,
    may_be_switched_off=False, free_words="reason",
)  # fmt: skip
MOVED = MessageKind("missions.moved", _l("A mission has other days"), moved_said, FACTS, Channel.AT_ONCE)
MESSAGE_KINDS = (JOINED, LEFT, CANCELLED, MOVED)


def tell_joined(session: Session, happened: MissionMemberJoined) -> None:
    """Listener: tell who was put into a team."""
    facts = _facts(session, happened.subject) | {"part": happened.part}
    send_messages(session, JOINED, [happened.person_id], facts, by_id=None, now=happened.at)


def tell_left(session: Session, happened: MissionMemberLeft) -> None:
    """Listener: tell who was taken out."""
    facts = _facts(session, happened.subject)
    send_messages(session, LEFT, [happened.person_id], facts, by_id=None, now=happened.at)


def tell_cancelled(session: Session, happened: MissionCancelled) -> None:
    """Listener: tell the team that the mission does not take place."""
    people = [one.person_id for one in team_of(session, _number(happened.subject))]
    facts = _facts(session, happened.subject) | {"reason": happened.reason}
    send_messages(session, CANCELLED, people, facts, by_id=happened.actor_id, now=happened.at)


def tell_moved(session: Session, happened: MissionSaved) -> None:
    """Listener: tell the team of other days; a mission that was just planned has none yet."""
    if {"starts_on", "ends_on"}.isdisjoint(happened.before):
        return
    people = [one.person_id for one in team_of(session, _number(happened.subject))]
    send_messages(session, MOVED, people, _facts(session, happened.subject), by_id=None, now=happened.at)


def _number(subject: str) -> int:
    return int(subject.removeprefix("mission:"))


def _facts(session: Session, subject: str) -> dict[str, str]:
    row = session.get_one(Mission, _number(subject))
    return {
        "mission": row.uuid,
        "title": row.title,
        "first": row.starts_on.isoformat(),
        "last": row.ends_on.isoformat(),
    }


def _words(params: Params) -> dict[str, str]:
    """The values in the language that is set."""
    days = {name: format_date(date.fromisoformat(params[name]), "long") for name in ("first", "last")}
    return {**params, **days, "part": str(PARTS.get(params.get("part", ""), ""))}
