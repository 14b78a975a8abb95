"""Calibration of a workshop: reference performances with agreed levels, and a sheet of each for every assessor."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.sheets.events import ReferenceAgreed
from assessments.sheets.models import Performance, ReferenceRating, Sheet
from assessments.sheets.queries.calibration import references_of, rubric_at
from assessments.sheets.rules.qualification import REFERENCES
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.performances import PerformancePlan, SheetPlan, assign_sheets, make_performance
from assessments.workshops.models import Workshop, WorkshopAssessor
from lms import events
from lms.errors import BadInput, RuleBroken
from lms.i18n import _

TITLE_LONGEST = 120


def add_reference(
    session: Session, workshop: Workshop, slug: str, title: str, levels: Mapping[str, int], *, by_id: int, now: datetime
) -> Performance:
    """One more reference performance with its agreed levels, and a sheet of it for every assessor."""
    session.execute(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())
    version_id, definition = rubric_at(session, workshop.id, slug)
    known = references_of(session, workshop.id)
    if len(known) >= REFERENCES:
        raise RuleBroken(_("This workshop has its %(most)s reference performances already.", most=REFERENCES))
    if not 0 < len(title.strip()) <= TITLE_LONGEST:
        raise BadInput("title", _("Say what is shown, in at most %(most)s characters.", most=TITLE_LONGEST))
    for code in definition.codes:
        if levels.get(code) not in definition.values:
            raise BadInput(f"level-{code}", _("Choose the level that was agreed."))
    last = session.scalars(
        select(func.max(Performance.no)).where(
            Performance.occasion == Occasion.CALIBRATION, Performance.occasion_id == workshop.id
        )
    ).one()
    plan = PerformancePlan(Occasion.CALIBRATION, workshop.id, version_id, no=(last or 0) + 1, recorded=True)
    performance = make_performance(session, plan, by_id=by_id, now=now)
    row = ReferenceRating(
        performance_id=performance.id, no=1, title=title.strip(), by_id=by_id, at=now,
        levels={code: levels[code] for code in definition.codes},
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        ReferenceAgreed(subject=f"performance:{performance.id}", actor_id=by_id, at=now, reference_id=row.id),
    )
    hand_out(session, workshop, by_id=by_id, now=now)
    return performance


def hand_out(session: Session, workshop: Workshop, *, by_id: int, now: datetime) -> list[Sheet]:
    """A sheet of every reference performance for every assessor; who has theirs keeps it."""
    assessors = session.scalars(
        select(WorkshopAssessor.person_id).where(
            WorkshopAssessor.workshop_id == workshop.id, WorkshopAssessor.ended_at.is_(None)
        )
    ).all()
    plans = [
        SheetPlan(one.performance, person_id, Turn.ONLY)
        for one in references_of(session, workshop.id)
        for person_id in assessors
    ]
    return assign_sheets(session, plans, by_id=by_id, now=now)
