"""Counting the programme anew: every rollup at once, small numbers left out before anything is kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from certificates.reporting.models import FigureRollup
from certificates.reporting.queries import programme
from certificates.reporting.rules.counting import totals_of
from certificates.reporting.rules.figures import LEAST, STAGES, KeyFigure, Milestone
from certificates.reporting.rules.flows import Key
from certificates.reporting.rules.periods import last_quarters
from certificates.reporting.rules.suppression import Counted, Shown, Stages, suppressed
from lms.inserts import insert_many

QUARTERS = 8  # that the page shows
ALL = "all"


def count_programme(session: Session, now: datetime) -> None:
    """Count every figure of the programme, and keep it in place of what was counted before."""
    cells = {**_countries(session, now), **_courses(session), **_quarters(session, now)}
    session.execute(delete(FigureRollup))
    rows = [
        {"breakdown": by, "row": row, "figure": figure, "people": people, "counted_at": now}
        for (by, row, figure), people in cells.items()
    ]
    insert_many(session, FigureRollup, rows)


def _countries(session: Session, now: datetime) -> dict[Key, int | None]:
    """By country: the stages as one table, and what holds now, figure by figure; with the sums of all.

    Of trainers no sum is shown, so that each country with enough of them stands there: where they are missing is asked.
    """
    rows = programme.stages_by_country(session)
    cells = dict(named_stages("country", suppressed(Counted("country", totals_of(rows), _sorted(rows)))))
    for figure, counts in (
        (KeyFigure.UNDER_WAY, programme.under_way_by_country(session)),
        (KeyFigure.IN_FORCE, programme.in_force_by_country(session, now)),
    ):
        column = {row: (counts.get(row, 0),) for row in sorted({*rows, *counts})}
        total = sum(counts.values())
        shown = suppressed(Counted("country", (total,), column, listed=0))
        cells[ALL, "", figure] = shown.of("total", "0")
        cells |= {("country", row, figure): shown.of("country", row, "0") for row in column}
    trainers = programme.trainers_by_country(session, now)
    return cells | {("country", row, KeyFigure.TRAINERS): enough(trainers.get(row, 0)) for row in rows}


def enough(people: int) -> int | None:
    """A number of which no sum is shown, if it speaks of enough people; so it takes no other number along."""
    return people if people >= LEAST else None


def _courses(session: Session) -> dict[Key, int | None]:
    """By course: people may be in several, so there are no sums that could give a small number away."""
    rows = programme.stages_by_course(session)
    return {
        ("course", row, STAGES[stage]): enough(people)
        for row, counts in _sorted(rows).items()
        for stage, people in enumerate(counts)
    }


def _quarters(session: Session, now: datetime) -> dict[Key, int | None]:
    """By quarter: people may have done something in several."""
    counted = programme.people_by_quarter(session, last_quarters(now.date(), QUARTERS))
    return {
        ("quarter", quarter, STAGES[milestone]): enough(people)
        for milestone in Milestone
        for quarter, people in counted[milestone].items()
    }


def named_stages(name: str, shown: Shown) -> Iterator[tuple[Key, Any]]:
    """The numbers of a table with the names of figures in place of those of stages; the totals as those of all."""
    for (by, *rest), value in shown.cells.items():
        figure = STAGES[int(rest[-1])].value
        yield ((ALL, "", figure) if by == "total" else (name, rest[0], figure)), value


def _sorted(rows: Mapping[str, Stages]) -> dict[str, Stages]:
    found: Iterable[str] = sorted(rows)
    return {row: rows[row] for row in found}
