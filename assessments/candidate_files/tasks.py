"""What comes round for photographs: until when they are kept, and those of who is no longer a candidate."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessments.candidate_files import queries
from assessments.candidate_files.services import drop_photograph, set_keeping
from assessments.workshops.events import WorkshopPersonEnded
from assessments.workshops.models import WorkshopCandidate
from assessments.workshops.services.participants import CANDIDATE
from lms.db import transaction
from lms.queue.kinds import periodic

BATCH = 200  # people in one transaction


@periodic("workshop-photographs-keep", every=timedelta(hours=6))
def look_after_keeping(now: datetime) -> None:
    """Say anew until when photographs are kept: an appeal that was opened or judged, and days that nobody moved."""
    last = 0
    while True:
        with transaction() as session:
            people = queries.people_assessed(session, last, BATCH)
            if not people:
                return
            set_keeping(session, people, by_id=None, now=now)
            last = people[-1]


def person_ended(session: Session, event: WorkshopPersonEnded) -> None:
    """Listener: who is no longer a candidate of a workshop has no photograph there."""
    if event.part == CANDIDATE:
        row = session.get_one(WorkshopCandidate, event.row_id)
        drop_photograph(session, row, by_id=event.actor_id, now=event.at)
