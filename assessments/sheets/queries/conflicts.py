"""Who assessed whom, as a source of facts."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.independence.api import Fact, Tie
from assessments.sheets.models import Performance, Reconciliation, Sheet, SheetEvent
from assessments.sheets.rules.states import Occasion, SheetAct


class SheetFacts:
    """Facts of sheets: who sealed one about somebody assessed them; it failed where its newest result says so."""

    def between(self, session: Session, actors: Collection[int], people: Collection[int]) -> list[Fact]:
        """Who of the actors assessed whom of the people, at which occasion."""
        newest = (
            select(func.max(Reconciliation.id))
            .where(Reconciliation.performance_id == Performance.id)
            .correlate(Performance)
        ).scalar_subquery()
        rows = session.execute(
            select(
                Sheet.assessor_id, Performance.person_id, Performance.occasion, Performance.occasion_id,
                Reconciliation.outcome,
            )
            .join(Performance, Performance.id == Sheet.performance_id)
            .outerjoin(Reconciliation, Reconciliation.id == newest)
            .where(
                Sheet.assessor_id.in_(actors),
                Performance.person_id.in_(people),
                Performance.occasion == Occasion.WORKSHOP,
                Sheet.id.in_(select(SheetEvent.sheet_id).where(SheetEvent.act == SheetAct.SEAL)),
            )
        )  # fmt: skip
        failed: dict[tuple[int, int, str], bool] = {}
        for actor_id, person_id, occasion, occasion_id, outcome in rows:
            key = (actor_id, person_id, f"{occasion}:{occasion_id}")
            failed[key] = failed.get(key, False) or (outcome or {}).get("passed") is False
        return [Fact(Tie.EXAMINED, key[0], key[1], key[2], failed=lost) for key, lost in failed.items()]
