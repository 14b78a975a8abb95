"""Checked names: somebody says that they compared the name of an account with an identity document.

Who and when is kept; no number and no copy of the document.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms import events
from lms.access import Viewer
from lms.errors import Conflict, NotFound, RuleBroken
from lms.i18n import _
from lms.people import policy
from lms.people.events import PersonNameChecked, PersonNameUnchecked
from lms.people.models import AccountNameChange, Person
from lms.people.rules import shown_names
from lms.text import person_names


def check_names(session: Session, seen: Mapping[str, str], *, by: Viewer, now: datetime) -> int:
    """Say of several people, by their public ids, that the names that one saw stand so in their documents.

    All or none: what was changed meanwhile is checked by nobody who saw the older name. Answers how many.
    """
    if by.uuid in seen:
        raise RuleBroken(_("You cannot check your own name. Ask another administrator to do it."))
    wanted = select(Person).where(Person.uuid.in_(seen), policy.names_checked_by(by)).order_by(Person.id)
    people = session.scalars(wanted).all()
    if len(people) != len(seen):
        raise NotFound
    for person in people:
        if shown_names(person.name, person.local_name) != seen[person.uuid]:
            raise _changed_meanwhile()
        demand_checkable(person)
    for person in people:
        write_check(session, person, by_id=by.id, now=now)
    return len(people)


def check_name(session: Session, person: Person, *, by: Viewer | None, now: datetime) -> None:
    """The same for one person; `by` is nobody for the demonstration."""
    if by is None:
        demand_checkable(person)
        write_check(session, person, by_id=None, now=now)
    else:
        check_names(session, {person.uuid: shown_names(person.name, person.local_name)}, by=by, now=now)


def uncheck_name(session: Session, person: Person, *, by: Viewer, now: datetime) -> None:
    """Take a check back that was made in error; what was issued on it stays as it is."""
    if not policy.may_uncheck_name(session, by, person.id):
        raise NotFound
    if person.name_checked_at is None:
        raise RuleBroken(_("This name is not checked."))
    _uncheck(session, person, "taken-back", actor_id=by.id, now=now)


def name_changed(session: Session, person: Person, *, by: Viewer, now: datetime) -> None:
    """After a name was changed: keep who did it, and let the name count as checked no longer."""
    session.add(AccountNameChange(person_id=person.id, by_id=by.id, at=now))
    _uncheck(session, person, "changed", actor_id=by.id, now=now)


def demand_checkable(person: Person) -> None:
    """Refuse an account that is closed, and a name that came in before such signs were refused."""
    if person.closed_at is not None:
        raise RuleBroken(_("The account of %(name)s is closed. Open it again first.", name=person.name))
    for name in filter(None, (person.name, person.local_name)):
        fault = person_names.fault_of(name)
        if fault is not None:
            raise RuleBroken(_("The name “%(name)s” cannot be checked. Correct it first.", name=name) + " " + _(fault))


def write_check(session: Session, person: Person, *, by_id: int | None, now: datetime) -> None:
    """Write the check on the very names that were judged; a change of the same moment comes before or after it."""
    written = session.execute(
        update(Person)
        .where(Person.id == person.id, Person.name == person.name, Person.local_name == person.local_name)
        .values(name_checked_at=now, name_checked_by_id=by_id)
        .returning(Person.id)
    ).one_or_none()
    if written is None:
        raise _changed_meanwhile()
    events.publish(session, PersonNameChecked(subject=f"person:{person.id}", actor_id=by_id, at=now))


def _uncheck(session: Session, person: Person, reason: str, *, actor_id: int, now: datetime) -> None:
    """Written always, whatever was read before: somebody may have checked the name at the same moment."""
    stood = person.name_checked_at is not None
    session.execute(update(Person).where(Person.id == person.id).values(name_checked_at=None, name_checked_by_id=None))
    if stood:
        events.publish(
            session, PersonNameUnchecked(subject=f"person:{person.id}", actor_id=actor_id, at=now, reason=reason)
        )


def _changed_meanwhile() -> Conflict:
    return Conflict(_("Somebody has just changed one of these names. Look at them again."))
