"""The people and administrations of which entries of the record tell, as far as a viewer may open them.

One query for some thousands of them.
"""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.batch import piecewise
from lms.people.models import Administration, Person
from lms.people.policy import administrations_visible_to, visible_to


def people_openable(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and public id of those of these people whom the viewer may see."""
    query = select(Person.id, Person.name, Person.uuid).where(visible_to(viewer))
    return piecewise(lambda some: _named(session, query.where(Person.id.in_(some))), ids)


def administrations_openable(session: Session, viewer: Viewer, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The same of administrations."""
    query = select(Administration.id, Administration.name, Administration.uuid).where(
        administrations_visible_to(viewer)
    )
    return piecewise(lambda some: _named(session, query.where(Administration.id.in_(some))), ids)


def _named(session: Session, query: Select[int, str, str]) -> dict[int, tuple[str, str]]:
    return {number: (name, uuid) for number, name, uuid in session.execute(query)}
