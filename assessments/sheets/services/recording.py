"""Saying that a recording of a performance exists, made with consent; then a third can rate it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessments.sheets.events import PerformanceRecorded
from assessments.sheets.labels import RECORDING_FAULTS
from assessments.sheets.models import Performance
from assessments.sheets.queries.recordings import agreed_to_be_recorded
from assessments.sheets.queries.sheets import lock_performance, sheets_of_performances
from assessments.sheets.rules.recording import RecordingFacts, recording_fault
from assessments.sheets.rules.states import Occasion, Turn
from lms import events
from lms.errors import RuleBroken


def say_recorded(session: Session, performance: Performance, recorded: bool, *, by_id: int, now: datetime) -> None:
    """Keep whether there is a recording; what is known already is no second entry."""
    lock_performance(session, performance.id)
    among = sheets_of_performances(session, [performance.id]).get(performance.id, [])
    facts = RecordingFacts(
        at_workshop=performance.occasion == Occasion.WORKSHOP and performance.person_id is not None,
        own=performance.person_id == by_id,
        written=performance.written,
        agreed=agreed_to_be_recorded(session, performance),
        third=any(one.row.turn == Turn.THIRD for one in among),
    )
    fault = recording_fault(facts, recorded)
    if fault is not None:
        raise RuleBroken(str(RECORDING_FAULTS[fault]))
    changed = session.scalars(
        update(Performance)
        .where(Performance.id == performance.id, Performance.recorded.is_(not recorded))
        .values(recorded=recorded)
        .returning(Performance.id)
    ).one_or_none()
    if changed is None:
        return
    session.refresh(performance)
    events.publish(
        session,
        PerformanceRecorded(subject=f"performance:{performance.id}", actor_id=by_id, at=now, recorded=recorded),
    )
