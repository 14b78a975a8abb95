"""The figures of the programme: counted by the database, small numbers left out, kept with their age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.queries.sums import certificate_rows, in_force
from certificates.credentials.rules.lifecycle import Standing
from certificates.reporting import tasks
from certificates.reporting.models import FigureRollup
from certificates.reporting.queries.kept import rollups
from certificates.reporting.queries.programme import people_by_quarter, stages_by_course
from certificates.reporting.rules.figures import Milestone
from certificates.reporting.rules.periods import Quarter
from certificates.reporting.services.counting import count_programme
from lms.access import Role
from lms.people.models import Person
from tests.builders import certificates, people, reporting
from tests.builders.crowd import statements
from tests.builders.people import NOW

SOME = {Milestone.REACHED: 5, Milestone.TOOK_PART: 6, Milestone.PASSED: 7, Milestone.CERTIFIED: 8}


def come(session, place, course, counts, at=NOW) -> list[int]:
    made = []
    for milestone, count in counts.items():
        some = reporting.officers(session, place, count)
        reporting.learn(session, some, course, milestone, at)
        made += some
    return made


@pytest.fixture
def places(session):
    return reporting.administrations(session, "KE", "TH")


@pytest.fixture
def course(session):
    return reporting.taught(session)


def shown(session, now: datetime = NOW):
    count_programme(session, now)
    return rollups(session).shown


def test_people_of_a_country_are_counted_at_every_stage(session, places, course):
    come(session, places["KE"], course, SOME)
    come(session, places["TH"], course, {Milestone.CERTIFIED: 9})
    cells = shown(session).cells
    assert [cells["country", "KE", one] for one in ("reached", "took-part", "passed", "certified")] == [26, 21, 15, 8]
    assert [cells["all", "", one] for one in ("reached", "took-part", "passed", "certified")] == [35, 30, 24, 17]
    assert [cells["all", "", one] for one in ("under-way", "in-force")] == [35, 17]


def test_who_takes_two_courses_is_counted_in_both_and_once_in_all(session, places, course):
    other = reporting.taught(session)
    twice = come(session, places["KE"], course, {Milestone.CERTIFIED: 6})
    reporting.learn(session, twice, other, Milestone.TOOK_PART, NOW)
    one, two = str(course.version.course_id), str(other.version.course_id)
    assert stages_by_course(session) == {one: (6, 6, 6, 6), two: (6, 6, 0, 0)}
    assert shown(session).of("all", "", "reached") == 6


def test_quarters_count_who_did_something_in_them(session, places, course):
    spring, summer = datetime(2026, 6, 30, 23, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    come(session, places["KE"], course, {Milestone.TOOK_PART: 6}, at=spring)
    come(session, places["KE"], course, {Milestone.CERTIFIED: 7}, at=summer)
    counted = people_by_quarter(session, [Quarter(2026, 2), Quarter(2026, 3)])
    assert counted[Milestone.TOOK_PART] == {"2026-Q2": 6, "2026-Q3": 7}
    assert counted[Milestone.CERTIFIED] == {"2026-Q2": 0, "2026-Q3": 7}


def test_small_numbers_are_left_out_before_anything_is_kept(session, places, course):
    come(session, places["KE"], course, {Milestone.TOOK_PART: 20, Milestone.CERTIFIED: 8})
    come(session, places["TH"], course, {Milestone.TOOK_PART: 20, Milestone.CERTIFIED: 3})
    cells = shown(session).cells
    assert (cells["country", "TH", "certified"], cells["country", "KE", "certified"]) == (None, None)
    assert (cells["all", "", "certified"], cells["country", "KE", "reached"]) == (11, 28)


def test_trainers_need_a_certificate_in_force(session, places, course):
    certified = come(session, places["KE"], course, {Milestone.CERTIFIED: 6})
    others = come(session, places["KE"], course, {Milestone.PASSED: 3})
    for one in certified + others:
        people.give(session, session.get_one(Person, one), Role.TRAINER)
    assert shown(session).of("country", "KE", "trainers") == 6
    four_years_on = NOW + timedelta(days=4 * 365)
    assert shown(session, four_years_on).of("country", "KE", "trainers") is None


def test_few_trainers_of_one_country_hide_no_trainers_of_another(session, places, course):
    for country, count in (("KE", 6), ("TH", 2)):
        for one in come(session, places[country], course, {Milestone.CERTIFIED: count, Milestone.TOOK_PART: 9}):
            people.give(session, session.get_one(Person, one), Role.TRAINER)
    cells = shown(session).cells
    assert (cells["country", "KE", "trainers"], cells["country", "TH", "trainers"]) == (6, None)
    assert ("all", "", "trainers") not in cells


def test_counting_again_replaces_what_was_counted(session, places, course):
    come(session, places["KE"], course, SOME)
    count_programme(session, NOW)
    before = session.query(FigureRollup).count()
    count_programme(session, NOW + timedelta(hours=1))
    assert session.query(FigureRollup).count() == before
    assert rollups(session).counted_at == NOW + timedelta(hours=1)


def test_a_programme_without_anybody_is_counted_too(session):
    assert shown(session).of("all", "", "reached") is None
    assert rollups(session).counted_at == NOW


def test_the_number_of_statements_does_not_grow_with_people(session, places, course):
    come(session, places["KE"], course, SOME)
    few = statements(session, lambda: count_programme(session, NOW))[0]
    come(session, places["TH"], course, {Milestone.CERTIFIED: 300})
    assert statements(session, lambda: count_programme(session, NOW))[0] == few


def test_the_figures_are_never_older_than_an_hour():
    assert tasks.count_figures.every <= timedelta(minutes=30)


def test_certificates_stand_in_sums_as_they_stand_one_by_one(session, places):
    """Issued, suspended, lifted, reissued, and one that has expired."""
    held = [certificates.issued(session, people.person(session, None, place=places["KE"])) for _each in range(4)]
    certificates.suspended(session, held[1], at=NOW + timedelta(days=1))
    certificates.lifted(
        session, certificates.suspended(session, held[2], at=NOW + timedelta(days=1)), at=NOW + timedelta(days=2)
    )
    certificates.reissued(session, held[3], "Ngozi Okafor-Eze", at=NOW + timedelta(days=3))
    for now in (NOW + timedelta(days=5), NOW + timedelta(days=4000)):
        one_by_one = [
            (one.credential.person_id, one.claim.source_ref)
            for one in credentials_held(session)
            if one.standing(now) is Standing.IN_FORCE
        ]
        assert sorted(session.execute(in_force(now))) == sorted(one_by_one)
    every = select(Credential.person_id, Claim.source_ref, Claim.earned_at).join(Claim)
    assert sorted(session.execute(certificate_rows())) == sorted(session.execute(every))
