"""The log: what people write in it, what the product knows by itself, and who reads it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from assessments.missions.rules.entries import Section
from assessments.missions.services.practice import record_practice
from certificates.permissions import SchemeRole
from certificates.practice.models import PracticeRevision
from certificates.practice.policy import log_seen
from certificates.practice.queries.audited import AUDITED
from certificates.practice.queries.evidence import PracticeSource
from certificates.practice.queries.years import practice_log
from certificates.practice.rules.log import PracticeKind, PracticeOrigin, PracticeUnit
from certificates.practice.services import PracticeDraft, correct_practice, log_practice, withdraw_practice
from courses.api import ActivityKind
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from tests.builders import candidates as build
from tests.builders import certificates, cohorts, evidence, missions, people, programme
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def officer(session):
    return people.viewer(session, people.person(session, "Ama Quill", Role.OFFICER))


def draft(now, **more):
    values = {
        "kind": PracticeKind.TRAINING, "on": now.date(), "amount": 2, "unit": PracticeUnit.DAYS, "country": "GH",
        "role": "Trainer", "words": "Trained twelve officers on shipping documents.",
    }  # fmt: skip
    return PracticeDraft(**(values | more))


def log_of(session, person_id, now):
    return practice_log(session, [person_id], now)[person_id]


def test_what_is_logged_corrected_and_withdrawn_stays_in_the_record_and_the_newest_counts(session, officer, now):
    uuid = log_practice(session, draft(now), actor=officer, now=now).uuid
    correct_practice(session, uuid, draft(now, amount=3), "It was three days.", actor=officer, now=now)
    (line,) = log_of(session, officer.id, now)
    assert (line.amount, line.country, line.origin) == (3, "GH", PracticeOrigin.LOGGED)
    withdraw_practice(session, uuid, "It was cancelled.", actor=officer, now=now)
    assert log_of(session, officer.id, now) == []
    rows = session.scalars(select(PracticeRevision).order_by(PracticeRevision.no)).all()
    assert [(one.no, one.amount, one.withdrawn) for one in rows] == [(1, 2, False), (2, 3, False), (3, 3, True)]
    assert [one.faults for one in compare_all(session, AUDITED) if one.faults] == []
    with pytest.raises(RuleBroken, match="was withdrawn"):
        correct_practice(session, uuid, draft(now), "Again.", actor=officer, now=now)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("on", {"on": date(2100, 1, 1)}),
        ("on", {"on": date(1989, 12, 31)}),
        ("amount", {"amount": 0}),
        ("amount", {"amount": 2001}),
        ("country", {"country": "XX"}),
        ("evidence", {"evidence": "evidence:of-somebody-else"}),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(session, officer, now, field, change):
    with pytest.raises(BadInput) as fault:
        log_practice(session, draft(now, **change), actor=officer, now=now)
    assert fault.value.field == field


def test_nobody_corrects_or_withdraws_the_entry_of_another_and_a_reason_is_asked_for(session, officer, now):
    uuid = log_practice(session, draft(now), actor=officer, now=now).uuid
    other = people.viewer(session, people.person(session, None, Role.OFFICER))
    for act in (
        lambda: correct_practice(session, uuid, draft(now), "Why not.", actor=other, now=now),
        lambda: withdraw_practice(session, uuid, "Why not.", actor=other, now=now),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(BadInput) as fault:
        correct_practice(session, uuid, draft(now), " ", actor=officer, now=now)
    assert fault.value.field == "reason"


def test_of_two_corrections_at_once_one_is_refused(session, officer, now, monkeypatch):
    uuid = log_practice(session, draft(now), actor=officer, now=now).uuid
    from certificates.practice import services

    before = services.own_entry(session, officer, uuid)
    session.expunge(before.revision)
    correct_practice(session, uuid, draft(now, amount=3), "Three days.", actor=officer, now=now)
    monkeypatch.setattr(services, "own_entry", lambda *_all: before)
    with pytest.raises(Conflict):
        correct_practice(session, uuid, draft(now, amount=4), "Four days.", actor=officer, now=now)


def test_an_entry_may_name_evidence_of_ones_own_until_that_is_withdrawn(session, officer, now):
    item = evidence.item(session, officer.id, now, files=False)
    ref = f"evidence:{item.uuid}"
    log_practice(session, draft(now, evidence=ref), actor=officer, now=now)
    assert log_of(session, officer.id, now)[0].evidence == ref
    evidence.withdraw(session, item, officer, now)
    with pytest.raises(BadInput):
        log_practice(session, draft(now, evidence=ref), actor=officer, now=now)


def test_cohorts_that_somebody_led_come_by_themselves_once_they_are_over(session, now):
    place = people.administration(session, country="GH")
    leader = cohorts.trainer(session, place=place)
    found = cohorts.cohort(session, certificates.course_version(session), now, leader=leader, place=place)
    last = found.row.ends_on
    assert log_of(session, leader.id, now) == []
    (line,) = log_of(session, leader.id, now + timedelta(days=(last - now.date()).days + 1))
    assert (line.kind, line.on, line.country, line.origin) == (
        PracticeKind.TRAINING, last, found.row.country, PracticeOrigin.KNOWN,
    )  # fmt: skip
    assert line.amount == (last - found.row.starts_on).days + 1


def test_a_mission_comes_by_itself_once_its_report_is_delivered(session, now):
    mission = missions.mission(session, now)
    assert log_of(session, mission.lead.id, now) == []
    mission.write(Section.OBSERVATION, mission.lead, now)
    mission.deliver(now)
    (line,) = log_of(session, mission.lead.id, now)
    assert (line.kind, line.on, line.country, line.role) == (
        PracticeKind.MISSION, mission.row.ends_on, "LA", "lead",
    )  # fmt: skip


def test_an_operation_in_which_somebody_was_observed_comes_by_itself(session, now):
    person = people.person(session, "Ama Quill", Role.OFFICER)
    expert = people.person(session, "Ed Expert")
    people.give_anywhere(session, expert, Grant("supervising-expert"))
    activity = programme.activity(
        session,
        now,
        kind=ActivityKind.OPERATION,
        country="KE",
        region_id=None,
        starts_on=now.date(),
        ends_on=now.date(),
    )
    record_practice(
        session,
        activity,
        person.username,
        now.date(),
        "Led the search.",
        observer=people.viewer(session, expert),
        now=now,
    )
    (line,) = log_of(session, person.id, now)
    assert (line.kind, line.on, line.country, line.role) == (PracticeKind.OPERATION, now.date(), "KE", "observed")


def test_the_log_is_evidence_a_piece_a_year_and_another_line_changes_its_own_year_alone(session, officer, now):
    log_practice(session, draft(now, on=date(2024, 5, 2)), actor=officer, now=now)
    log_practice(session, draft(now, on=date(2025, 5, 2)), actor=officer, now=now)
    before = {one.ref: one.digest for one in PracticeSource().pieces(session, [officer.id], now)}
    log_practice(session, draft(now, on=date(2025, 7, 2)), actor=officer, now=now)
    after = {one.ref: one.digest for one in PracticeSource().pieces(session, [officer.id], now)}
    changed = {ref for ref in after if after[ref] != before.get(ref)}
    assert {ref.rpartition(":")[2] for ref in after} == {"2024", "2025"}
    assert {ref.rpartition(":")[2] for ref in changed} == {"2025"}


def test_the_number_of_queries_grows_neither_with_people_nor_with_entries(session, now):
    def counted(everybody):
        statements = []

        def note(_conn, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(session.connection(), "before_cursor_execute", note)
        practice_log(session, [one.id for one in everybody], now)
        event.remove(session.connection(), "before_cursor_execute", note)
        return len(statements)

    few = [people.viewer(session, people.person(session, None, Role.OFFICER)) for _number in range(2)]
    many = few + [people.viewer(session, people.person(session, None, Role.OFFICER)) for _number in range(8)]
    for one in many:
        for _number in range(3):
            log_practice(session, draft(now), actor=one, now=now)
    counted(few)  # so that nothing is asked for the first time
    assert counted(few) == counted(many)


def test_only_who_keeps_the_file_or_sits_on_its_panel_reads_the_log_of_a_candidate(session, now):
    on = build.scheme(session, people.person(session), now, make.definition())
    person = make.officer(session)
    found = build.candidate(session, person, on, now, "known")
    keeper = make.of_scheme(session, on, SchemeRole.REGISTRAR)
    assert log_seen(session, keeper, found.row.uuid).row.id == found.row.id
    for other in (
        people.viewer(session, person),
        make.of_scheme(session, on, SchemeRole.DECIDER),  # who sits on no panel about this person
        make.of_scheme(session, on, SchemeRole.SCHEME_OWNER),
        people.viewer(session, people.person(session, None, SchemeRole.AUTHORISED_BODY)),
    ):
        with pytest.raises(NotFound):
            log_seen(session, other, found.row.uuid)
