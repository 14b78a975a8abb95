"""Who acts in the demonstration, as the services know them."""

from sqlalchemy.orm import Session

from lms.access import Grant, Viewer
from lms.people.api import person_of


def acting(session: Session, person_id: int, *grants: Grant) -> Viewer:
    """Somebody of the demonstration who acts, with the roles that they act by."""
    info = person_of(session, person_id)
    return Viewer(
        id=info.id, uuid=info.uuid, name=info.name, administration_id=info.administration_id, language=info.language,
        session_id=0, grants=grants,
    )  # fmt: skip
