"""The classes of the demonstration: three of the year before in two countries, and one that is under way."""

from collections import Counter

import pytest

from courses import demo as courses_demo
from courses.cohorts.demo import current, history
from courses.cohorts.queries.cohorts import cohorts_by_id
from courses.cohorts.queries.participants import participants_of
from courses.cohorts.rules.states import CohortState, ParticipantStatus
from courses.learning.queries.runs import newest_runs
from lms.people import demo as people_demo
from tests.builders.people import NOW

STATES = ParticipantStatus


@pytest.fixture(scope="module")
def loaded(module_session):
    made = {"passwords": []}
    with module_session():
        for part in (people_demo, courses_demo, history, current):
            part.load(made, NOW)
    return made


@pytest.fixture
def world(session, loaded):
    return loaded


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


def test_it_needs_people_and_a_course(session):
    history.load({}, NOW)
    current.load({}, NOW)
