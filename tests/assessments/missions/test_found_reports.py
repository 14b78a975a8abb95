"""Reports found: the newest of each mission, silence, questions that are due, and what became of recommendations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessments.missions.models import MissionFollowUp
from assessments.missions.queries.entries import entries_of, entry_of, revisions_of
from assessments.missions.queries.feedback import feedback_given_after
from assessments.missions.queries.reports import (
    due_follow_ups,
    follow_up_by_uuid,
    followed,
    noted,
    observations_in_full,
    report_by_uuid,
    reports_of,
    silent_reports,
)
from assessments.missions.rules.entries import ObservationGrade, Section, Topic
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import SILENCE, HostSaid
from assessments.missions.services.delivering import answer_follow_up, host_says
from assessments.missions.services.writing import remove_entry
from assessments.sheets.models import FeedbackRelease
from assessments.sheets.rules.states import Occasion
from assessments.sheets.services.performances import PerformancePlan, make_performance
from lms.access import Grant, Role
from lms.errors import NotFound
from lms.ids import new_uuid
from tests.builders import missions, people
from tests.builders.sheets import Bench, workshop

DAY = timedelta(days=1)


@pytest.fixture
def second(session, mission, now):
    """Another mission, of other people, to another country; it begins a day later."""
    made = missions.mission(session, now, country="KE", words="Second")
    made.row.starts_on += DAY
    return made


@pytest.fixture
def reports(mission, second, now):
    """A report of each with an observation and a recommendation."""
    for one in (mission, second):
        one.write(Section.OBSERVATION, one.candidate, now)
        one.write(Section.RECOMMENDATION, one.lead, now)
    return mission.deliver(now), second.deliver(now)


def says(session, report, word, now, words="Useful."):
    host_says(session, report.uuid, word, words=words, answered_as="Director", now=now)


def test_a_report_is_found_with_its_own_answers_in_their_order_and_the_newest_first(session, mission, reports, now):
    ours, theirs = reports
    says(session, theirs, HostSaid.FEEDBACK, now)
    says(session, ours, HostSaid.RELEASED, now)
    says(session, ours, HostSaid.REFUSED, now)
    mission.write(Section.TASK, mission.lead, now)
    next_one = mission.deliver(now)
    found = reports_of(session, [mission.row.id, -1])
    assert {number: [one.row.id for one in some] for number, some in found.items()} == {
        mission.row.id: [next_one.id, ours.id],
        -1: [],
    }
    assert [[one.said for one in each.answers] for each in found[mission.row.id]] == [[], ["released", "refused"]]
    by_link = report_by_uuid(session, ours.uuid)
    assert (by_link.row.id, by_link.said) == (ours.id, {HostSaid.RELEASED, HostSaid.REFUSED})
    assert report_by_uuid(session, new_uuid()) is None


def test_a_host_is_silent_from_the_fifteenth_day_on_while_it_has_not_said_what_it_thinks(session, reports, now):
    ours, theirs = reports

    def silent(at, most=9):
        return {one.row.id for one in silent_reports(session, at, most)}

    late = now + SILENCE
    assert silent(late - timedelta(seconds=1)) == set()
    assert silent(late) == {ours.id, theirs.id}
    assert silent(late, 1) == {ours.id}
    says(session, ours, HostSaid.RELEASED, now)
    assert silent(late) == {ours.id, theirs.id}
    says(session, ours, HostSaid.REFUSED, now)
    assert silent(late) == {theirs.id}


def test_a_question_is_due_on_its_day_and_once(session, mission, second, reports):
    first = session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.months == 3).order_by(MissionFollowUp.id)
    ).all()
    due = date(2027, 2, 25)
    assert due_follow_ups(session, due - DAY, 9) == []
    assert due_follow_ups(session, due, 9) == first
    assert due_follow_ups(session, due, 1) == first[:1]
    first[0].sent_at = reports[0].delivered_at
    session.flush()
    assert due_follow_ups(session, due, 9) == first[1:]
    assert follow_up_by_uuid(session, first[1].uuid) is first[1]
    assert follow_up_by_uuid(session, new_uuid()) is None


def asked(session, mission, months, now):
    """The question after so many months, sent."""
    row = session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.mission_id == mission.row.id, MissionFollowUp.months == months)
    ).one()
    row.sent_at = now
    session.flush()
    return row


def test_what_became_of_recommendations_is_told_of_questions_sent_the_newest_first(
    session, mission, second, reports, now
):
    three, six = asked(session, mission, 3, now), asked(session, mission, 6, now)
    asked(session, second, 3, now)
    uuid = next(one["uuid"] for one in reports[0].content["entries"] if one["section"] == "recommendation")
    answer_follow_up(session, three, {uuid: (FollowUpState.DONE, "")}, answered_as="Director", now=now)

    def told(viewer, *of):
        return [
            (one.mission.id, one.follow_up.months, one.answer and one.answer.state)
            for one in followed(session, viewer, *of)
        ]

    own = [(mission.row.id, 6, None), (mission.row.id, 3, "done")]
    theirs = (second.row.id, 3, None)
    assert told(mission.planner) == [*own, theirs]
    assert told(mission.planner, mission.row.id) == own
    assert told(missions.planner(session, "country", "KE")) == [theirs]
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    assert told(manager) == [*own, theirs]
    coordinator = people.a_viewer(1, Grant(Role.COORDINATOR, "country", "LA"))
    assert told(coordinator) == own
    assert told(replace(people.a_viewer(), country="LA")) == []
    [first, *_others] = followed(session, mission.planner)
    assert (first.entry_uuid, first.topic, first.words) == (uuid, "risk-management", "Write three profiles.")
    assert first.follow_up is six


def test_a_mission_counts_with_the_observations_of_its_newest_report(session, mission, second, reports, now):
    uuid = next(one["uuid"] for one in reports[0].content["entries"] if one["section"] == "observation")
    remove_entry(session, mission.found, uuid, base=1, by_id=mission.lead.id, now=now)
    mission.write(Section.OBSERVATION, mission.lead, now, topic=Topic.LEGAL.value, grade="strength", finding="A law.")
    says(session, reports[0], HostSaid.RELEASED, now)
    said = {(one.country, one.topic, one.grade, one.released) for one in noted(session)}
    assert said == {
        ("LA", Topic.RISK, ObservationGrade.NEED, True),
        ("KE", Topic.RISK, ObservationGrade.NEED, False),
    }
    mission.deliver(now)
    said = {(one.country, one.topic, one.grade, one.released) for one in noted(session)}
    assert said == {
        ("LA", Topic.LEGAL, ObservationGrade.STRENGTH, False),
        ("KE", Topic.RISK, ObservationGrade.NEED, False),
    }
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    read = [(one.id, body["finding"]) for one, body in observations_in_full(session, manager)]
    assert read == [(second.row.id, "There is no profile of wildlife."), (mission.row.id, "A law.")]
    coordinator = people.a_viewer(1, Grant(Role.COORDINATOR, "country", "LA"))
    assert [one.id for one, _body in observations_in_full(session, coordinator)] == [mission.row.id]
    assert observations_in_full(session, people.a_viewer()) == []


def test_entries_stand_by_section_then_as_they_were_begun_each_in_its_own_report(session, mission, second, now):
    task, first, later = (
        mission.write(section, mission.lead, now) for section in (Section.TASK, Section.INTERVIEW, Section.INTERVIEW)
    )
    theirs = second.write(Section.TASK, second.lead, now)
    both = [mission.row.id, second.row.id]
    found = {number: [one.row.uuid for one in some] for number, some in entries_of(session, both).items()}
    assert found == {mission.row.id: [first, later, task], second.row.id: [theirs]}
    assert entries_of(session, [second.row.id, -1])[-1] == []
    with pytest.raises(NotFound):
        entry_of(session, mission.row.id, theirs)
    entry = entry_of(session, mission.row.id, later)
    assert [one.entry_id for one in revisions_of(session, entry.row.id)] == [entry.row.id]
    remove_entry(session, mission.found, later, base=1, by_id=mission.other.id, now=now)
    assert [(one.number, one.removed) for one in revisions_of(session, entry.row.id)] == [(1, False), (2, True)]
    with pytest.raises(NotFound):
        entry_of(session, mission.row.id, later)


def test_feedback_is_given_when_every_workshop_since_the_mission_began_has_released_it(session, mission, now):
    start, candidate = mission.row.starts_on, mission.candidate

    def given():
        return feedback_given_after(session, mission.row, candidate.id)

    def performed(starts, person):
        bench.workshop = workshop(session, starts_on=starts, ends_on=starts)
        bench.perform(person_id=person.id)
        return bench.workshop

    def release(place):
        session.add(FeedbackRelease(workshop_id=place.id, by_id=bench.moderator.id, at=now))
        session.flush()

    bench = Bench(session)
    release(performed(start - DAY, candidate))  # about something else
    performed(start, mission.other)
    calibration = PerformancePlan(
        Occasion.CALIBRATION, bench.workshop.id, bench.version.id, person_id=candidate.id, exercise_id=None
    )
    make_performance(session, calibration, by_id=None, now=now)
    assert not given()
    first = performed(start, candidate)
    assert not given()
    release(first)
    assert given()  # whatever became of a calibration with the number of another workshop
    later = performed(start + DAY, candidate)
    assert not given()
    release(later)
    assert given()
