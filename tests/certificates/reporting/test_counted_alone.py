"""What is counted of a fund and of the programme at the edges of its time, and what of others is never in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from certificates.permissions import SchemeRole
from certificates.reporting import policy
from certificates.reporting.models import DonorReport, ReportCell
from certificates.reporting.queries.kept import cells_of, period_of, report_by_uuid, reports_of, rollups
from certificates.reporting.queries.of_fund import cohorts_of_fund, lines_of_fund, paid_activities, sexes_of_fund
from certificates.reporting.queries.programme import (
    in_force_by_country,
    people_by_quarter,
    stages_by_country,
    stages_by_course,
    trainers_by_country,
    under_way_by_country,
)
from certificates.reporting.queries.trainers import trainers_named
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.rules.periods import Period, Quarter
from certificates.reporting.services.counting import count_programme
from certificates.reporting.services.freezing import NextReport, freeze_report
from courses.learning.models import Enrolment
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import BadInput, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.people.models import Person
from lms.people.sex.models import PersonSex
from tests.builders import people, programme, reporting
from tests.builders.people import NOW

SPRING = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
FROZEN = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)
PERIOD = Period(Quarter(2026, 2), Quarter(2026, 3))
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def fund(session):
    return programme.fund(session, NOW, starts_on=date(2026, 4, 1), ends_on=date(2026, 12, 31))


@pytest.fixture
def places(session):
    return reporting.administrations(session, "KE", "TH")


@pytest.fixture
def course(session):
    return reporting.taught(session)


@pytest.mark.parametrize(
    ("grants", "country", "expected"),
    [
        ([Grant(Role.PROGRAMME_MANAGER)], "KE", None),
        ([Grant(Role.COORDINATOR, "country", "KE")], "TH", {"KE"}),
        ([Grant(Role.COORDINATOR, "administration", "4")], "TH", {"TH"}),
        ([Grant(Role.COORDINATOR, "administration", "4")], None, set()),
        ([Grant(Role.COORDINATOR, "administration", "4"), Grant(Role.COORDINATOR, "country", "KE")], "TH",
         {"KE", "TH"}),
        ([Grant(Role.OFFICER)], "TH", set()),
    ],
)  # fmt: skip
def test_whose_figures_somebody_reads(app, grants, country, expected):
    viewer = replace(people.a_viewer(1, *grants), country=country)
    assert policy.countries_seen(viewer) == expected
    seen = {one for one in ("KE", "TH", "VN") if policy.may_see(viewer, one)}
    assert seen == ({"KE", "TH", "VN"} if expected is None else expected)
    assert policy.may_freeze(viewer) is (expected is None)


def cohort(session, fund, course, place, first, last):
    starts = datetime(first.year, first.month, first.day, 8, 0, tzinfo=UTC)
    return reporting.cohort_of_fund(session, fund.id, course, place, starts=starts, days=(last - first).days)


def test_a_cohort_is_held_with_its_first_or_last_day_and_only_of_this_fund(session, fund, course, places):
    first, last = PERIOD.days
    other = programme.fund(session, NOW)
    days = [
        (last, last + 9 * DAY),
        (last + DAY, last + 9 * DAY),
        (first - 9 * DAY, first),
        (first - 9 * DAY, first - DAY),
    ]
    rows = [cohort(session, fund, course, places["KE"], *each) for each in days]
    cohort(session, other, course, places["KE"], first, last)
    found = cohorts_of_fund(session, fund.id, PERIOD)
    assert found.every == tuple(sorted(one.id for one in rows))
    edges = {one.id: (one.starts_on, one.ends_on) for one in rows}
    held = {number for number, (starts, ends) in edges.items() if starts <= last and ends >= first}
    assert set(found.held) == held
    assert {rows[0].id, rows[2].id} == held
    rows[2].ended_at, rows[2].ended_reason = datetime(2026, 3, 31, 12, tzinfo=UTC), "Nobody came."
    session.flush()
    assert cohorts_of_fund(session, fund.id, PERIOD).held == (rows[0].id,)


def test_the_runs_of_a_report_are_those_of_its_cohorts_under_way_in_its_time(session, fund, course, places):
    here = cohort(session, fund, course, places["KE"], date(2026, 5, 1), date(2026, 8, 1))
    [early, ended, just, late, over] = [reporting.officers(session, places["KE"], 1) for _each in range(5)]

    def come(some, at, furthest=Milestone.REACHED):
        return reporting.learn(session, some, course, furthest, at, group=here.id)[0]

    runs = {
        "early": come(early, PERIOD.since - DAY),
        "just": come(just, PERIOD.until - SECOND),
        "ended": come(ended, PERIOD.since - 9 * DAY),
        "over": come(over, PERIOD.since - 9 * DAY),
    }
    come(late, PERIOD.until)
    for name, at in (("ended", PERIOD.since), ("over", PERIOD.since - SECOND)):
        run = session.get_one(Enrolment, runs[name])
        run.ended_at, run.ended_reason = at, "withdrawn"
    session.flush()
    found = lines_of_fund(session, cohorts_of_fund(session, fund.id, PERIOD), PERIOD)
    assert {one.run_id for one in found} == {runs["early"], runs["just"], runs["ended"]}
    assert {(one.country, one.course, one.stage) for one in found} == {
        ("KE", str(course.version.course_id), Milestone.REACHED)
    }


def test_a_stage_counts_from_the_first_moment_of_a_period_until_before_its_end(session, fund, course, places):
    here = cohort(session, fund, course, places["KE"], date(2026, 5, 1), date(2026, 8, 1))
    moments = (PERIOD.since - SECOND, PERIOD.since, PERIOD.until - SECOND, PERIOD.until)
    stages = {}
    for furthest in (Milestone.TOOK_PART, Milestone.PASSED, Milestone.CERTIFIED):
        for at in moments:
            some = reporting.officers(session, places["KE"], 1)
            reporting.learn(session, some, course, furthest, at, group=here.id, begun_at=PERIOD.since - DAY)
            stages[some[0]] = furthest if PERIOD.since <= at < PERIOD.until else Milestone.REACHED
    lines = lines_of_fund(session, cohorts_of_fund(session, fund.id, PERIOD), PERIOD)
    assert {one.person_id: one.stage for one in lines} == stages


def test_a_certificate_of_another_course_certifies_nobody_in_this_one(session, fund, course, places):
    here = cohort(session, fund, course, places["KE"], date(2026, 5, 1), date(2026, 8, 1))
    other = reporting.taught(session)
    [mine, theirs] = (reporting.officers(session, places["KE"], 1) for _each in range(2))
    reporting.learn(session, mine, course, Milestone.PASSED, SPRING, group=here.id)
    reporting.learn(session, mine, other, Milestone.CERTIFIED, SPRING)
    reporting.learn(session, theirs, course, Milestone.CERTIFIED, SPRING)
    lines = lines_of_fund(session, cohorts_of_fund(session, fund.id, PERIOD), PERIOD)
    assert [(one.person_id, one.stage) for one in lines] == [(mine[0], Milestone.PASSED)]


def test_sex_is_told_once_a_person_in_the_country_of_their_first_run(session, fund, course, places):
    here = cohort(session, fund, course, places["KE"], date(2026, 5, 1), date(2026, 8, 1))
    some = reporting.officers(session, places["KE"], 24)
    for number, one in enumerate(some[:22]):
        session.add(PersonSex(person_id=one, sex=("female", "male", "other")[min(number // 9, 2)], said_at=NOW))
    reporting.learn(session, some, course, Milestone.REACHED, SPRING, group=here.id)
    other = reporting.taught(session)
    there = cohort(session, fund, other, places["TH"], date(2026, 5, 1), date(2026, 8, 1))
    reporting.learn(session, some[:9], other, Milestone.REACHED, SPRING + DAY, group=there.id)
    cohorts = cohorts_of_fund(session, fund.id, PERIOD)
    told = {"female": 9, "male": 9, "none": 6}
    assert sexes_of_fund(session, cohorts, PERIOD).totals == told
    assert sexes_of_fund(session, cohorts, PERIOD).countries == {"KE": told}


def test_activities_of_a_report_are_those_of_its_fund_and_time_that_took_place(session):
    fund = programme.fund(session, NOW, starts_on=date(2026, 1, 1))

    def held(title, first, last, **more):
        values = {"fund_id": fund.id, "country": "KE"} | more
        return programme.activity(session, NOW, title=title, starts_on=first, ends_on=last, **values)

    region = programme.region(session, NOW, "KE", "TH", name="East")
    first, last = PERIOD.days
    held("B", first, last)
    held("A", first, last)
    held("Before", first - 9 * DAY, first - DAY)
    held("Without days", None, None)
    held("Of another fund", first, last, fund_id=programme.fund(session, NOW).id)
    wide = {"fund_id": fund.id, "region_id": region.row.id}
    programme.activity(session, NOW, title="Z first", starts_on=first - DAY, ends_on=first, **wide)
    found = paid_activities(session, fund.id, PERIOD)
    assert [(one.title, one.region) for one in found] == [("Z first", "East"), ("A", ""), ("B", "")]
    assert [list(one.countries) for one in found] == [["KE", "TH"], ["KE"], ["KE"]]
    assert found[1].kind == "training"


def test_reports_are_found_by_their_fund_with_their_own_numbers(session, fund):
    other = programme.fund(session, NOW, starts_on=date(2026, 4, 1))
    first = freeze_report(session, fund, NextReport(1), actor_id=None, now=FROZEN)
    theirs = freeze_report(session, other, NextReport(1), actor_id=None, now=FROZEN)
    second = freeze_report(session, fund, NextReport(1, "2026-Q3"), actor_id=None, now=FROZEN)
    session.add(ReportCell(report_id=theirs.id, breakdown="total", row="", figure="invented", value=9))
    session.flush()
    found = reports_of(session, [fund.id, other.id])
    assert {number: [one.id for one in rows] for number, rows in found.items()} == {
        fund.id: [first.id, second.id], other.id: [theirs.id],
    }  # fmt: skip
    assert set(reports_of(session, [other.id])) == {other.id}
    kept = report_by_uuid(session, first.uuid)
    assert (kept.row.id, str(kept.period.first), kept.shown.of("total", "", "invented")) == (first.id, "2026-Q2", None)
    assert kept.shown.of("total", "", "cohorts") == 0
    assert cells_of(session, [theirs.id])[theirs.id].of("total", "", "invented") == 9
    with pytest.raises(NotFound):
        report_by_uuid(session, new_uuid())
    first.first_quarter = "2026-Q9"
    with pytest.raises(ValueError, match="names no quarters"):
        period_of(first)


def test_the_last_quarter_of_a_fund_is_reported_and_none_after_it(session, fund):
    year = datetime(2027, 3, 1, tzinfo=UTC)
    manager = people.person(session)
    made = [freeze_report(session, fund, NextReport(1), actor_id=manager.id, now=year) for _each in range(3)]
    assert [one.last_quarter for one in made] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert {(one.fund_id, one.frozen_at, one.frozen_by_id) for one in made} == {(fund.id, year, manager.id)}
    with pytest.raises(RuleBroken, match="Every quarter"):
        freeze_report(session, fund, NextReport(1), actor_id=manager.id, now=year)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.name == "report.frozen").order_by(AuditEntry.id)).all()[
        -1
    ]
    assert (entry.subject, entry.actor_id, entry.at) == (f"fund:{fund.id}", manager.id, year)
    assert entry.data == {"report_id": made[-1].id, "first_quarter": "2026-Q4", "last_quarter": "2026-Q4"}


@pytest.mark.parametrize("length", [0, 3, 5])
def test_no_period_has_another_length_than_these(session, fund, length):
    with pytest.raises(BadInput) as fault:
        freeze_report(session, fund, NextReport(length), actor_id=None, now=FROZEN)
    assert fault.value.field == "length"
    assert session.scalars(select(DonorReport)).all() == []


def test_five_valid_certificates_and_trainers_are_told_of_and_four_are_not(session, fund, course, places):
    here = cohort(session, fund, course, places["KE"], date(2026, 5, 1), date(2026, 8, 1))
    some = reporting.officers(session, places["KE"], 5)
    reporting.learn(session, some, course, Milestone.CERTIFIED, SPRING, group=here.id)
    for one in some[:4]:
        people.give(session, session.get_one(Person, one), Role.TRAINER)
    reporting.learn(session, reporting.officers(session, places["KE"], 9), course, Milestone.CERTIFIED, SPRING)
    row = freeze_report(session, fund, NextReport(2), actor_id=None, now=FROZEN)
    shown = cells_of(session, [row.id])[row.id]
    assert (shown.of("total", "", "in-force"), shown.of("total", "", "trainers")) == (5, None)
    people.give(session, session.get_one(Person, some[4]), Role.TRAINER)
    other = programme.fund(session, NOW, starts_on=date(2026, 4, 1))
    more = reporting.taught(session)
    there = reporting.cohort_of_fund(session, other.id, more, places["KE"], starts=SPRING)
    reporting.learn(session, some, more, Milestone.REACHED, SPRING, group=there.id)
    row = freeze_report(session, other, NextReport(2), actor_id=None, now=FROZEN)
    assert cells_of(session, [row.id])[row.id].of("total", "", "trainers") == 5


def test_the_programme_counts_everybody_where_they_work_and_who_works_nowhere(session, course, places):
    def come(place, count, furthest, **more):
        some = reporting.officers(session, place, count)
        return some, reporting.learn(session, some, course, furthest, NOW, **more)

    come(places["KE"], 2, Milestone.REACHED)
    _some, runs = come(places["TH"], 3, Milestone.PASSED)
    certified, _runs = come(None, 4, Milestone.CERTIFIED)
    assert stages_by_country(session) == {"": (4, 4, 4, 4), "KE": (2, 0, 0, 0), "TH": (3, 3, 3, 0)}
    assert stages_by_course(session) == {str(course.version.course_id): (9, 7, 7, 4)}
    run = session.get_one(Enrolment, runs[0])
    run.ended_at, run.ended_reason = NOW, "withdrawn"
    session.flush()
    assert under_way_by_country(session) == {"": 4, "KE": 2, "TH": 2}
    assert in_force_by_country(session, NOW + DAY) == {"": 4}
    people.give(session, session.get_one(Person, certified[0]), Role.TRAINER)
    people.give(session, session.get_one(Person, certified[1]), SchemeRole.REGISTRAR)
    assert trainers_by_country(session, NOW + DAY) == {"": 1}


def test_quarters_count_people_once_from_their_first_moment_on(session, course, places):
    quarters = [Quarter(2026, 2), Quarter(2026, 3)]
    for at, count in (
        (quarters[0].begins_at - SECOND, 1), (quarters[0].begins_at, 2), (quarters[1].begins_at - SECOND, 4),
        (quarters[1].begins_at, 8),
    ):  # fmt: skip
        some = reporting.officers(session, places["KE"], count)
        reporting.learn(session, some, course, Milestone.CERTIFIED, at)
        reporting.learn(session, some, reporting.taught(session), Milestone.PASSED, at)
    counted = people_by_quarter(session, quarters)
    assert counted == {one: {"2026-Q2": 6, "2026-Q3": 8} for one in Milestone}


def test_what_is_kept_of_the_programme_is_five_and_more_of_each_course_quarter_and_country(session, course, places):
    few = reporting.taught(session)
    for of, count in ((course, 5), (few, 4)):
        reporting.learn(session, reporting.officers(session, places["KE"], count), of, Milestone.CERTIFIED, NOW)
    count_programme(session, NOW + SECOND)
    shown = rollups(session).shown
    assert shown.of("course", str(course.version.course_id), "certified") == 5
    assert shown.of("course", str(few.version.course_id), "certified") is None
    assert ("course", str(few.version.course_id), "reached") in shown.cells
    assert [shown.of("quarter", "2026-Q4", one) for one in ("reached", "took-part", "passed", "certified")] == [9] * 4
    assert sorted({key[1] for key in shown.cells if key[0] == "quarter"}) == [
        f"{year}-Q{no}" for year in (2025, 2026) for no in (1, 2, 3, 4)
    ]
    assert [shown.of("country", "KE", one) for one in ("reached", "under-way", "in-force")] == [9, 9, 9]
    assert [shown.of("all", "", one) for one in ("reached", "under-way", "in-force")] == [9, 9, 9]


def test_trainers_are_named_of_this_country_by_name_for_whom_the_role_reaches(session, course, places):
    names = {}
    for place, name in ((places["KE"], "Zoe"), (places["KE"], "Abe"), (places["TH"], "Tia"), (places["KE"], "None")):
        [number] = reporting.officers(session, place, 1)
        reporting.learn(session, [number], course, Milestone.CERTIFIED, NOW)
        row = session.get_one(Person, number)
        row.name = names[number] = name
        if name != "None":
            people.give(session, row, Role.TRAINER)
    session.flush()

    def named(country, *scope):
        row = people.person(session)
        people.give_anywhere(session, row, Grant(Role.PROGRAMME_MANAGER, *scope))
        return trainers_named(session, people.viewer(session, row), country, NOW + DAY)

    assert (named("KE"), named("TH"), named("VN")) == (["Abe", "Zoe"], ["Tia"], [])
    assert (named("KE", "country", "KE"), named("KE", "country", "TH")) == (["Abe", "Zoe"], [])
