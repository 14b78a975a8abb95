"""Decisions about people with their appeal periods: until then what shows them at workshops is kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.api import AppealPeriod
from certificates.candidates.queries.found import as_steps, candidates_where, transitions_of
from certificates.candidates.rules.appeal_periods import appeal_period
from certificates.schemes.models import Candidate


class SchemeAppealPeriods:
    """What panels and officers decided under each scheme."""

    def periods(self, session: Session, people: Collection[int], now: datetime) -> Mapping[int, Sequence[AppealPeriod]]:
        """By person, one for each of their ways; three queries for all."""
        ways = candidates_where(session, Candidate.person_id.in_(people))
        steps = transitions_of(session, [one.row.id for one in ways])
        found: dict[int, list[AppealPeriod]] = defaultdict(list)
        for one in ways:
            period = appeal_period(one.definition, as_steps(steps[one.row.id]))
            if period is not None:
                found[one.row.person_id].append(period)
        return found
