"""Whom somebody typed in a field, refused in words where that is nobody, or not one person."""

from sqlalchemy.orm import Session

from lms.access import Viewer
from lms.errors import BadInput
from lms.i18n import _
from lms.people.queries.facts import PersonInfo, people_reached


def person_typed(session: Session, viewer: Viewer, permission: str, typed: str, *, field: str) -> PersonInfo:
    """The one person whom `field` names by login or by whole name, among those whom this permission reaches."""
    found = people_reached(session, viewer, permission, typed)
    if not found:
        raise BadInput(field, _("There is nobody with this name in your care. Check the spelling."))
    if len(found) > 1:
        logins = ", ".join(one.username for one in found)
        raise BadInput(
            field, _("Several people have this name. Type one of these user names: %(logins)s", logins=logins)
        )
    return found[0]
