"""Practice that comes by itself: which cohorts, missions, operations and exams count for whom, and as evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from assessments.exams.services.key_views import look_at_keys
from assessments.missions.rules.entries import Section
from assessments.missions.services.practice import record_practice
from certificates.candidates.rules.digests import digest_of
from certificates.practice.queries.evidence import LOG, OBSERVED, ObservedPracticeSource, PracticeSource
from certificates.practice.queries.known import known_practice
from certificates.practice.queries.years import practice_log
from certificates.practice.rules.log import PracticeKind, PracticeOrigin, PracticeUnit, said_in
from certificates.practice.services import PracticeDraft, log_practice
from courses.api import ActivityKind
from courses.catalogue.models import CourseVersion
from lms.access import Grant, Role
from lms.people.models import RoleGrant
from tests.builders import assessments, certificates, cohorts, missions, people, programme
from tests.builders.sheets import Bench

pytestmark = pytest.mark.usefixtures("in_request")
DAY = timedelta(days=1)


def known(session, person, now):
    return known_practice(session, [person.id], now)[person.id]


@pytest.fixture
def place(session):
    return people.administration(session, country="GH")


@pytest.fixture
def leader(session, place):
    return cohorts.trainer(session, place=place)


@pytest.fixture
def cohort(session, leader, place, now):
    return cohorts.cohort(session, certificates.course_version(session), now, leader=leader, place=place)


def noon_after(cohort, days):
    """Noon in UTC so many days after the last day of the cohort."""
    return datetime.combine(cohort.row.ends_on + days * DAY, time(12), UTC)


def test_a_cohort_counts_from_the_day_after_its_last_for_who_led_it(session, cohort, leader, place):
    other = cohorts.trainer(session, place=place)
    assert known(session, leader, noon_after(cohort, 0)) == []
    [line] = known(session, leader, noon_after(cohort, 1))
    assert (line.ref, line.words, line.amount, line.unit, line.role) == (
        f"cohort:{cohort.row.uuid}", "Cohort 2026-2", 56, PracticeUnit.DAYS, "led",
    )  # fmt: skip
    assert known_practice(session, [other.id], noon_after(cohort, 1)) == {}


@pytest.mark.parametrize(("before_the_end", "counts"), [(1, False), (0, True)])
def test_who_handed_it_over_before_its_last_day_did_not_lead_it(session, cohort, leader, before_the_end, counts):
    grant = session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == leader.id, RoleGrant.scope_kind == "cohort", RoleGrant.scope_id == str(cohort.id)
        )
    ).one()
    grant.ended_at = noon_after(cohort, -before_the_end)
    session.flush()
    assert bool(known_practice(session, [leader.id], noon_after(cohort, 1))) is counts


def test_a_cohort_that_nobody_approved_counts_for_nobody(session, leader, place, now):
    waits = cohorts.proposed(session, certificates.course_version(session), leader, place, now)
    people.give_anywhere(session, leader, Grant(Role.TRAINER, "cohort", str(waits.id)))
    assert known_practice(session, [leader.id], now + 200 * DAY) == {}


@pytest.fixture
def mission(session, now):
    made = missions.mission(session, now)
    made.write(Section.OBSERVATION, made.lead, now)
    made.deliver(now)
    return made


@pytest.fixture
def activity(session, now):
    return programme.activity(
        session, now, kind=ActivityKind.OPERATION, country="KE", region_id=None, starts_on=now.date(),
        ends_on=now.date(),
    )  # fmt: skip


@pytest.fixture
def observed(session, activity, now):
    """Somebody who was seen at work in an operation."""
    row = people.person(session, "Ama Quill", Role.OFFICER)
    expert = people.person(session, "Ed Expert")
    people.give_anywhere(session, expert, Grant("supervising-expert"))
    by = people.viewer(session, expert)
    record_practice(session, activity, row.username, now.date(), "Led the search.", observer=by, now=now)
    return row


def test_missions_and_operations_are_told_apart(session, mission, activity, observed, now):
    [line] = known(session, mission.lead, now)
    assert (line.kind, line.ref, line.words, line.role, line.origin) == (
        PracticeKind.MISSION, f"mission:{mission.row.uuid}", mission.row.title, "lead", PracticeOrigin.KNOWN,
    )  # fmt: skip
    assert line.amount == (mission.row.ends_on - mission.row.starts_on).days + 1
    [line] = known(session, observed, now)
    day = now.date().isoformat()
    assert (line.kind, line.ref, line.words, line.amount) == (
        PracticeKind.OPERATION, f"operation:{activity.row.uuid}:{day}", activity.row.title, 1,
    )  # fmt: skip


def test_an_operation_is_evidence_of_others_and_a_mission_is_not(session, mission, activity, observed, now):
    [piece] = ObservedPracticeSource().pieces(session, [observed.id, mission.lead.id], now)
    ref, day = f"operation:{activity.row.uuid}:{now.date().isoformat()}", now.date()
    assert (piece.person_id, piece.kind, piece.ref, piece.title) == (
        observed.id, OBSERVED, f"observed:{ref}", activity.row.title,
    )  # fmt: skip
    assert (piece.outcome, piece.at) == (
        {"ref": ref, "on": day.isoformat()}, datetime.combine(day, time.max, UTC),
    )  # fmt: skip
    assert piece.digest == digest_of(piece.outcome)


@pytest.fixture(scope="module")
def sat(module_session, tmp_path_factory):
    """The numbers of an officer who passed an exam, and of the attempt."""
    with module_session() as session:
        version = assessments.load_folder(
            session, assessments.write_exam_course(tmp_path_factory.mktemp("course")), people.NOW
        )
        officer = people.person(session, "Ngozi Okafor", Role.PROGRAMME_MANAGER)
        assessments.enrol(session, officer.id, version.id, now=people.NOW)
        attempt = assessments.sit(session, assessments.exam_of(session, version), officer, people.NOW)
        return officer.id, attempt.id, version.id


@pytest.fixture
def attempt(session, sat):
    """The attempt, under supervision."""
    row = session.get_one(Attempt, sat[1])
    row.supervised = True
    session.flush()
    return row


def test_an_exam_counts_where_somebody_watched(session, attempt, now):
    [line] = known_practice(session, [attempt.person_id], now)[attempt.person_id]
    assert (line.kind, line.ref, line.on, line.amount, line.country, line.role) == (
        PracticeKind.REFRESHER, f"attempt:{attempt.uuid}", now.date(), 1, "", "exam",
    )  # fmt: skip
    [piece] = ObservedPracticeSource().pieces(session, [attempt.person_id], now)
    assert (piece.person_id, piece.ref, piece.title, piece.by_machine, piece.observed_by_id) == (
        attempt.person_id, f"observed:attempt:{attempt.id}", line.words, True, None,
    )  # fmt: skip
    assert (piece.outcome, piece.at) == ({"attempt": attempt.id}, now)


def test_an_exam_that_nobody_watched_counts_for_nothing(session, attempt, now):
    attempt.supervised = False
    session.flush()
    assert known_practice(session, [attempt.person_id], now) == {}
    assert ObservedPracticeSource().pieces(session, [attempt.person_id], now) == []


def test_nor_does_one_whose_keys_its_candidate_had_seen(session, sat, now):
    exam = assessments.exam_of(session, session.get_one(CourseVersion, sat[2]))
    insider = people.person(session, None, Role.PROGRAMME_MANAGER)
    look_at_keys(session, exam, people.viewer(session, insider), now)
    assessments.enrol(session, insider.id, sat[2], now=now)
    attempt = assessments.sit(session, exam, insider, now)
    attempt.supervised = True
    session.flush()
    assert assessments.result_of(session, attempt).passed
    assert known_practice(session, [insider.id], now) == {}
    assert ObservedPracticeSource().pieces(session, [insider.id], now) == []


@pytest.fixture
def bench(session):
    return Bench(session)


def test_a_performance_that_was_passed_is_evidence_once_it_is_final(session, bench, now):
    bench.fill(bench.first, 2, 2)
    assert ObservedPracticeSource().pieces(session, [bench.candidate.id], now) == []
    bench.fill(bench.second, 1, 2)
    [piece] = ObservedPracticeSource().pieces(session, [bench.candidate.id], now)
    assert (piece.kind, piece.ref, piece.title) == (OBSERVED, f"observed:performance:{bench.performance.id}", "bench")
    assert piece.outcome == {"performance": bench.performance.id, "reconciliation": 1}
    assert piece.observed_by_id == min(bench.one.id, bench.two.id)
    assert (piece.digest, piece.by_machine) == (digest_of(piece.outcome), False)


def test_a_performance_that_was_not_passed_is_none(session, bench, now):
    bench.fill(bench.first, 0, 1)
    bench.fill(bench.second, 0, 1)
    assert ObservedPracticeSource().pieces(session, [bench.candidate.id], now) == []


def test_the_piece_of_a_year_says_how_many_its_log_has_and_when_the_newest_was(session, now):
    officer = people.viewer(session, people.person(session, None, Role.OFFICER))
    days = (date(2025, 3, 4), date(2025, 9, 8), date(2024, 1, 2))
    for on in days:
        draft = PracticeDraft(
            kind=PracticeKind.TRAINING, on=on, amount=1, unit=PracticeUnit.DAYS, country="GH", role="Trainer",
            words="Trained officers.",
        )  # fmt: skip
        log_practice(session, draft, actor=officer, now=now)
    first, second = PracticeSource().pieces(session, [officer.id], now)
    assert [(one.kind, one.ref, one.outcome) for one in (first, second)] == [
        (LOG, f"practice-log:{officer.id}:2024", {"year": 2024, "activities": 1}),
        (LOG, f"practice-log:{officer.id}:2025", {"year": 2025, "activities": 2}),
    ]
    assert second.at == datetime(2025, 9, 8, 23, 59, 59, 999999, UTC)
    lines = [one for one in practice_log(session, [officer.id], now)[officer.id] if one.on.year == 2025]
    assert second.digest == digest_of({"year": 2025, "activities": 2, "lines": said_in(lines)})
    assert [one["on"] for one in said_in(lines[::-1])] == ["2025-09-08", "2025-03-04"]
