"""Photographs and dossiers of candidates: until when they are kept, who finds them, and what of others stays apart."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from assessments.candidate_files import policy, queries, services
from assessments.candidate_files.rules import AppealPeriod, day_is_over, kept_until
from assessments.candidate_files.tasks import person_ended
from assessments.permissions import PracticalRole
from assessments.sheets.rules.states import Occasion, Turn
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from assessments.workshops.events import WorkshopPersonEnded
from assessments.workshops.models import WorkshopCandidate
from assessments.workshops.scope_kind import WORKSHOP
from lms.access import Grant
from lms.errors import BadInput, NotFound
from lms.uploads.models import Upload, UploadState
from tests.builders import candidate_files as make
from tests.builders import evidence, people, sheets
from tests.builders.audit import told
from tests.builders.people import NOW, viewer
from tests.builders.sheets import Bench

STARTS, ENDS = date(2026, 11, 25), date(2026, 11, 29)
UNTIL, LATER = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
YEAR_AFTER = datetime(2027, 11, 30, tzinfo=UTC)


def decided(on, until=UNTIL, scheme="advisor"):
    return AppealPeriod(scheme, on, until)


MORNING = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], YEAR_AFTER),
        ([decided(MORNING)], UNTIL),
        ([decided(MORNING - timedelta(seconds=1))], YEAR_AFTER),
        ([decided(MORNING, scheme="trainer")], YEAR_AFTER),
        ([decided(MORNING, None)], None),
        ([decided(LATER, LATER), decided(MORNING)], LATER),
        ([decided(MORNING), decided(LATER, None)], None),
        ([decided(MORNING, LATER), decided(LATER, None, "trainer")], LATER),
    ],
)
def test_a_photograph_is_kept_until_the_newest_decision_after_the_workshop_began_can_not_be_appealed(periods, expected):
    assert kept_until(STARTS, ENDS, "advisor", periods) == expected
    assert day_is_over(ENDS) == datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(module_session):
    """Two benches, each with a candidate who gave a photograph; the one with a second candidate who gave none."""
    with module_session() as session:
        one, two = Bench(session), Bench(session)
        other = sheets.candidate(session, one.workshop, 2, "Awa Diop")
        rows = [make.candidacy(session, bench.workshop.id, bench.candidate.id) for bench in (one, two)]
        files = [make.photograph(session, row, NOW, make.portrait()) for row in rows]
        return SimpleNamespace(one=one, two=two, other=other, files=files)


@pytest.fixture
def bench(session, world):
    return world.one.at(session)


@pytest.fixture
def second(session, world):
    return world.two.at(session)


@pytest.fixture
def row(session, bench):
    return make.candidacy(session, bench.workshop.id, bench.candidate.id)


def kept(session):
    wanted = select(Upload.attached_to).where(Upload.state == UploadState.KEPT, Upload.attached_to.is_not(None))
    return set(session.scalars(wanted))


def test_one_photograph_is_given_alone_and_the_one_before_is_deleted(session, bench, second, row):
    sent = [evidence.file(session, row.person_id, NOW).uuid for _ in range(2)]
    for files, words in ((sent, "one photograph alone"), ([], "Choose a photograph")):
        with pytest.raises(BadInput, match=words) as fault:
            services.give_photograph(session, row, bench.workshop, files, now=NOW)
        assert fault.value.field == "files"
    before = session.scalars(select(Upload).filter_by(attached_to=queries.ref_of(row))).one()
    again = make.photograph(session, row, NOW)
    assert (again.name, again.attached_to) == ("photograph.jpg", queries.ref_of(row))
    assert again.keep_until == day_is_over(bench.workshop.ends_on) + timedelta(days=365)
    assert session.get_one(Upload, before.id, populate_existing=True).state != UploadState.KEPT
    about = f"workshop:{bench.workshop.id}"
    given = told(session, "workshop.photograph-given")
    assert given[-1] == (about, row.person_id, {"candidate_id": row.id, "replaced": True})
    assert given[0][2]["replaced"] is False
    other = make.candidacy(session, second.workshop.id, second.candidate.id)
    assert kept(session) == {queries.ref_of(row), queries.ref_of(other)}


def test_a_photograph_that_is_taken_back_is_deleted_once_and_those_of_others_stay(session, row, second):
    other = make.candidacy(session, second.workshop.id, second.candidate.id)
    services.remove_photograph(session, row, now=NOW)
    assert kept(session) == {queries.ref_of(other)}
    subject = f"workshop:{row.workshop_id}"
    removed = [(subject, row.person_id, {"candidate_id": row.id})]
    assert told(session, "workshop.photograph-removed") == removed
    with pytest.raises(NotFound):
        services.remove_photograph(session, row, now=NOW)
    services.drop_photograph(session, row, by_id=1, now=NOW)
    assert told(session, "workshop.photograph-removed") == removed
    services.drop_photograph(session, other, by_id=None, now=NOW)
    assert (kept(session), len(told(session, "workshop.photograph-removed"))) == (set(), 2)


@pytest.mark.parametrize(("part", "left"), [("candidate", 1), ("assessor", 2)])
def test_only_who_is_no_candidate_any_more_loses_the_photograph(session, row, part, left):
    event = WorkshopPersonEnded(
        subject="workshop:1", actor_id=5, at=NOW, part=part, row_id=row.id, person_id=row.person_id
    )
    person_ended(session, event)
    assert len(kept(session)) == left


def test_how_long_a_photograph_is_kept_is_said_anew_for_those_who_are_named(session, bench, second, row):
    assert services.set_keeping(session, [], by_id=None, now=NOW) == 0
    everybody = [bench.candidate.id, second.candidate.id]
    assert services.set_keeping(session, everybody, by_id=None, now=NOW) == 0
    for one in (bench, second):
        one.workshop.ends_on += timedelta(days=1)
    session.flush()
    assert services.set_keeping(session, [bench.candidate.id], by_id=None, now=NOW) == 1
    file = session.scalars(select(Upload).filter_by(attached_to=queries.ref_of(row))).one()
    assert file.keep_until == day_is_over(bench.workshop.ends_on) + timedelta(days=365)
    assert services.set_keeping(session, everybody, by_id=None, now=NOW) == 1


def seen(session, who, *benches):
    pairs = [(one.workshop.id, one.candidate.id) for one in benches]
    return set(queries.photographs_of(session, viewer(session, who), pairs))


def test_photographs_are_found_for_those_who_may_see_them_and_drawn_for_paper(session, world, bench, second):
    one, two = (bench.workshop.id, bench.candidate.id), (second.workshop.id, second.candidate.id)
    assert queries.photographs_of(session, viewer(session, bench.moderator), []) == {}
    assert seen(session, bench.moderator, bench, second) == {one}
    assert seen(session, second.one, bench, second) == {two}
    found = queries.photographs_of(session, viewer(session, bench.one), [one, (one[0], world.other.id)])
    assert {key: (value.file, value.size) for key, value in found.items()} == {
        one: (world.files[0].uuid, len(make.portrait()))
    }
    drawn = queries.photographs_drawn(session, viewer(session, bench.moderator), [one, two])
    assert (drawn.keys(), drawn[one[1]][:2]) == ({one[1]}, b"\xff\xd8")
    assert queries.photographs_drawn(session, viewer(session, second.one), [one]) == {}


def candidates(session, rule):
    return set(session.scalars(select(WorkshopCandidate.person_id).where(rule)))


@pytest.mark.parametrize("rule", [policy.photographs_seen_by, policy.dossiers_read_by])
def test_who_rates_sees_their_candidates_at_an_open_workshop_while_they_are_there(session, bench, second, row, rule):
    def by(who):
        return candidates(session, rule(viewer(session, who)))

    assert (by(bench.one), by(bench.three), by(second.one)) == (
        {bench.candidate.id}, set(), {second.candidate.id},
    )  # fmt: skip
    bench.workshop.closed_at = NOW
    session.flush()
    assert by(bench.one) == set()
    bench.workshop.closed_at = None
    row.withdrawn_at = NOW
    session.flush()
    assert (by(bench.one), by(second.one)) == (set(), {second.candidate.id})


def test_who_is_assessed_at_a_workshop_sees_nobody_else_there_until_they_withdraw(session, world, bench, second):
    candidate = session.merge(world.other)
    people.give_anywhere(session, candidate, Grant(PracticalRole.WORKSHOP_COORDINATOR))
    own = make.candidacy(session, bench.workshop.id, candidate.id)

    def sees():
        return candidates(session, policy.photographs_seen_by(viewer(session, candidate)))

    assert sees() == {candidate.id, second.candidate.id}
    own.withdrawn_at = NOW
    session.flush()
    assert sees() == {candidate.id, bench.candidate.id, second.candidate.id}


def test_a_mission_with_the_number_of_a_workshop_opens_no_photograph_and_no_dossier(session, bench):
    plan = PerformancePlan(Occasion.MISSION, bench.workshop.id, bench.version.id, bench.candidate.id)
    mission = make_performance(session, plan, by_id=None, now=NOW)
    assign_sheet(session, mission, bench.three.id, Turn.FIRST, by_id=None, now=NOW)
    for rule in (policy.photographs_seen_by, policy.dossiers_read_by):
        assert candidates(session, rule(viewer(session, bench.three))) == set()
    assert queries.rated_performances(session, viewer(session, bench.three), [mission.id]) == []


def test_written_work_opens_the_dossier_and_no_face(session, bench):
    task = sheets.exercise(session, bench.workshop, bench.version, position=2, title="Case", written=True)
    bench.performance = bench.perform(exercise_id=task.id, written=True)
    bench.assign(bench.three, Turn.FIRST)
    assert candidates(session, policy.photographs_seen_by(viewer(session, bench.three))) == set()
    assert candidates(session, policy.dossiers_read_by(viewer(session, bench.three))) == {bench.candidate.id}


def test_workshops_are_watched_by_who_runs_or_moderates_them(session, bench, second):
    runs = people.person(session)
    people.give_anywhere(session, runs, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id)))
    for who in (bench.moderator, runs):
        assert queries.workshop_watched(session, viewer(session, who), bench.workshop.uuid).id == bench.workshop.id
        with pytest.raises(NotFound):
            queries.workshop_watched(session, viewer(session, who), second.workshop.uuid)
    with pytest.raises(NotFound):
        queries.workshop_watched(session, viewer(session, bench.one), bench.workshop.uuid)


def test_ones_own_candidacy_is_found_at_its_workshop_until_one_withdraws(session, bench, second, row):
    own = viewer(session, bench.candidate)
    found, workshop = queries.own_candidacy(session, own, bench.workshop.uuid)
    assert (found.id, workshop.id) == (row.id, bench.workshop.id)
    row.withdrawn_at = NOW
    session.flush()
    for who, uuid in ((own, bench.workshop.uuid), (own, second.workshop.uuid)):
        with pytest.raises(NotFound):
            queries.own_candidacy(session, who, uuid)


def test_a_candidate_is_found_by_who_rates_them_with_the_code_and_whether_the_dossier_is_read(
    session, bench, second, row
):
    reads = viewer(session, bench.one)
    assert queries.rated_candidate(session, reads, row.uuid)[0].id == row.id
    with pytest.raises(NotFound):
        queries.rated_candidate(session, viewer(session, second.one), row.uuid)
    ids = [bench.performance.id, second.performance.id]
    found = {one.performance_id: one for one in queries.rated_performances(session, reads, ids)}
    assert [found[key].reads_dossier for key in ids] == [True, False]
    one = found[bench.performance.id]
    assert (one.workshop_id, one.person_id, one.candidate, one.number, one.written) == (
        bench.workshop.id, bench.candidate.id, row.uuid, 1, False,
    )  # fmt: skip
    assert [one.performance_id for one in queries.rated_performances(session, reads, ids[:1])] == ids[:1]


def test_a_dossier_stands_beside_a_performance_where_something_in_it_counts(session, bench, second, row):
    reads = viewer(session, bench.one)
    assert queries.dossier_beside(session, reads, bench.performance.id) == ""
    item = evidence.item(session, bench.candidate.id, NOW)
    evidence.item(session, second.candidate.id, NOW)
    assert queries.dossier_beside(session, reads, bench.performance.id) == row.uuid
    assert queries.dossier_beside(session, reads, second.performance.id) == ""
    digests = queries.dossier_digests(session, [bench.candidate.id, bench.one.id])
    assert digests.keys() == {bench.candidate.id}
    assert (queries.dossier_digests(session, []), len(digests[bench.candidate.id])) == ({}, 64)
    item.withdrawn_at, item.withdrawn_reason = NOW, "Sent twice"
    session.flush()
    assert queries.dossier_digests(session, [bench.candidate.id]) == {}
    assert queries.dossier_beside(session, reads, bench.performance.id) == ""


def test_candidates_of_a_workshop_come_by_their_codes_and_candidacies_by_their_people(
    session, world, bench, second, row
):
    third = sheets.candidate(session, bench.workshop, 4)
    sheets.candidate(session, bench.workshop, 3)
    assert [one.number for one in queries.candidates_of(session, bench.workshop.id)] == [1, 2, 3, 4]
    make.candidacy(session, bench.workshop.id, third.id).withdrawn_at = NOW
    session.flush()
    assert [one.number for one in queries.candidates_of(session, bench.workshop.id)] == [1, 2, 3]
    found = queries.candidacies_of(session, [third.id, bench.candidate.id])
    assert [(one.person_id, workshop.id) for one, workshop in found] == [
        (bench.candidate.id, bench.workshop.id), (third.id, bench.workshop.id),
    ]  # fmt: skip
    everybody = sorted(set(session.scalars(select(WorkshopCandidate.person_id))))
    assert queries.people_assessed(session, 0, 100) == everybody
    assert queries.people_assessed(session, everybody[0], 2) == everybody[1:3]
