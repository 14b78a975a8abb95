"""What happened to a candidate elsewhere, as facts that may move them: missions, trainings, days that passed."""

from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from assessments.api import missions_assigned
from certificates.candidates.queries.found import CandidateFound
from certificates.candidates.rules.days import days_over
from certificates.schemes.rules.definition import TriggerFact
from courses.api import trainings_delivered
from lms.people.api import people_info


def facts_elsewhere(session: Session, found: CandidateFound, since: datetime, today: date) -> frozenset[TriggerFact]:
    """Those facts for which a step from this state asks; no query where none does.

    `since`: from when the candidate is in it. A mission or training that was over before the way began tells nothing.
    """
    row, definition = found.row, found.definition
    asked = {step.fact for step in definition.steps_from(row.state)}
    people, began_on = [row.person_id], row.began_at.astimezone(UTC).date()
    happened = set()
    if TriggerFact.DAYS_OVER in asked and days_over(definition, row.state, since, today):
        happened.add(TriggerFact.DAYS_OVER)
    if TriggerFact.PERSON_LEFT in asked and people_info(session, people)[row.person_id].closed:
        happened.add(TriggerFact.PERSON_LEFT)
    if TriggerFact.MISSION_ASSIGNED in asked and any(
        one.ends_on >= began_on for one in missions_assigned(session, people)
    ):
        happened.add(TriggerFact.MISSION_ASSIGNED)
    if TriggerFact.TRAINING_DELIVERED in asked:
        delivered = trainings_delivered(session, people, datetime.combine(today, time(), UTC))
        if any(one.over_on >= began_on for one in delivered[row.person_id]):
            happened.add(TriggerFact.TRAINING_DELIVERED)
    return frozenset(happened)
