"""What the programme plans: an activity at home with a cohort in it, one abroad, a fund, a partner and a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import cohorts_by_id
from courses.programme.services.states import link_cohort
from tests.access_matrix import persons
from tests.builders import programme


@dataclass(frozen=True)
class Planned:
    """Names outside of what is planned."""

    activity: str
    fund: str
    partner: str
    region: str


def build(session: Session, cohort_id: int, now: datetime) -> Planned:
    """All of them; the activities bear the words of their places."""
    home = programme.activity(session, now, country="TH", title=f"{persons.HOMES} course")
    programme.activity(session, now, country="KE", title=f"{persons.FAR} course")
    link_cohort(session, home, cohorts_by_id(session, [cohort_id])[cohort_id], by=None, now=now)
    fund, partner = programme.fund(session, now), programme.partner(session, now)
    region = programme.region(session, now, "LA", "VN")
    return Planned(home.row.uuid, fund.uuid, partner.uuid, region.row.uuid)
