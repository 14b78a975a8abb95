"""Independence: nobody decides in favour of whoever gave them the right to decide."""

from sqlalchemy.orm import Session

from lms.errors import RuleBroken
from lms.i18n import _
from lms.people.queries.appointments import appointers_of


def demand_independent(session: Session, actor_id: int | None, person_id: int) -> None:
    """Refuse a decision about the person from whom one's own rights come; a command has its rights from nobody."""
    if actor_id is not None and person_id in appointers_of(session, [actor_id]):
        raise RuleBroken(
            _("Your rights come from this person. Somebody whose rights come from elsewhere has to decide.")
        )
