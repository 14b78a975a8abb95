"""Whom the people of an administration call about a find: found, for those who may see it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.people import policy
from lms.people.models import Contact
from lms.people.rules import ContactKind


@dataclass(frozen=True)
class ContactInfo:
    """One contact as it was entered; only its name is never empty."""

    kind: ContactKind
    name: str
    telephone: str
    email: str
    hours: str


def contacts_seen(session: Session, viewer: Viewer, administration_id: int) -> list[ContactInfo]:
    """The contacts of an administration in the order of their kinds, if the viewer may see them."""
    rows = session.scalars(
        select(Contact).where(Contact.administration_id == administration_id, policy.contacts_visible_to(viewer))
    )
    found = {
        row.kind: ContactInfo(ContactKind(row.kind), row.name, row.telephone, row.email, row.hours) for row in rows
    }
    return [found[kind] for kind in ContactKind if kind in found]


def contacts_of(session: Session, viewer: Viewer) -> list[ContactInfo]:
    """The contacts of the viewer's own administration; none for who belongs to none."""
    if viewer.administration_id is None:
        return []
    return contacts_seen(session, viewer, viewer.administration_id)


def contact_rows(session: Session, administration_id: int) -> dict[ContactKind, Contact]:
    """The rows to change, by kind."""
    rows = session.scalars(select(Contact).where(Contact.administration_id == administration_id).with_for_update())
    return {ContactKind(row.kind): row for row in rows}
