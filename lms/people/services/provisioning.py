"""Provisioning: people, administrations and contacts made by commands and the demonstration, on behalf of nobody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from lms.access import Grant
from lms.errors import NotFound
from lms.people.models import Administration, Person
from lms.people.queries.facts import PersonInfo, person_of
from lms.people.rules import AdministrationKind, UnitKind
from lms.people.services import administrations, name_checks, password_hashing, rights
from lms.people.services.accounts import PersonDraft
from lms.people.services.accounts import make_person as make_account
from lms.people.services.contacts import ContactDraft, change_contacts
from lms.people.services.easy_passwords import new_password


def make_administration(session: Session, *, name: str, kind: AdministrationKind, country: str, now: datetime) -> int:
    """Add an administration, for commands and the demonstration; answers its id."""
    draft = administrations.AdministrationDraft(name, kind, country)
    return administrations.make_administration(session, draft, by=None, now=now).id


def make_unit(session: Session, administration_id: int, *, name: str, kind: UnitKind, now: datetime) -> int:
    """Add a unit, for commands and the demonstration; answers its id."""
    row = session.get_one(Administration, administration_id)
    return administrations.make_unit(session, row, administrations.UnitDraft(name, kind), actor_id=None, now=now).id


def set_contacts(session: Session, administration_id: int, drafts: Sequence[ContactDraft], *, now: datetime) -> None:
    """Enter whom the people of an administration call, for commands and the demonstration."""
    change_contacts(session, administration_id, drafts, actor_id=None, now=now)


def make_person(
    session: Session,
    draft: PersonDraft,
    grants: Sequence[Grant] = (),
    *,
    now: datetime,
    demonstration: bool = False,
) -> PersonInfo:
    """Make an account with roles, for commands and the demonstration."""
    person = make_account(session, draft, by=None, now=now, demonstration=demonstration)
    for grant in grants:
        rights.grant_role(session, person, grant, by=None, now=now)
    return person_of(session, person.id)


def check_name(session: Session, person_id: int, *, now: datetime) -> None:
    """Let the name of an invented person of the demonstration count as checked; of real people somebody says so."""
    person = session.get_one(Person, person_id)
    if not person.demonstration:
        raise NotFound
    name_checks.check_name(session, person, by=None, now=now)


def give_password(session: Session, person_id: int) -> str:
    """Give an invented person of the demonstration a password made at random; answers it."""
    password = new_password()
    set_password(session, person_id, password)
    return password


def set_password(session: Session, person_id: int, password: str) -> None:
    """Give an invented person of the demonstration a password; real people set their own."""
    person = session.get_one(Person, person_id)
    if not person.demonstration:
        raise NotFound
    person.password_hash = password_hashing.hashed(password)
    session.flush()
