"""What people were asked to agree to, found; and whom they write to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Permission
from lms.people.consents.models import ProcessingConsent
from lms.people.queries.people import NamedHolder, nearest_people


def newest_consent(session: Session, person_id: int) -> ProcessingConsent | None:
    """The last time that this person was asked, answered or not."""
    wanted = select(ProcessingConsent).where(ProcessingConsent.person_id == person_id)
    return session.scalars(wanted.order_by(ProcessingConsent.id.desc()).limit(1)).first()


def keepers_of(session: Session, person_id: int) -> list[NamedHolder]:
    """Who manages this person: for a scope of theirs, else everywhere; by name, never the person themselves."""
    return nearest_people(session, Permission.PEOPLE_MANAGE, person_id)
