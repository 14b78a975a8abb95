"""What goes to a host and what may come back: the text that is frozen, addresses, limits of answers, and letters."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.missions.models import MissionFollowUp, MissionFollowUpAnswer, MissionHostAnswer, MissionPart
from assessments.missions.queries.reports import report_by_uuid
from assessments.missions.rules.entries import Section
from assessments.missions.rules.following import FollowUpState
from assessments.missions.rules.hosts import HostSaid, is_released, is_silent, may_say
from assessments.missions.services.delivering import (
    HostAddress,
    answer_follow_up,
    deliver_report,
    host_says,
    record_answer,
    report_content,
)
from assessments.missions.services.planning import cancel_mission, plan_mission
from assessments.missions.services.team import add_member
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.queue.models import Job
from tests.builders import missions, people
from tests.builders.audit import entries, records_apart
from tests.builders.people import NOW

HOST = HostAddress("Office of the Director", "office@host.example")


@pytest.fixture
def report(mission, now):
    mission.write(Section.OBSERVATION, mission.candidate, now)
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    return mission.deliver(now)


@pytest.fixture
def beside(session, mission, now):
    """The report of another mission, which nobody here touches."""
    made = missions.mission(session, now, country="KE", words="Beside")
    made.write(Section.RECOMMENDATION, made.lead, now)
    return made.deliver(now)


def test_a_host_reads_the_plan_the_team_and_each_part_as_it_stands(session, mission, now):
    unit = people.unit(session, mission.host, "Seaport")
    helper = people.person(session, "Abel Zed")
    add_member(session, mission.found, helper.username, MissionPart.FACILITATOR, actor=mission.planner, now=now)
    draft = missions.draft(host_id=mission.host.id, unit_ids=[unit.id], title="To the port")
    made = plan_mission(session, draft, actor=mission.planner, now=now)
    uuid = mission.write(Section.TASK, mission.lead, now)
    said = report_content(session, mission.found)
    [entry] = said.pop("entries")
    assert (entry["uuid"], entry["revision"], entry["section"]) == (uuid, 1, "task")
    assert entry["body"]["indicator"] == "A profile in use"
    assert said == {
        "title": "Diagnostic mission", "country": "LA", "host": mission.host.name, "units": [],
        "starts_on": "2026-11-02", "ends_on": "2026-11-06", "language": "en",
        "terms": {"risk-management": "Look at profiles."},
        "team": ["Lena Lead", "Abel Zed", "Cara Candidate", "Ed Expert", "Otto Other"],
    }  # fmt: skip
    mission.row = made
    other = report_content(session, mission.found)
    assert (other["units"], other["team"], other["entries"]) == (["Seaport"], [], [])
    made.host_id = None
    session.flush()
    assert "Lao" in report_content(session, mission.found)["host"]


def deliver(session, mission, host, now):
    return deliver_report(session, mission.found, host, by_id=mission.lead.id, now=now)


@pytest.mark.parametrize(
    ("host", "field"),
    [
        (HostAddress(" ", "office@host.example"), "host_name"),
        (HostAddress("x" * 161, "office@host.example"), "host_name"),
        (HostAddress("Office", "office.host.example"), "host_email"),
        (HostAddress("Office", "of fice@host.example"), "host_email"),
        (HostAddress("Office", "o" * 242 + "@host.example"), "host_email"),
    ],
)
def test_an_address_to_which_nothing_can_go_is_refused_beside_its_field(session, mission, now, host, field):
    mission.write(Section.OBSERVATION, mission.lead, now)
    with pytest.raises(BadInput) as fault:
        deliver(session, mission, host, now)
    assert fault.value.field == field


def test_a_delivery_is_kept_with_who_sent_it_when_and_to_whom_and_asks_three_times_later(session, mission, beside, now):
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    before = len(session.scalars(select(Job.id).where(Job.kind == "mission-report-letter")).all())
    row = deliver(session, mission, HostAddress("x " * 80, f" {'o' * 241}@host.example "), now)
    assert (len(row.host_name), len(row.host_email)) == (159, 254)
    assert (row.number, row.delivered_by_id, row.delivered_at) == (1, mission.lead.id, now)
    asked = session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.mission_id == mission.row.id).order_by(MissionFollowUp.months)
    ).all()
    assert [(one.months, one.due_on.isoformat(), one.sent_at, one.answered_at) for one in asked] == [
        (3, "2027-02-25", None, None), (6, "2027-05-25", None, None), (12, "2027-11-25", None, None),
    ]  # fmt: skip
    entry = entries(session, "mission.report-delivered")[-1]
    assert (entry.subject, entry.actor_id, entry.data) == (
        f"mission:{mission.row.id}", mission.lead.id, {"number": 1, "digest": row.digest},
    )  # fmt: skip
    jobs = session.scalars(select(Job).where(Job.kind == "mission-report-letter").order_by(Job.id)).all()
    assert (len(jobs), jobs[-1].payload) == (before + 1, {"report_id": row.id})


def test_a_task_alone_is_no_report_and_a_cancelled_mission_has_none(session, mission, now):
    mission.write(Section.TASK, mission.lead, now)
    mission.write(Section.INTERVIEW, mission.lead, now)
    with pytest.raises(RuleBroken, match="nothing to deliver"):
        deliver(session, mission, HOST, now)
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    cancel_mission(session, mission.found, "No.", actor=mission.planner, now=now)
    with pytest.raises(Conflict):
        deliver(session, mission, HOST, now)


def test_no_interview_goes_out_with_a_name_that_got_an_account_since(session, mission, now):
    mission.write(Section.OBSERVATION, mission.lead, now)
    mission.write(Section.INTERVIEW, mission.lead, now, office="Nadia Newcomer")
    people.person(session, "Nadia Newcomer")
    with pytest.raises(RuleBroken, match="names a person"):
        deliver(session, mission, HOST, now)


def test_an_answer_may_be_as_long_as_this_and_is_kept_with_its_name_for_its_report_alone(session, report, beside, now):
    def say(word, **more):
        host_says(session, report.uuid, word, **({"answered_as": "Director"} | more), now=now)

    for word, more, field in (
        (HostSaid.FEEDBACK, {"words": " "}, "words"),
        (HostSaid.FEEDBACK, {"words": "x" * 4001}, "words"),
        (HostSaid.REFUSED, {"words": "x" * 4001}, "words"),
        (HostSaid.FEEDBACK, {"words": "Good.", "answered_as": "x" * 161}, "answered_as"),
    ):
        with pytest.raises(BadInput) as fault:
            say(word, **more)
        assert fault.value.field == field
    with pytest.raises(NotFound):
        host_says(session, new_uuid(), HostSaid.REFUSED, answered_as="Director", now=now)
    say(HostSaid.FEEDBACK, words=f" {'x' * 4000} ", answered_as=f" The  {'x' * 156}")
    [row] = session.scalars(select(MissionHostAnswer)).all()
    assert (row.report_id, row.said, row.words, row.answered_as, row.at) == (
        report.id, "feedback", "x" * 4000, f"The {'x' * 156}", now,
    )  # fmt: skip
    [entry] = entries(session, "mission.host-answered")
    assert (entry.subject, entry.actor_id, entry.data) == (f"mission-report:{report.id}", None, {"what": "feedback"})
    with pytest.raises(Conflict):
        record_answer(session, report_by_uuid(session, report.uuid), HostSaid.FEEDBACK, words="", answered_as="",
                      now=now)  # fmt: skip
    say(HostSaid.RELEASED)
    assert report_by_uuid(session, beside.uuid).said == frozenset()


EVERY = [set(), {HostSaid.SILENT}, {HostSaid.FEEDBACK}, {HostSaid.REFUSED}, {HostSaid.RELEASED},
         {HostSaid.RELEASED, HostSaid.KEPT_BACK}, {HostSaid.FEEDBACK, HostSaid.RELEASED}]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "may"),
    [
        (HostSaid.FEEDBACK, [True, True, False, False, True, True, False]),
        (HostSaid.REFUSED, [True, True, False, False, True, True, False]),
        (HostSaid.RELEASED, [True, True, True, True, False, False, False]),
        (HostSaid.KEPT_BACK, [False, False, False, False, True, False, True]),
        (HostSaid.SILENT, [False] * 7),
    ],
)
def test_what_a_host_may_say_after_what_it_said(word, may):
    assert [may_say(word, said) for said in EVERY] == may


def test_what_is_released_and_what_is_silent_after_what_a_host_said():
    assert [is_released(said) for said in EVERY] == [False, False, False, False, True, False, True]
    late = NOW + timedelta(days=15)
    assert [is_silent(NOW, said, late) for said in EVERY] == [True, False, False, False, True, True, False]


def asked_of(session, report, months=3):
    return session.scalars(
        select(MissionFollowUp).where(MissionFollowUp.mission_id == report.mission_id, MissionFollowUp.months == months)
    ).one()


def test_what_became_of_recommendations_is_kept_for_one_question_alone(session, mission, report, beside, now):
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    newest = mission.deliver(now)
    first, second = (one["uuid"] for one in newest.content["entries"] if one["section"] == "recommendation")
    observed = next(one["uuid"] for one in newest.content["entries"] if one["section"] == "observation")
    asked = asked_of(session, report)

    def answer(answers, name="Director"):
        answer_follow_up(session, asked, answers, answered_as=name, now=now)

    done = (FollowUpState.DONE, "")
    for answers, name, field in (
        ({first: done}, " ", "answered_as"),
        ({first: done}, "x" * 161, "answered_as"),
        ({first: (None, "Nothing yet.")}, "Director", "answers"),
        ({observed: done}, "Director", "answers"),
        ({first: done, second: (FollowUpState.NOT, " ")}, "Director", "answers"),
        ({first: done, second: (FollowUpState.UNDER_WAY, "x" * 4001)}, "Director", "answers"),
    ):
        with pytest.raises(BadInput) as fault:
            answer(answers, name)
        assert fault.value.field == field
    assert asked.answered_at is None
    under_way = (FollowUpState.UNDER_WAY, f" {'x' * 3998} ")
    answer({first: done, second: under_way, observed: done}, f" {'x' * 160} ")
    session.refresh(asked)
    assert (asked.answered_at, asked.answered_as) == (now, "x" * 160)
    rows = session.scalars(select(MissionFollowUpAnswer).order_by(MissionFollowUpAnswer.entry_id)).all()
    assert [(one.follow_up_id, one.state, one.words) for one in rows] == [
        (asked.id, "done", ""), (asked.id, "under-way", "x" * 3998),
    ]  # fmt: skip
    assert asked_of(session, report, 6).answered_at is None
    assert asked_of(session, beside).answered_at is None
    [entry] = entries(session, "mission.followed-up")
    assert (entry.subject, entry.actor_id, entry.data) == (f"mission:{mission.row.id}", None, {"months": 3})
    assert records_apart(session) == []
