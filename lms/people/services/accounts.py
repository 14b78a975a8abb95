"""Accounts: made, changed, closed and opened again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import events, ids
from lms.access import Viewer
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.mail.services import forget_refusal
from lms.people import policy
from lms.people.events import PersonChanged, PersonClosed, PersonMade, PersonReopened
from lms.people.models import Person, Unit
from lms.people.queries import people as queries
from lms.people.rules import is_key, key_from_name, normal_login, numbered_keys
from lms.people.services import name_checks
from lms.people.services.placements import begin_placements, renew_placements
from lms.people.services.rights import demand_another_administrator, end_held
from lms.people.services.secrets import end_secrets
from lms.people.services.sessions import end_sessions
from lms.text import person_names

NAMES = {"name", "local_name"}
PERSONAL = ("name", "local_name", "username", "email")  # of these the record tells only that they changed


@dataclass(frozen=True)
class PersonDraft:
    """What an account is to hold; without a user name one is made from the name."""

    name: str
    username: str = ""
    email: str | None = None
    administration_id: int | None = None
    unit_id: int | None = None
    local_name: str = ""
    language: str | None = None  # in which a new account reads; none leaves it to the device


def free_key(session: Session, name: str) -> str:
    """A user name made from a person's name that nobody has yet, with a number if need be."""
    wish = key_from_name(name) or "person"
    taken = set(session.scalars(select(Person.username).where(Person.username.startswith(wish, autoescape=True))))
    return numbered_keys([wish], taken)[0]


def make_person(
    session: Session, draft: PersonDraft, *, by: Viewer | None, now: datetime, demonstration: bool = False
) -> Person:
    """Make an account without roles and without a password; `by` is nobody for the command line."""
    values = _values(session, draft, by=by, own=None)
    row = Person(
        uuid=ids.new_uuid(),
        password_hash=None,
        language=draft.language,
        demonstration=demonstration,
        created_at=now,
        **values,
    )
    session.add(row)
    _flush(session)
    begin_placements(session, [row], now=now)
    happened = PersonMade(
        subject=f"person:{row.id}",
        actor_id=by.id if by else None,
        at=now,
        administration_id=row.administration_id,
        unit_id=row.unit_id,
    )
    events.publish(session, happened)
    return row


def change_person(session: Session, person: Person, draft: PersonDraft, *, by: Viewer, now: datetime) -> None:
    """Correct an account; a new e-mail address ends the links that went to the old one."""
    demand_may_act(session, by, person)
    after = _values(session, draft, by=by, own=person)
    before = {name: getattr(person, name) for name in after}
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        setattr(person, name, after[name])
    _flush(session)
    if NAMES & set(changed):
        name_checks.name_changed(session, person, by=by, now=now)
    if {"administration_id", "unit_id"} & set(changed):
        renew_placements(session, [person], now=now)
    if "email" in changed:
        end_secrets(session, [person.id], now=now)
        forget_refusal(session, before["email"])
    happened = PersonChanged(
        subject=f"person:{person.id}",
        actor_id=by.id,
        at=now,
        fields=changed,
        before={name: before[name] for name in changed if name not in PERSONAL},
        after={name: after[name] for name in changed if name not in PERSONAL},
    )
    events.publish(session, happened)


def close_person(session: Session, person: Person, *, by: Viewer, now: datetime) -> None:
    """Close an account: the person can no longer sign in, and holds no role; what they did is kept."""
    demand_may_act(session, by, person)
    if person.closed_at is not None:
        raise RuleBroken(_("This account is already closed."))
    held = queries.roles_held(session, person.id)
    demand_another_administrator(session, person, held)
    person.closed_at, person.password_hash = now, None  # first: nobody is told of roles that end with the account
    session.flush()
    for row in held:
        end_held(session, person, row, actor_id=by.id, now=now)
    end_sessions(session, person.id, actor_id=by.id, now=now)
    end_secrets(session, [person.id], now=now)
    events.publish(session, PersonClosed(subject=f"person:{person.id}", actor_id=by.id, at=now))


def reopen_person(session: Session, person: Person, *, by: Viewer, now: datetime) -> None:
    """Open a closed account again, without roles and without a password."""
    demand_may_act(session, by, person)
    if person.closed_at is None:
        raise RuleBroken(_("This account is already open."))
    person.closed_at = None
    session.flush()
    events.publish(session, PersonReopened(subject=f"person:{person.id}", actor_id=by.id, at=now))


def choose_language(session: Session, person_id: int, language: str | None) -> None:
    """Keep in which language a person reads; none leaves it to the device."""
    session.get_one(Person, person_id).language = language
    session.flush()


def choose_time_zone(session: Session, person_id: int, zone: str | None) -> None:
    """Keep by whose clock a person reads; none leaves it to the unit, then to the device."""
    session.get_one(Person, person_id).time_zone = zone
    session.flush()


def demand_may_act(session: Session, by: Viewer, person: Person) -> None:
    """Refuse to touch one's own account here, or one that holds rights which one could not give."""
    if by.id == person.id:
        raise RuleBroken(_("This is your own account. Use the page “Your account”."))
    if not policy.may_act_on(session, by, person, map(queries.grant_of, queries.roles_held(session, person.id))):
        raise RuleBroken(
            _(
                "This person has rights outside the area of your role. Ask an administrator of the "
                "whole site to do this."
            )
        )


def _values(session: Session, draft: PersonDraft, *, by: Viewer | None, own: Person | None) -> dict[str, Any]:
    """What the draft asks for, as the table keeps it; refuses what is not free or not the asker's to give."""
    if by is not None and not policy.may_place_in(session, by, draft.administration_id):
        raise BadInput("administration", _("You do not manage the people of this administration."))
    if draft.unit_id is not None:
        unit = session.get(Unit, draft.unit_id)
        if unit is None or unit.administration_id != draft.administration_id:
            raise BadInput("unit", _("This unit belongs to another administration. Choose one of the same."))
    name = _name("name", draft.name)
    return {
        "name": name,
        "local_name": _name("local_name", draft.local_name) if draft.local_name.strip() else "",
        "username": _key(session, draft.username, name, own),
        "email": _email(session, draft.email, own),
        "administration_id": draft.administration_id,
        "unit_id": draft.unit_id,
    }


def _name(field: str, typed: str) -> str:
    """A name as it is kept; one with signs that nobody sees is refused beside its field."""
    name = person_names.written(typed)
    fault = person_names.fault_of(name)
    if fault is not None:
        raise BadInput(field, _(fault))
    return name


def _key(session: Session, typed: str, name: str, own: Person | None) -> str:
    """The user name to keep; as wished if it is free, else from the name."""
    wish = normal_login(typed)
    if not wish:
        return own.username if own else free_key(session, name)
    if own is None and wish == key_from_name(name):
        return free_key(session, name)  # as the page proposed it: a namesake gets a number
    if not is_key(wish):
        words = _("A user name has 3 to 40 letters from a to z, digits, dots, hyphens or underscores.")
        raise BadInput("username", words)
    holder = session.scalars(select(Person.id).where(Person.username == wish)).first()
    if holder not in (None, own.id if own else None):
        raise BadInput("username", _("Somebody already has this user name. Choose another, or leave the field empty."))
    return wish


def _email(session: Session, typed: str | None, own: Person | None) -> str | None:
    """The e-mail address to keep, if there is one and nobody else has it."""
    wish = normal_login(typed or "")
    if not wish:
        return None
    holder = session.scalars(select(Person.id).where(Person.email == wish)).first()
    if holder not in (None, own.id if own else None):
        raise BadInput("email", _("Another account has this e-mail address already."))
    return wish


def _flush(session: Session) -> None:
    """Write; where somebody took the same user name or address at the same moment, say so."""
    try:
        session.flush()
    except IntegrityError as fault:
        raise Conflict(_("Somebody took this user name or e-mail address at the same moment. Try again.")) from fault
