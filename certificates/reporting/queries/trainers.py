"""Certified trainers by name, for whose role reaches them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.permissions import CertificatePermission
from certificates.reporting.queries.programme import certified_trainers
from lms.access import Viewer
from lms.people.api import countries_of_people, people_in_scope, people_named


def trainers_named(session: Session, viewer: Viewer, country: str, now: datetime) -> list[str]:
    """Who in this country is a trainer and holds a certificate in force, if the viewer reaches them; by name."""
    where = countries_of_people().subquery()
    there = select(where.c.person_id).where(
        where.c.country == country,
        where.c.person_id.in_(certified_trainers(now)),
        people_in_scope(viewer, CertificatePermission.FIGURES_READ, where.c.person_id),
    )
    return sorted(people_named(session, list(session.scalars(there))).values())
