"""The classes of the demonstration: three of the year before in two countries, and one that is under way.

PostgreSQL holds the whole of it for `test_figures.py`; what it tells is read once.
"""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import AttemptSupervision
from assessments.exams.rules.supervision import Supervision
from assessments.exams.sittings.models import Sitting
from assessments.exams.sittings.queries.sittings import sittings_where
from assessments.exams.sittings.rules.room import SittingState
from certificates.credentials.models import Claim
from courses.cohorts.demo import current, history
from courses.cohorts.demo.acting import acting, leading
from courses.cohorts.models.question import LessonQuestion, QuestionAnswer
from courses.cohorts.pages.board import board_standings
from courses.cohorts.queries.attendance import attendance_of
from courses.cohorts.queries.cohorts import cohort_by_id, cohorts_by_id
from courses.cohorts.queries.deadlines import extensions_of
from courses.cohorts.queries.meetings import meetings_of, next_meetings
from courses.cohorts.queries.participants import participants_of
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.board import BoardFilter
from courses.cohorts.rules.rolls import Presence
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.learning.queries.runs import newest_runs
from courses.programme.models import Activity
from courses.programme.queries.activities import activities_where
from courses.programme.rules.activities import ActivityStatus
from courses.surveys.models import SurveyAnswer, SurveyCode
from lms.people.api import Sex
from lms.people.sex.models import PersonSex
from lms.people.transfers.queries import standing
from tests.builders.people import NOW

pytestmark = pytest.mark.once
STATES = ParticipantStatus


def test_there_are_classes_in_three_countries_of_which_those_of_last_year_ended(session, world):
    past = cohorts_by_id(session, world["past_cohorts"])
    assert {one.state for one in past.values()} == {CohortState.ENDED}
    (now,) = cohorts_by_id(session, [world["cohort"]["id"]]).values()
    assert {one.row.country for one in (*past.values(), now)} == {"KE", "SN", "TH"}
    assert now.state is CohortState.OPEN


def test_officers_were_withdrawn_and_moved_and_their_runs_went_along(session, world):
    lake, coast, airport = world["past_cohorts"]
    found = participants_of(session, world["past_cohorts"])
    counts = {cohort: Counter(one.status for one in each) for cohort, each in found.items()}
    assert counts[lake] == {STATES.ENDED: 8, STATES.WITHDRAWN: 2, STATES.MOVED: 2}
    assert counts[coast] == {STATES.ENDED: 11, STATES.WITHDRAWN: 1}
    assert counts[airport] == {STATES.ENDED: 6}
    moved = [one.person_id for one in found[lake] if one.status is STATES.MOVED]
    runs = newest_runs(session, moved, world["course"]["id"])
    assert {run.group.id for run in runs.values()} == {airport}


def test_some_sit_the_final_exam_twice_and_some_give_up(world):
    tried = Counter(tuple(one["tries"]) for one in world["finals"])
    assert tried == {(True,): 16, (False, True): 5, (False,): 4}


def test_every_class_met_and_some_officers_were_at_four_of_six_meetings(session, world):
    said = attendance_of(session, world["past_cohorts"], NOW)
    people = participants_of(session, world["past_cohorts"])
    for cohort in world["past_cohorts"]:
        ended = [one.person_id for one in people[cohort] if one.status is STATES.ENDED]
        times = Counter((said[cohort].of(one).there, said[cohort].of(one).held) for one in ended)
        assert set(times) == {(4, 6), (5, 6), (6, 6)}


def test_rolls_tell_who_was_late_and_who_was_excused(session, world):
    held = [one.id for each in meetings_of(session, world["past_cohorts"]).values() for one in each]
    told = {one.presence for roll in standings_of(session, held).values() for one in roll.values()}
    assert told == {Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.ABSENT}


def test_the_class_under_way_meets_tomorrow_and_one_meeting_is_cancelled(session, world):
    cohort = cohort_by_id(session, world["cohort"]["id"])
    assert next_meetings(session, [cohort.id], NOW)[cohort.id].starts.date() == cohort.today(NOW) + timedelta(days=1)
    assert [one.is_cancelled for one in meetings_of(session, [cohort.id])[cohort.id]] == [False] * 4 + [True]


def test_one_officer_is_late_and_has_been_given_longer(session, world):
    cohort = cohort_by_id(session, world["cohort"]["id"])
    trainer = leading(acting(session, world["people"][current.TRAINER]), cohort)
    late = [one for one in board_standings(session, trainer, cohort, NOW) if BoardFilter.LATE in one.filters]
    assert [one.person_id for one in late] == [world["people"][current.LATE]]
    assert len(extensions_of(session, late[0].officer.id)) == 1


def test_of_two_questions_one_is_answered(session, world):
    assert len(session.scalars(select(LessonQuestion)).all()) == 2
    assert len(session.scalars(select(QuestionAnswer)).all()) == 1


def test_one_class_sat_its_finals_in_a_room_whose_protocols_are_signed(session, world):
    *_others, airport = world["past_cohorts"]
    rooms = sittings_where(session, Sitting.cohort_id == airport)
    assert [one.state(one.row.ends_at) for one in rooms] == [SittingState.SETTLED] * 2
    assert set(session.scalars(select(AttemptSupervision.supervision))) == {Supervision.SUPERVISED}


def test_what_was_earned_in_the_room_says_that_it_was_supervised(session, world):
    *_others, airport = world["past_cohorts"]
    claims = session.scalars(select(Claim)).all()
    said = Counter((one.cohort_id == airport, one.evidence[0]["supervised"]) for one in claims)
    assert set(said) == {(True, True), (False, False)}
    assert said[True, True] == 5


def test_a_room_is_planned_for_the_class_under_way(session, world):
    (room,) = sittings_where(session, Sitting.cohort_id == world["cohort"]["id"])
    assert room.state(NOW) is SittingState.PLANNED
    assert [one.name for one in room.watching] == ["Peter Lindqvist"]


def test_some_told_their_sex_and_of_one_country_fewer_than_five_women(session, world):
    told = session.execute(select(PersonSex.person_id, PersonSex.sex)).all()
    names = {number: key for key, number in world["people"].items()}
    women = {names[person] for person, sex in told if sex == Sex.FEMALE}
    assert 0 < len(women & {*world["classes"]["lake"], *world["classes"]["airport"]}) < 5
    assert len(women & {*world["classes"]["coast"]}) == 5
    assert len(told) < sum(map(len, world["classes"].values()))


def test_the_classes_of_last_year_belong_to_activities_of_one_fund_that_are_done(session, world):
    paid = activities_where(session, Activity.fund_id == world["reported_fund"])
    assert {number for one in paid for number in one.cohort_ids} == set(world["past_cohorts"])
    assert {one.status for one in paid} == {ActivityStatus.DONE}


def test_a_class_of_last_year_said_how_it_was(session, world):
    group, _title = world["past_groups"]["coast"]
    code = select(SurveyCode.id).where(SurveyCode.group_kind == group.kind, SurveyCode.group_id == group.id)
    assert len(session.scalars(select(SurveyAnswer).where(SurveyAnswer.code_id.in_(code))).all()) >= 5


def test_a_move_to_another_administration_waits(session, world):
    waiting, _since = session.execute(standing(None)).one()
    assert waiting == 1


def test_it_needs_people_and_a_course(session):
    history.load({}, NOW)
    current.load({}, NOW)
