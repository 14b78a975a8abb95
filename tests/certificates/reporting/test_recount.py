"""The figures against a recount in plain SQL, over a large part that was drawn by chance."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from certificates.reporting.queries.of_fund import cohorts_of_fund, lines_of_fund, sexes_of_fund
from certificates.reporting.queries.programme import stages_by_country
from certificates.reporting.rules.counting import by_country, by_course, counted_once
from certificates.reporting.rules.figures import STAGES, Milestone
from certificates.reporting.rules.periods import Period, Quarter
from certificates.reporting.rules.suppression import Counted, suppressed
from courses.learning.models import Enrolment
from lms.people.models import Person
from lms.people.services.placements import renew_placements
from lms.people.sex.models import PersonSex
from tests.builders import programme, reporting
from tests.builders.people import NOW
from tests.certificates.reporting.published import known_too_well
from tests.certificates.reporting.recount import recount_fund, recount_programme

PERIOD = Period(Quarter(2026, 2), Quarter(2026, 3))
NEXT = Period(Quarter(2026, 4), Quarter(2027, 1))
FIRST = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
COUNTRIES = ("KE", "TH", "VN", "UG", "LA", "TZ")


def a_year(session, chance: Random):
    """A fund with twelve cohorts in six countries, officers who move, repeat and withdraw, and small numbers."""
    fund = programme.fund(session, NOW, starts_on=date(2026, 4, 1))
    places = reporting.administrations(session, *COUNTRIES)
    taught = [reporting.taught(session) for _each in range(3)]
    for country in COUNTRIES:
        for _each in range(2):
            course, starts = chance.choice(taught), FIRST + timedelta(days=chance.randrange(300))
            cohort = reporting.cohort_of_fund(session, fund.id, course, places[country], starts=starts, days=80)
            for milestone in Milestone:
                some = reporting.officers(session, places[country], chance.choice([0, 1, 2, 4, 7, 12]))
                at = starts + timedelta(days=chance.randrange(200))
                runs = reporting.learn(session, some, course, milestone, at, group=cohort.id, begun_at=starts)
                spoil(session, chance, list(zip(some, runs, strict=True)), places, at)
                again = some[: chance.randrange(3)]
                other = chance.choice([one for one in taught if one is not course])
                reporting.learn(session, again, other, chance.choice(list(Milestone)), at, group=cohort.id)
    return fund


def spoil(session, chance: Random, runs, places, at: datetime) -> None:
    """Some move to another country, some end their run, some tell their sex."""
    for person_id, run_id in runs:
        if chance.random() < 0.2:
            row = session.get_one(Person, person_id)
            row.administration_id = chance.choice(list(places.values())).id
            renew_placements(session, [row], now=at + timedelta(days=chance.randrange(-30, 30)))
        if chance.random() < 0.1:
            run = session.get_one(Enrolment, run_id)
            run.ended_at, run.ended_reason = max(at, run.begun_at), "withdrawn"
        if chance.random() < 0.8:
            session.add(PersonSex(person_id=person_id, sex=chance.choice(["female", "male", "other"]), said_at=at))
    session.flush()


@pytest.fixture(params=[1, 2])
def fund(session, request):
    return a_year(session, Random(request.param))


def counted(session, fund, period: Period) -> list[Counted]:
    cohorts = cohorts_of_fund(session, fund.id, period)
    people = list(counted_once(lines_of_fund(session, cohorts, period)).values())
    return [by_country(people), by_course(people)]


@pytest.mark.parametrize("period", [PERIOD, NEXT])
def test_a_report_counts_as_plain_sql_does(session, fund, period):
    again = recount_fund(session, fund.id, period.since, period.until)
    for table in counted(session, fund, period):
        said = {
            (row, STAGES[stage].value): count
            for row, counts in table.rows.items()
            for stage, count in enumerate(counts)
            if count
        }
        assert said == dict(again[table.name])


def test_the_programme_is_counted_as_plain_sql_does(session, fund):
    said = {
        (row, STAGES[stage].value): count
        for row, counts in stages_by_country(session).items()
        for stage, count in enumerate(counts)
        if count
    }
    assert said == dict(recount_programme(session))


def test_two_reports_that_follow_each_other_give_nothing_away(session, fund):
    """No sum reaches over both, since their quarters do not overlap: a reader of two knows what each of them tells."""
    for period in (PERIOD, NEXT):
        countries, courses = counted(session, fund, period)
        sexes = sexes_of_fund(session, cohorts_of_fund(session, fund.id, period), period)
        shown = suppressed(countries, sexes)
        told = sexes if any(key[0] == "sex" for key in shown.cells) else None
        assert known_too_well([countries], told, shown) == []
        both = type(shown)({**shown.cells, **suppressed(courses).cells})
        assert known_too_well([countries, courses], told, both) == []
