"""Who acts in the demonstration, as the services know them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.services.trainers import grant_for
from lms.access import Grant, Viewer
from lms.people.api import person_of


def acting(session: Session, person_id: int, *grants: Grant) -> Viewer:
    """Somebody of the demonstration who acts, with the roles that they act by."""
    info = person_of(session, person_id)
    return Viewer(
        id=info.id, uuid=info.uuid, name=info.name, administration_id=info.administration_id, language=info.language,
        session_id=0, grants=grants,
    )  # fmt: skip


def leading(trainer: Viewer, cohort: FoundCohort) -> Viewer:
    """The same as a trainer of this cohort."""
    return replace(trainer, grants=(*trainer.grants, grant_for(cohort.id)))
