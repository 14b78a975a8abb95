"""The figures of the whole demonstration against a recount in plain SQL."""

from __future__ import annotations

from sqlalchemy import select

from certificates.reporting.models import DonorReport, FigureRollup
from certificates.reporting.queries.kept import cells_of
from certificates.reporting.queries.of_fund import cohorts_of_fund, lines_of_fund
from certificates.reporting.queries.programme import stages_by_country
from certificates.reporting.rules.counting import by_country, by_course, counted_once
from certificates.reporting.rules.figures import STAGES, KeyFigure
from certificates.reporting.rules.periods import Period, quarter_of
from certificates.reporting.rules.suppression import Counted
from courses.programme.models import Fund
from tests.builders.people import NOW
from tests.certificates.reporting.recount import recount_fund, recount_programme


def said(rows) -> dict[tuple[str, str], int]:
    return {
        (row, STAGES[stage].value): count for row, counts in rows.items() for stage, count in enumerate(counts) if count
    }


def test_the_programme_is_counted_as_plain_sql_does(session, loaded):
    found = said(stages_by_country(session))
    assert found == dict(recount_programme(session))
    assert len(found) > 4


def test_every_fund_is_counted_as_plain_sql_does(session, loaded):
    last = quarter_of(NOW.date())
    reached = 0
    for fund in session.scalars(select(Fund)):
        for period in (Period(last, last), Period(last.later(-1), last.later(-1)), Period(last.later(-3), last)):
            lines = lines_of_fund(session, cohorts_of_fund(session, fund.id, period), period)
            people = list(counted_once(lines).values())
            again = recount_fund(session, fund.id, period.since, period.until)
            tables: list[Counted] = [by_country(people), by_course(people)]
            assert [said(table.rows) for table in tables] == [dict(again[table.name]) for table in tables]
            reached += len(people)
    assert reached


def test_the_figures_are_there_and_a_year_of_the_classes_is_reported(session, loaded):
    assert session.scalars(select(FigureRollup).limit(1)).first() is not None
    (report,) = session.scalars(select(DonorReport)).all()
    assert report.fund_id == loaded["reported_fund"]
    shown = cells_of(session, [report.id])[report.id]
    assert shown.of("total", "", KeyFigure.COHORTS) == len(loaded["past_cohorts"])
