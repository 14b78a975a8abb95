"""Reports frozen and sent: what a host may say, silence, questions after months, evidence for many people."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.missions.models import MissionFollowUp, MissionHostAnswer
from assessments.missions.queries.evidence import mission_evidence
from assessments.missions.queries.reports import followed, noted, reports_of
from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.entries import Section
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid
from assessments.missions.services.delivering import answer_follow_up, host_says
from assessments.missions.services.practice import record_practice
from assessments.missions.tasks import look_after_hosts
from courses.api import ActivityKind, activities_of_kind
from lms.access import Role
from lms.db import end_read_session
from lms.errors import BadInput, Conflict, RuleBroken
from lms.mail.folder import letters_folder
from lms.queue import jobs
from tests.builders import missions, people, programme
from tests.builders.audit import records_apart
from tests.builders.crowd import statements

DAY = timedelta(days=1)


@pytest.fixture
def report(mission, now):
    mission.write(Section.OBSERVATION, mission.candidate, now)
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    return mission.deliver(now)


@pytest.fixture
def at(session, monkeypatch, now):
    """Lets the clock stand so many days after now, and the worker do what is due."""

    def go(days):
        moment = now + days * DAY
        monkeypatch.setattr("lms.clock.now", lambda: moment)
        session.commit()
        end_read_session()
        look_after_hosts(moment)
        jobs.run_due(moment)
        session.expire_all()
        return moment

    for path in letters_folder().glob("*.eml"):
        path.unlink()
    return go


def letters():
    return [
        path.read_bytes().decode().replace("=\r\n", "").replace("=\n", "")
        for path in sorted(letters_folder().glob("*.eml"))
    ]


def said(session, report):
    return {
        one.said for one in session.scalars(select(MissionHostAnswer).where(MissionHostAnswer.report_id == report.id))
    }


def test_a_report_is_frozen_with_its_digest_and_without_authors(session, mission, report):
    assert report.digest == digest_of(report.content)
    assert "authors" not in str(report.content)
    assert report.content["team"][0] == "Lena Lead"
    assert "andidate" not in str({**report.content, "team": []})


def test_the_same_text_is_not_sent_twice_and_another_is_the_next_version(session, mission, report, now):
    with pytest.raises(RuleBroken, match="has not changed"):
        mission.deliver(now)
    mission.write(Section.TASK, mission.other, now)
    assert mission.deliver(now).number == 2
    assert [one.row.number for one in reports_of(session, [mission.row.id])[mission.row.id]] == [2, 1]
    assert len(session.scalars(select(MissionFollowUp)).all()) == 3
    assert records_apart(session) == []


def test_an_empty_report_is_not_delivered(mission, now):
    with pytest.raises(RuleBroken, match="nothing to deliver"):
        mission.deliver(now)


def test_the_host_gets_a_letter_with_a_link(at, report):
    at(0)
    [letter] = letters()
    assert "To: office@host.example" in letter
    assert re.search(r"/host/reports/[\w.-]+", letter)


def test_silence_is_recorded_after_fifteen_days_once_and_blocks_nothing(session, report, at, now):
    at(14)
    assert said(session, report) == set()
    at(15)
    at(16)
    assert said(session, report) == {HostSaid.SILENT}
    host_says(session, report.uuid, HostSaid.FEEDBACK, words="Useful.", answered_as="Director", now=now)
    assert said(session, report) == {HostSaid.SILENT, HostSaid.FEEDBACK}
    assert records_apart(session) == []


def test_a_host_answers_once_with_words_and_a_name(session, report, now):
    with pytest.raises(BadInput) as fault:
        host_says(session, report.uuid, HostSaid.FEEDBACK, answered_as="Director", now=now)
    assert fault.value.field == "words"
    with pytest.raises(BadInput) as fault:
        host_says(session, report.uuid, HostSaid.REFUSED, now=now)
    assert fault.value.field == "answered_as"
    host_says(session, report.uuid, HostSaid.REFUSED, answered_as="Director", now=now)
    with pytest.raises(Conflict):
        host_says(session, report.uuid, HostSaid.FEEDBACK, words="No.", answered_as="Director", now=now)


def test_what_a_host_released_counts_for_others_until_it_is_taken_back(session, report, now):
    assert [one.released for one in noted(session)] == [False]
    host_says(session, report.uuid, HostSaid.RELEASED, answered_as="Director", now=now)
    assert [one.released for one in noted(session)] == [True]
    host_says(session, report.uuid, HostSaid.KEPT_BACK, answered_as="Director", now=now)
    assert [one.released for one in noted(session)] == [False]


def test_a_host_is_asked_after_three_months_and_silence_leaves_the_recommendation_open(session, mission, report, at):
    manager = people.viewer(session, people.person(session, None, Role.PROGRAMME_MANAGER))
    at(80)
    assert followed(session, manager) == []
    at(95)
    assert sum("/host/follow-up/" in letter for letter in letters()) == 1
    assert [(one.follow_up.months, one.answer) for one in followed(session, manager)] == [(3, None)]
    elsewhere = missions.planner(session, "country", "KE")
    assert followed(session, elsewhere) == []


def test_what_became_of_a_recommendation_is_said_once_and_not_done_has_a_reason(session, mission, report, at, now):
    at(95)
    asked = session.scalars(select(MissionFollowUp).where(MissionFollowUp.months == 3)).one()
    uuid = next(one["uuid"] for one in report.content["entries"] if one["section"] == "recommendation")
    for answers in ({}, {uuid: (FollowUpState.NOT, " ")}, {"another": (FollowUpState.DONE, "")}):
        with pytest.raises(BadInput, match=r"recommendation|say why"):
            answer_follow_up(session, asked, answers, answered_as="Director", now=now)
    answer_follow_up(session, asked, {uuid: (FollowUpState.NOT, "No budget.")}, answered_as="Director", now=now)
    assert [(one.answer.state, one.answer.words) for one in followed(session, mission.planner)] == [
        ("not", "No budget.")
    ]
    with pytest.raises(Conflict):
        answer_follow_up(session, asked, {uuid: (FollowUpState.DONE, "")}, answered_as="Director", now=now)
    assert records_apart(session) == []


def test_the_address_of_a_host_is_forgotten_after_the_last_question(session, report, at):
    at(370)
    at(440)
    session.refresh(report)
    assert report.host_email == ""


@pytest.fixture
def operation(session, now):
    return programme.activity(
        session, now, kind=ActivityKind.OPERATION, title="Thunder", starts_on=now.date() - DAY, ends_on=now.date()
    )


def test_practice_is_kept_by_whoever_saw_it_within_the_days_of_the_operation(session, mission, operation, now):
    [activity] = activities_of_kind(session, ActivityKind.OPERATION)
    expert, name = mission.viewer(mission.expert), mission.candidate.username
    for day, words, field in (
        (now.date() + DAY, "x", "observed_on"),
        (now.date() - 9 * DAY, "x", "observed_on"),
        (now.date(), " ", "words"),
    ):
        with pytest.raises(BadInput) as fault:
            record_practice(session, activity, name, day, words, observer=expert, now=now)
        assert fault.value.field == field
    record_practice(session, activity, name, now.date(), "Searched a container.", observer=expert, now=now)
    with pytest.raises(Conflict):
        record_practice(session, activity, name, now.date(), "Again.", observer=expert, now=now)
    with pytest.raises(RuleBroken, match="same person"):
        record_practice(session, activity, mission.expert.username, now.date(), "Me.", observer=expert, now=now)
    assert records_apart(session) == []


def test_evidence_of_many_people_takes_as_many_questions_as_that_of_one(session, mission, report, operation, now):
    [activity] = activities_of_kind(session, ActivityKind.OPERATION)
    expert = mission.viewer(mission.expert)
    record_practice(session, activity, mission.candidate.username, now.date(), "Searched.", observer=expert, now=now)
    mission.annex(now)
    host_says(session, report.uuid, HostSaid.FEEDBACK, words="Useful.", answered_as="Director", now=now)
    found = mission_evidence(session, [mission.candidate.id, mission.other.id, mission.lead.id])
    kinds = {one: [piece.kind for piece in pieces] for one, pieces in found.items()}
    assert kinds == {
        mission.candidate.id: [
            "mission-annex",
            "mission-report",
            "mission-sections",
            "host-feedback",
            "mission-terms",
            "operation-practice",
        ],
        mission.other.id: ["mission-report", "host-feedback", "mission-terms"],
        mission.lead.id: [],
    }
    assert {len(piece.digest) for pieces in found.values() for piece in pieces} == {64}
    one, _found = statements(session, lambda: mission_evidence(session, [mission.candidate.id]))
    every, _found = statements(session, lambda: mission_evidence(session, list(found)))
    assert every <= one
