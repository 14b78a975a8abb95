"""The people and administrations of which entries of the record tell, as far as a viewer may open them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.people.models import Administration, Person
from lms.people.policy import administrations_visible_to, visible_to


def people_openable(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and public id of those of these people whom the viewer may see."""
    query = select(Person.id, Person.name, Person.uuid).where(Person.id.in_(ids), visible_to(viewer))
    return {number: (name, uuid) for number, name, uuid in session.execute(query)}


def administrations_openable(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The same of administrations."""
    query = select(Administration.id, Administration.name, Administration.uuid).where(
        Administration.id.in_(ids), administrations_visible_to(viewer)
    )
    return {number: (name, uuid) for number, name, uuid in session.execute(query)}
