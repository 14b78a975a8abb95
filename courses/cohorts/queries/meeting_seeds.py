"""Seeds of the codes of meetings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.models.meeting import MeetingSeed


def seed_of(session: Session, cohort_id: int) -> bytes | None:
    """The seed of a cohort; nothing where no code was ever shown."""
    seed = session.scalars(select(MeetingSeed.seed).where(MeetingSeed.cohort_id == cohort_id)).one_or_none()
    return bytes.fromhex(seed) if seed is not None else None
