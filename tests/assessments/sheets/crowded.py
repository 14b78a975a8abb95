"""A workshop with more candidates than one."""

from __future__ import annotations

from sqlalchemy import func, select

from assessments.sheets.rules.states import Turn
from assessments.sheets.services.performances import assign_sheet
from assessments.workshops.models import WorkshopCandidate
from tests.builders.people import NOW
from tests.builders.sheets import candidate, seal_with


def more(bench, count):
    """So many more candidates, each rated by both: every third one differently."""
    first = bench.session.scalar(select(func.max(WorkshopCandidate.number))) + 1
    for number in range(first, first + count):
        bench.candidate = candidate(bench.session, bench.workshop, number, f"Candidate {number}")
        performance = bench.perform()
        for who, turn in ((bench.one, Turn.FIRST), (bench.two, Turn.SECOND)):
            sheet = assign_sheet(bench.session, performance, who.id, turn, by_id=None, now=NOW)
            lower = turn is Turn.SECOND and number % 3 == 0
            seal_with(bench.session, sheet, names=1 if lower else 1 + number % 2, protects=1 + number % 2)
