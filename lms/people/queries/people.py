"""People, administrations, rights, sessions and secrets, found."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from lms import ids
from lms.access import Grant, Viewer
from lms.access_model import access_model
from lms.errors import NotFound
from lms.paging import page_of
from lms.people import policy
from lms.people.models import Administration, OneTimeSecret, Person, RoleGrant, Unit, UserSession
from lms.people.rules import SecretPurpose, is_open


@dataclass(frozen=True)
class PersonRow:
    """One line of a list of people."""

    uuid: str
    name: str
    username: str
    administration: str | None
    unit: str | None
    has_password: bool
    closed: bool
    local_name: str
    name_checked: bool
    may_check: bool  # the viewer may say that the name stands so in the identity document


@dataclass(frozen=True)
class NamedHolder:
    """Somebody who can be asked: by name, with the address of the account, if it has one."""

    id: int
    name: str
    email: str | None
    language: str | None


@dataclass(frozen=True)
class PeoplePage:
    """Some lines of a long list, and where they stand in it."""

    rows: list[PersonRow]
    count: int
    number: int
    pages: int


def person_by_login(session: Session, login: str) -> Person | None:
    """The account of this user name or e-mail, in the form of `normal_login`."""
    return session.scalars(select(Person).where(policy.matches_login(login))).one_or_none()


def person_seen(session: Session, viewer: Viewer, uuid: str) -> Person:
    """This person, if the viewer may see them."""
    found = session.scalars(select(Person).where(Person.uuid == uuid, policy.visible_to(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def person_checkable(session: Session, viewer: Viewer, uuid: str) -> Person:
    """This person, if the viewer may take the check of their name back."""
    found = session.scalars(select(Person).where(Person.uuid == uuid, policy.names_unchecked_by(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def people_page(
    session: Session,
    viewer: Viewer,
    *,
    administration_id: int | None,
    words: str,
    number: int,
    unchecked: bool = False,
    size: int = 25,
) -> PeoplePage:
    """The people whom the viewer may see, by name; of one administration, whose name holds `words`, or is unchecked."""
    wanted: list[ColumnElement[bool]] = [policy.visible_to(viewer)]
    if administration_id is not None:
        wanted.append(Person.administration_id == administration_id)
    if words:
        held = (Person.name, Person.local_name, Person.username)
        wanted.append(or_(*(column.icontains(words, autoescape=True) for column in held)))
    if unchecked:
        wanted += [Person.name_checked_at.is_(None), Person.closed_at.is_(None)]
    count = session.scalars(select(func.count()).select_from(Person).where(*wanted)).one()
    number, pages = page_of(count, number, size)
    found = session.execute(
        select(Person, Administration.name, Unit.name, policy.names_checked_by(viewer))
        .outerjoin(Administration, Administration.id == Person.administration_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(*wanted)
        .order_by(func.lower(Person.name), Person.id)
        .offset((number - 1) * size)
        .limit(size)
    )
    rows = [
        PersonRow(
            person.uuid,
            person.name,
            person.username,
            administration,
            unit,
            person.password_hash is not None,
            person.closed_at is not None,
            person.local_name,
            person.name_checked_at is not None,
            person.closed_at is None and person.name_checked_at is None and bool(reached),
        )
        for person, administration, unit, reached in found
    ]
    return PeoplePage(rows, count, number, pages)


def roles_held(session: Session, person_id: int) -> list[RoleGrant]:
    """The roles that a person holds now, in the order in which they were given."""
    return list(
        session.scalars(
            select(RoleGrant)
            .where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
            .order_by(RoleGrant.id)
        )
    )


def grant_of(row: RoleGrant) -> Grant:
    """A held role as a value."""
    return Grant(row.role, row.scope_kind, row.scope_id)


def scope_titles(session: Session, rows: Iterable[RoleGrant]) -> dict[tuple[str, str], str]:
    """What the things are called for which these roles are held, by kind and id; one query a kind at most.

    What is not there, and what is of a kind that nobody owns, has no name.
    """
    kinds = access_model().scope_kinds
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.scope_kind is not None and row.scope_id is not None and row.scope_kind in kinds:
            wanted[row.scope_kind].add(row.scope_id)
    found = {kind: kinds[kind].titles(session, ids) for kind, ids in wanted.items()}
    return {(kind, number): title for kind, titles in found.items() for number, title in titles.items()}


def holders_of(session: Session, permission: str, person_id: int) -> list[int]:
    """The open accounts whose permission reaches this person."""
    return _holding(session, policy.holding(permission, person_id))


def holders_everywhere(session: Session, permission: str) -> list[int]:
    """The open accounts that hold this permission for everybody."""
    return _holding(session, policy.holding_everywhere(permission))


def _holding(session: Session, grants: ColumnElement[bool]) -> list[int]:
    """The open accounts that hold one of these grants, each once."""
    found = session.scalars(
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(grants, Person.closed_at.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    return list(found)


def nearest_people(
    session: Session, permission: str, person_id: int, without: Collection[int] = ()
) -> list[NamedHolder]:
    """Those whom this person asks, by name: who holds the permission for a scope of theirs, else everywhere.

    Never the person themselves, nor those `without` whom it must be decided.
    """
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Person.language, RoleGrant.scope_kind)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(policy.holding(permission, person_id), Person.closed_at.is_(None))
        .where(Person.id.not_in({person_id, *without}))
        .order_by(func.lower(Person.name), Person.id)
    ).all()
    near = [row for row in rows if row.scope_kind is not None]
    return list(dict.fromkeys(NamedHolder(row.id, row.name, row.email, row.language) for row in near or rows))


def nearest_holders(session: Session, permission: str, person_id: int, without: Collection[int] = ()) -> list[str]:
    """Their names alone."""
    return list(dict.fromkeys(one.name for one in nearest_people(session, permission, person_id, without)))


def nearest_ids(session: Session, permission: str, person_id: int) -> list[int]:
    """Their ids alone."""
    return [one.id for one in nearest_people(session, permission, person_id)]


def role_held(session: Session, person_id: int, uuid: str) -> RoleGrant:
    """This role, if this person holds it now."""
    found = session.scalars(
        select(RoleGrant).where(RoleGrant.uuid == uuid, RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def others_who_administer(session: Session, person_id: int) -> bool:
    """Whether somebody else is an administrator everywhere; waits for others who are changing that."""
    rows = session.scalars(select(RoleGrant).where(policy.everywhere_administrators()).with_for_update()).all()
    return any(row.person_id != person_id for row in rows)


def sessions_open(session: Session, person_id: int, now: datetime) -> list[UserSession]:
    """Where a person is signed in, last seen first."""
    rows = session.scalars(
        select(UserSession)
        .where(UserSession.person_id == person_id, UserSession.ended_at.is_(None), UserSession.ends_at > now)
        .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
    )
    guarded = access_model().guards(map(grant_of, roles_held(session, person_id)))
    return [
        row
        for row in rows
        if is_open(
            ended_at=row.ended_at,
            seen_at=row.seen_at,
            ends_at=row.ends_at,
            now=now,
            started_at=row.started_at,
            guarded=guarded,
        )
    ]


def secret_of_link(session: Session, token: str) -> OneTimeSecret | None:
    """The secret of a link, whatever has become of it."""
    return session.scalars(
        select(OneTimeSecret).where(
            OneTimeSecret.token_hash == ids.digest(token), OneTimeSecret.purpose != SecretPurpose.SLIP
        )
    ).one_or_none()


def secret_of_code(session: Session, person: Person, code: str) -> OneTimeSecret | None:
    """The secret of this person's code, in the form of `normal_code`, whatever has become of it."""
    return session.scalars(
        select(OneTimeSecret).where(
            OneTimeSecret.token_hash == code_digest(person, code), OneTimeSecret.purpose == SecretPurpose.SLIP
        )
    ).one_or_none()


def slip_made_since(session: Session, person_id: int, moment: datetime) -> bool:
    """Whether a slip was printed for this person after this moment."""
    made = select(OneTimeSecret.id).where(
        OneTimeSecret.person_id == person_id,
        OneTimeSecret.purpose == SecretPurpose.SLIP,
        OneTimeSecret.made_at > moment,
    )
    return session.scalars(made.limit(1)).first() is not None


def code_digest(person: Person, code: str) -> str:
    """What the database keeps of a code: bound to its person, so that a copy must be guessed for each apart."""
    return ids.digest(f"{person.uuid} {code}")


def secrets_open(session: Session, person_id: int, now: datetime) -> list[OneTimeSecret]:
    """The links and codes that would open this account now."""
    return list(
        session.scalars(
            select(OneTimeSecret)
            .where(
                OneTimeSecret.person_id == person_id,
                OneTimeSecret.used_at.is_(None),
                OneTimeSecret.ended_at.is_(None),
                OneTimeSecret.expires_at > now,
            )
            .order_by(OneTimeSecret.id)
        )
    )
