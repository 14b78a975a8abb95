"""Who may see and change which credentials, for one and for many."""

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from certificates.credentials.models import Claim, Credential
from certificates.permissions import CertificatePermission
from lms.access import Viewer
from lms.people.api import appointers_of, names_changed_by, people_in_scope, reaches_person


def may_see(session: Session, viewer: Viewer, credential: Credential) -> bool:
    """Their own, and those of people whose certificates they manage."""
    return credential.person_id == viewer.id or may_manage(session, viewer, credential)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Credential`."""
    return or_(held_by(viewer), managed_by(viewer))


def may_manage(session: Session, viewer: Viewer, credential: Credential) -> bool:
    """Whoever manages certificates manages those of the people in their scope."""
    return reaches_person(session, viewer, CertificatePermission.CREDENTIAL_MANAGE, credential.person_id)


def managed_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Credential`."""
    return people_in_scope(viewer, CertificatePermission.CREDENTIAL_MANAGE, column(Credential.person_id))


def may_judge_name(session: Session, viewer: Viewer, claim: Claim) -> bool:
    """Whoever manages certificates judges the names of the people in their scope, never their own."""
    return claim.person_id != viewer.id and reaches_person(
        session, viewer, CertificatePermission.CREDENTIAL_MANAGE, claim.person_id
    )


def names_judged_by(viewer: Viewer) -> ColumnElement[bool]:
    """The same rule as a filter on `Claim`."""
    reached = people_in_scope(viewer, CertificatePermission.CREDENTIAL_MANAGE, column(Claim.person_id))
    return reached & (Claim.person_id != viewer.id)


def is_impartial(session: Session, viewer: Viewer, claim: Claim) -> bool:
    """Whoever ever changed the name of the account, or has their rights from the holder, does not decide about it."""
    if claim.person_id in appointers_of(session, [viewer.id]):
        return False
    return viewer.id not in names_changed_by(session, claim.person_id)


def held_by(viewer: Viewer) -> ColumnElement[bool]:
    """A person's own credentials."""
    return Credential.person_id == viewer.id


def claimed_by(viewer: Viewer) -> ColumnElement[bool]:
    """A person's own claims."""
    return Claim.person_id == viewer.id


def column(attribute: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The column behind a mapped attribute."""
    return attribute.expression
