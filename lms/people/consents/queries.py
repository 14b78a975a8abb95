"""What people were asked to agree to, found; and whom they write to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Permission
from lms.people import policy
from lms.people.consents.models import ProcessingConsent
from lms.people.models import Person, RoleGrant


@dataclass(frozen=True)
class NamedKeeper:
    """Somebody to write to about what is kept: by name, with the address of the account, if it has one."""

    id: int
    name: str
    email: str | None
    language: str | None


def newest_consent(session: Session, person_id: int) -> ProcessingConsent | None:
    """The last time that this person was asked, answered or not."""
    wanted = select(ProcessingConsent).where(ProcessingConsent.person_id == person_id)
    return session.scalars(wanted.order_by(ProcessingConsent.id.desc()).limit(1)).first()


def keepers_of(session: Session, person_id: int) -> list[NamedKeeper]:
    """Who manages this person: for a scope of theirs, else everywhere; by name, never the person themselves."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Person.language, RoleGrant.scope_kind)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(policy.holding(Permission.PEOPLE_MANAGE, person_id), Person.closed_at.is_(None), Person.id != person_id)
        .order_by(Person.name, Person.id)
    ).all()
    near = [row for row in rows if row.scope_kind is not None]
    return list(dict.fromkeys(NamedKeeper(row.id, row.name, row.email, row.language) for row in near or rows))
