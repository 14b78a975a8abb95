"""Join codes, found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import CohortCode


def code_of(session: Session, cohort_id: int) -> CohortCode | None:
    """The newest join code of a cohort that nobody ended; it may have expired."""
    return session.scalars(
        select(CohortCode).where(CohortCode.cohort_id == cohort_id, CohortCode.ended_at.is_(None))
    ).one_or_none()


def code_named(session: Session, code: str) -> CohortCode | None:
    """This join code, in the form of `normal_join_code`, whatever has become of it."""
    return session.scalars(select(CohortCode).where(CohortCode.code == code)).one_or_none()
