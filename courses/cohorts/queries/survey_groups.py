"""The groups of surveys: cohorts, for which their trainers and managers run forms."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts import policy
from courses.cohorts.models.cohort import Cohort, CohortDecision
from courses.cohorts.models.participant import Participant
from courses.cohorts.queries.cohorts import group_of
from courses.learning.rules.progress import GroupRef
from lms.access import Viewer


def cohorts_with_forms(session: Session, viewer: Viewer) -> Mapping[GroupRef, str]:
    """The cohorts that were opened and that the viewer leads, the latest first; never one in which they sit or sat."""
    sat_in = select(Participant.cohort_id).where(Participant.person_id == viewer.id)
    rows = session.execute(
        select(Cohort.id, Cohort.title)
        .join(CohortDecision, CohortDecision.cohort_id == Cohort.id)
        .where(CohortDecision.approved, policy.led_by(viewer), Cohort.id.not_in(sat_in))
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return {group_of(number): title for number, title in rows}
