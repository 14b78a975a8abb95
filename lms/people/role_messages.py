"""What people are told about their roles: given and ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from lms.access_model import access_model
from lms.i18n import _, lazy
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.people.access.scope_kinds import COUNTRY
from lms.people.events import RoleEnded, RoleGranted
from lms.people.labels import country_name
from lms.people.models import Person


def given_said(params: Params, _language: str) -> Said:
    """A role was given: which, and for what it is held."""
    text = _("You now have this role: %(role)s (%(scope)s). The menu shows what you can do with it.")
    return Said(_("You have a new role"), text % _words(params), "/account", _("See your roles"))


def ended_said(params: Params, _language: str) -> Said:
    """A role ended."""
    text = _("You no longer have this role: %(role)s (%(scope)s). If you did not expect this, ask your administrator.")
    return Said(_("You have lost a role"), text % _words(params), "/account", _("See your roles"))


PARAMS: Mapping[str, type] = {"role": str, "scope_kind": str, "scope_id": str, "scope_title": str}
ROLE_GIVEN = MessageKind("people.role-given", lazy("You have a new role"), given_said, PARAMS, Channel.AT_ONCE)
ROLE_ENDED = MessageKind("people.role-ended", lazy("You have lost a role"), ended_said, PARAMS, Channel.AT_ONCE)


def tell_given(session: Session, happened: RoleGranted) -> None:
    """Listener: tell of a role that somebody gave."""
    _tell(session, ROLE_GIVEN, happened, happened.at)


def tell_ended(session: Session, happened: RoleEnded) -> None:
    """Listener: tell of a role that somebody ended."""
    _tell(session, ROLE_ENDED, happened, happened.at)


def _tell(session: Session, kind: MessageKind, happened: RoleGranted | RoleEnded, now: datetime) -> None:
    """The scope is kept as it is called now: it may have another name, or be gone, when somebody reads.

    Nobody is told what a command did, nor before they set a password: the first roles come with the account.
    """
    person_id = int(happened.subject.removeprefix("person:"))
    if happened.actor_id is None or session.get_one(Person, person_id).password_hash is None:
        return
    scope_kind, _colon, scope_id = happened.scope.partition(":")
    known = access_model().scope_kinds.get(scope_kind) if scope_id else None
    title = known.titles(session, [scope_id]).get(scope_id, "") if known is not None else ""
    params = {
        "role": happened.role,
        "scope_kind": scope_kind if scope_id else "",
        "scope_id": scope_id,
        "scope_title": title,
    }
    send_messages(session, kind, [person_id], params, by_id=None, now=now)


def _words(params: Params) -> dict[str, Any]:
    """The role and its scope in the language that is set."""
    role = access_model().roles.get(params["role"])
    if not params["scope_kind"]:
        scope = _("everywhere")
    elif params["scope_kind"] == COUNTRY:
        scope = country_name(params["scope_id"])
    else:
        scope = params["scope_title"] or params["scope_id"]
    return {"role": role.title if role is not None else params["role"], "scope": scope}
