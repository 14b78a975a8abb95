"""Observations of a meeting beside those of another: who is observed, what is released, and who is told."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from assessments.sheets.events import ObservationsReleased
from assessments.sheets.models import ObservationRelease, Performance, Sheet
from assessments.sheets.policy import observed_by, own_sheets, visible_to
from assessments.sheets.queries.observations import (
    next_number,
    observations_at,
    observations_of_people,
    observations_released,
    observations_told,
    own_observation,
    own_observations,
    performance_observed,
    trainee_of,
    was_told,
)
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.states import Occasion
from assessments.sheets.services.marking import Bringing, reopen, seal
from assessments.sheets.services.observing import begin_observation, release_observations
from assessments.sheets.services.performances import PerformancePlan, make_performance
from lms.errors import BadInput, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.messages.models import Message
from lms.people.models import RoleGrant
from tests.builders import cohorts, meetings, observations
from tests.builders.assessments import load_folder, write_exam_course
from tests.builders.audit import entries
from tests.builders.observations import observing_rubric, sealed
from tests.builders.people import NOW, administration, viewer
from tests.builders.rows import again
from tests.builders.sheets import sheets_apart

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)
TOLD = "observation.released"


@pytest.fixture(scope="module")
def made(module_session, tmp_path_factory):
    """A cohort with a trainer, three trainees and two meetings that run, and two rubrics meant for observing."""
    with module_session() as session:
        version = load_folder(session, write_exam_course(tmp_path_factory.mktemp("course")), NOW)
        place = administration(session, "Vientiane Customs", country="LA")
        leader = cohorts.trainer(session, "Sekou Diallo", place)
        cohort = cohorts.cohort(session, version, NOW, place=place, leader=leader)
        return SimpleNamespace(
            cohort=cohort, leader=leader, trainees=cohorts.officers(session, cohort, 3, NOW),
            meeting=meetings.running(session, cohort, NOW), beside=meetings.running(session, cohort, NOW),
            rubric=observing_rubric(session), talk=observing_rubric(session, "talk", "Talk"),
        )  # fmt: skip


@pytest.fixture
def at(session, made):
    one, two, three = (again(session, row) for row in made.trainees)
    rubrics = {name: observing_again(session, getattr(made, name)) for name in ("rubric", "talk")}
    return SimpleNamespace(
        cohort=made.cohort, leader=again(session, made.leader), one=one, two=two, three=three, meeting=made.meeting,
        beside=made.beside, session=session, **rubrics,
    )  # fmt: skip


def observing_again(session, found):
    return type(found)(again(session, found.rubric), again(session, found.row), found.definition)


def begun(at, whom, *, meeting=None, by=None, rubric=None):
    return observations.begun(at.session, meeting or at.meeting, by or at.leader, whom, rubric or at.rubric, NOW)


def release(at, meeting=None, now=SOON):
    return release_observations(at.session, meeting or at.meeting, by_id=at.leader.id, now=now)


def rows(found):
    return [one.row for one in found]


def told(session):
    return session.execute(
        select(Message.person_id, Message.sent_at).where(Message.kind == TOLD).order_by(Message.id)
    ).all()


def test_each_trainee_has_a_performance_of_their_own_at_each_meeting_and_by_each_rubric(session, at):
    other = make_performance(
        session,
        PerformancePlan(Occasion.WORKSHOP, at.meeting.id, at.rubric.row.id, at.one.id, no=7),
        by_id=None,
        now=NOW,
    )
    elsewhere = begun(at, at.one, meeting=at.beside)
    beside = begun(at, at.two)
    talk = begun(at, at.one, rubric=at.talk)
    first = begun(at, at.one)
    performances = [session.get_one(Performance, one.performance_id) for one in (elsewhere, beside, talk, first)]
    assert [one.no for one in performances] == [1, 1, 1, 2]
    assert len({other.id, *(one.id for one in performances)}) == 5
    number, rubric = at.meeting.id, at.rubric.rubric.id
    assert performance_observed(session, number, at.one.id, rubric) == performances[3]
    assert performance_observed(session, number, at.three.id, rubric) is None
    assert performance_observed(session, number, at.two.id, at.talk.rubric.id) is None
    assert [next_number(session, number, row.id) for row in (at.one, at.two, at.three)] == [3, 2, 1]
    assert (first.turn, first.assessor_id, performances[3].occasion) == ("only", at.leader.id, "meeting")


def test_a_meeting_that_was_cancelled_takes_no_sheet(session, at):
    meetings.cancelled(session, at.meeting, at.leader, NOW)
    gone = meetings.found(session, at.meeting)
    with pytest.raises(BadInput, match="A cancelled meeting has no sheets") as refused:
        begin_observation(session, gone, at.one.id, at.rubric, by_id=at.leader.id, now=NOW)
    assert refused.value.field == "person"
    assert begun(at, at.one, meeting=at.beside)


def test_sheets_are_found_by_their_meeting_their_trainer_and_their_trainee(session, at):
    other = cohorts.trainer(session, "Mai Phan", administration(session))
    first, second = begun(at, at.one), begun(at, at.two, by=other)
    beside = begun(at, at.one, meeting=at.beside)
    seen, theirs = viewer(session, at.leader), viewer(session, other)
    assert rows(observations_at(session, at.meeting.id)) == [first, second]
    assert rows(own_observations(session, seen, at.meeting.id)) == [first]
    assert rows(own_observations(session, seen, at.beside.id)) == [beside]
    assert rows(own_observations(session, theirs, at.meeting.id)) == []  # they lead no cohort
    assert own_observation(session, seen, first.uuid).row == first
    for one, uuid in (
        (seen, second.uuid),
        (theirs, second.uuid),
        (seen, new_uuid()),
        (viewer(session, at.one), first.uuid),
    ):
        with pytest.raises(NotFound):
            own_observation(session, one, uuid)
    assert [trainee_of(session, one.id) for one in (first, second)] == [at.one.id, at.two.id]


def test_a_trainer_finds_what_they_observe_apart_from_what_they_rate_and_nothing_of_themselves(session, at):
    first = begun(at, at.one)
    workshop = make_performance(
        session, PerformancePlan(Occasion.WORKSHOP, at.meeting.id, at.rubric.row.id, at.two.id), by_id=None, now=NOW
    )
    own = make_performance(
        session, PerformancePlan(Occasion.MEETING, at.meeting.id, at.rubric.row.id, at.leader.id), by_id=None, now=NOW
    )
    rated, of_self = (
        Sheet(uuid=new_uuid(), performance_id=row.id, assessor_id=at.leader.id, turn="only", revision=0, made_at=NOW)
        for row in (workshop, own)
    )
    session.add_all([rated, of_self])
    session.flush()

    def sheets(rule):
        return set(session.scalars(select(Sheet).where(rule(viewer(session, at.leader)))))

    assert sheets(observed_by) == {first}
    assert sheets(own_sheets) == set()
    assert sheets(visible_to) == {first}
    assert trainee_of(session, rated.id) is None
    assert rows(observations_at(session, at.meeting.id)) == [first, of_self]
    session.query(RoleGrant).filter_by(person_id=at.leader.id).update({"ended_at": NOW})
    assert sheets(observed_by) == sheets(visible_to) == set()


def test_what_is_released_is_told_to_those_whom_it_concerns_once(app, session, at):
    first, second = sealed(session, begun(at, at.one), NOW), sealed(session, begun(at, at.two), NOW)
    beside = sealed(session, begun(at, at.three, meeting=at.beside), NOW)
    row = release(at)
    assert (row.meeting_id, row.by_id, row.at) == (at.meeting.id, at.leader.id, SOON)
    (entry,) = entries(session, ObservationsReleased)
    assert (entry.subject, entry.actor_id, entry.data["release_id"]) == (
        f"meeting:{at.meeting.id}",
        at.leader.id,
        row.id,
    )
    assert told(session) == [(at.one.id, SOON), (at.two.id, SOON)]
    assert [was_told(session, sheet_standing(session, one)) for one in (first, second, beside)] == [True, True, False]
    third = sealed(session, begun(at, at.three), LATER)
    assert observations_told(session, at.three.id) == []
    assert release(at, now=LATER).id != row.id
    assert told(session)[2:] == [(at.three.id, LATER)]
    assert rows(observations_told(session, at.three.id)) == [third]
    assert rows(observations_told(session, at.one.id)) == [first]
    assert observations_released(session, [at.meeting.id, at.beside.id]) == {at.meeting.id: LATER}
    assert observations_released(session, [at.beside.id]) == {}
    with pytest.raises(RuleBroken, match="No sealed sheet waits"):
        release(at, now=LATER)
    assert session.query(ObservationRelease).count() == 2
    assert sheets_apart(session) == []


def test_nothing_is_released_while_a_trainer_of_the_cohort_has_something_open_at_this_meeting(session, at):
    begun(at, at.three, meeting=at.beside)
    sealed(session, begun(at, at.one), NOW)
    for whom, said in (
        (at.two, "1 sheet of this meeting is not sealed"),
        (at.three, "2 sheets of this meeting are not"),
    ):
        begun(at, whom)
        with pytest.raises(RuleBroken, match=said):
            release(at)
    assert session.query(ObservationRelease).count() == 0


def test_without_a_sealed_sheet_nothing_is_released(session, at):
    with pytest.raises(RuleBroken, match="No sealed sheet waits"):
        release(at)
    former = cohorts.trainer(session, "Mai Phan", administration(session))
    begun(at, at.one, by=former)
    with pytest.raises(RuleBroken, match="No sealed sheet waits"):
        release(at)


def test_a_sheet_sealed_again_after_a_release_of_others_waits_for_the_next(session, at):
    first = sealed(session, begun(at, at.one), NOW)
    by = {"by": Bringing(at.leader.id), "now": NOW}
    reopen(session, first, "The wrong row.", key="r", **by)
    other = cohorts.trainer(session, "Mai Phan", administration(session))
    sealed(session, begun(at, at.two, by=other), NOW)
    with pytest.raises(RuleBroken, match="not sealed yet"):
        release(at)
    seal(session, first, key="s", by=Bringing(at.leader.id), now=SOON)
    assert release(at).at == SOON
    assert len(told(session)) == 2


def test_what_speaks_for_people_are_sealed_sheets_about_them_whoever_released_them(session, at):
    first = sealed(session, begun(at, at.one), NOW)
    begun(at, at.one, rubric=at.talk)
    sealed(session, begun(at, at.two), NOW)
    beside = sealed(session, begun(at, at.one, meeting=at.beside), NOW)
    found = observations_of_people(session, [at.one.id, at.three.id])
    assert {number: rows(some) for number, some in found.items()} == {at.one.id: [first, beside]}
