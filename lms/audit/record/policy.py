"""Who reads which entries of the audit trail."""

from sqlalchemy import ColumnElement, String, cast, literal, select, true

from lms.access import Permission, Viewer
from lms.audit.models import AuditEntry
from lms.people.api import people_in_scope
from lms.people.models import Person

PERSON = "person:"


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """As a filter on `AuditEntry`: all of them for who reads the record everywhere.

    Who reads it for some things reads what happened to the people in them: of nothing else it says whose it is.
    """
    if viewer.scopes(Permission.AUDIT_READ).everywhere:
        return true()
    reached = people_in_scope(viewer, Permission.AUDIT_READ, Person.id.expression)
    return AuditEntry.subject.in_(select(literal(PERSON) + cast(Person.id, String)).where(reached))
