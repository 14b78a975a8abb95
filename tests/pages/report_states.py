"""Figures of the programme and donor reports, as managers see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from certificates.reporting.rules.figures import Milestone
from certificates.reporting.services.counting import count_programme
from certificates.reporting.services.freezing import NextReport, freeze_report
from lms import clock
from lms.access import Role
from lms.people.models import Person
from tests.builders import people, programme, reporting
from tests.pages.made import World
from tests.pages.state import State

SPRING = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
COUNTS = {  # by country: how many came how far
    "UG": (22, 61, 30, 44),
    "VN": (9, 140, 33, 81),
    "ZM": (3, 4, 2, 3),
    "MZ": (0, 6, 1, 7),
    "KH": (2, 2, 1, 0),
}
REPORTS = [
    State("reporting.figures", "of many countries", "manager", "/programme/figures"),
    State("reporting.figures", "nothing counted", "manager", "/programme/figures", empty=True),
    State("reporting.figures", "of one country", "coordinator", "/programme/figures"),
    State("reporting.country", "with trainers", "manager", "/programme/figures/UG"),
    State("reporting.country", "with small numbers", "manager", "/programme/figures/KH"),
    State("reporting.reports", "of two funds", "manager", "/programme/reports"),
    State("reporting.reports", "no fund", "manager", "/programme/reports", empty=True),
    State("reporting.freeze", "the first", "manager", "/programme/funds/{fund-new}/freeze"),
    State("reporting.freeze", "the next", "manager", "/programme/funds/{fund-reported}/freeze"),
    State("reporting.report", "frozen", "manager", "/programme/reports/{report}"),
    State("reporting.report", "the second", "manager", "/programme/reports/{report-second}"),
]


def add(session: Session, made: World) -> None:
    """Cohorts of a fund in five countries, two frozen reports of it, and a fund without one."""
    fund = programme.fund(session, SPRING, name="Fonds des ports", donor="A donor", starts_on=date(2026, 1, 1))
    new = programme.fund(session, SPRING, name="A second fund", donor="Another donor", starts_on=date(2026, 4, 1))
    course = reporting.taught(session)
    places = reporting.administrations(session, *COUNTS)
    for country, counts in COUNTS.items():
        cohort = reporting.cohort_of_fund(session, fund.id, course, places[country], starts=SPRING)
        for milestone, count in zip(Milestone, counts, strict=True):
            some = reporting.officers(session, places[country], count)
            reporting.learn(session, some, course, milestone, SPRING, group=cohort.id)
            if country == "UG" and milestone is Milestone.CERTIFIED:
                for one in some[:7]:
                    people.give(session, session.get_one(Person, one), Role.TRAINER)
    now = clock.now()
    count_programme(session, now)
    first = freeze_report(session, fund, NextReport(1), actor_id=made.people["manager"], now=now)
    second = freeze_report(session, fund, NextReport(1), actor_id=made.people["manager"], now=now)
    made.values |= {
        "fund-new": new.uuid, "fund-reported": fund.uuid, "report": first.uuid, "report-second": second.uuid,
    }  # fmt: skip
