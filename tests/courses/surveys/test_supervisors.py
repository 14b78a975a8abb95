"""Supervisors: named, written to, reminded, answering once; a link that is opened twice or passed on."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from courses.surveys.models import SupervisorLink, SurveyAnswer
from courses.surveys.queries import supervising as queries
from courses.surveys.rules.supervising import LINK_LIFE
from courses.surveys.services import supervising as services
from courses.surveys.services.answering import WrongSheet
from courses.surveys.tasks import send_due
from lms import ids
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.db import end_read_session
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.mail.folder import letters_folder
from lms.queue import jobs
from tests.builders import surveys as build
from tests.builders.audit import records_apart
from tests.builders.people import administration, person, viewer

DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch, now):
    """Lets the clock stand so many days after now, and the worker do what is due."""

    def go(days):
        moment = now + days * DAY
        monkeypatch.setattr("lms.clock.now", lambda: moment)
        end_read_session()
        send_due(moment)
        jobs.run_due(moment)
        return moment

    for path in letters_folder().glob("*.eml"):
        path.unlink()
    return go


def letters():
    found = sorted(letters_folder().glob("*.eml"))
    return [path.read_bytes().decode() for path in found]


def token_in(letter):
    return re.search(r"/forms/supervisor/([\w-]+)", letter.replace("=\n", ""))[1]


def entries(session):
    rows = session.scalars(select(AuditEntry).where(AuditEntry.name.startswith("survey.supervisor")))
    return [(one.name, one.actor_id, one.data["request_id"]) for one in rows.all()]


def test_a_supervisor_is_asked_after_three_and_after_six_months(session, me, version, now):
    first, second = build.named(session, me, version, now, ago=timedelta(0))
    assert [(one.months, one.due_on) for one in (first, second)] == [(3, date(2027, 2, 25)), (6, date(2027, 5, 25))]
    assert [name for name, _actor, _request in entries(session)] == ["survey.supervisor-named"] * 2


def test_naming_somebody_else_ends_what_was_asked_before_and_forgets_the_address(session, me, version, now):
    before = build.named(session, me, version, now)
    after = build.named(session, me, version, now, name="Rae Next", email="rae@post.example")
    assert {(one.ended_reason, one.supervisor_email) for one in before} == {("replaced", "")}
    assert {one.ended_reason for one in after} == {None}


def test_what_was_answered_is_not_asked_again(session, me, version, now):
    first, _second = build.named(session, me, version, now)
    build.answered(session, first, now)
    assert [one.months for one in build.named(session, me, version, now, name="Rae Next")] == [6]


def test_a_course_of_long_ago_is_not_asked_about(session, me, version, now):
    with pytest.raises(RuleBroken, match="time is over"):
        build.named(session, me, version, now, ago=timedelta(days=300))


def test_nobody_names_their_own_address(session, officer, me, version, now):
    officer.email = "me@post.example"
    session.flush()
    with pytest.raises(BadInput) as refused:
        build.named(session, me, version, now, email="Me@post.example ")
    assert refused.value.field == "email"


def test_three_strangers_are_written_to_about_one_course_and_no_fourth(session, me, version, now):
    for number in range(3):
        [first, _second] = build.named(session, me, version, now, email=f"s{number}@post.example")
        first.sent_at = now
    assert [one.months for one in build.named(session, me, version, now)] == [6]


def test_the_letter_goes_out_on_its_day_in_the_language_of_the_supervisor(session, me, version, now, at):
    [first, _second] = build.named(session, me, version, now, ago=timedelta(days=85))
    first.language = "fr"
    session.commit()
    at(0)
    assert letters() == []
    moment = at(8)
    [letter] = letters()
    assert "To: boss@post.example" in letter
    assert "Tiny course" in letter
    session.refresh(first)
    assert first.sent_at == moment
    assert session.scalars(select(SupervisorLink.token_hash)).all() == [ids.digest(token_in(letter))]


def test_run_twice_the_task_sends_one_letter(session, me, version, now, at):
    build.named(session, me, version, now)
    session.commit()
    at(0)
    at(0)
    assert len(letters()) == 1


def test_one_reminder_goes_out_after_two_weeks_and_both_links_open_the_same(session, me, version, now, at):
    [first, _second] = build.named(session, me, version, now)
    session.commit()
    for days in (0, 13, 14, 20, 30):
        at(days)
    both = letters()
    assert len(both) == 2
    assert {queries.request_by_token(session, token_in(one)).id for one in both} == {first.id}


def test_who_has_answered_is_not_reminded(session, me, version, now, at):
    [first, _second] = build.named(session, me, version, now)
    session.commit()
    at(0)
    build.answered(session, session.merge(first), now)
    session.commit()
    at(14)
    assert len(letters()) == 1


def test_a_letter_that_waited_until_it_was_withdrawn_is_not_sent(session, me, version, now, at, monkeypatch):
    [first, _second] = build.named(session, me, version, now)
    session.commit()
    send_due(now)
    services.withdraw(session, first.uuid, viewer=me, now=now)
    session.commit()
    end_read_session()
    jobs.run_due(now)
    assert letters() == []


def test_after_sixty_days_the_address_is_forgotten(session, me, version, now, at):
    [first, _second] = build.named(session, me, version, now)
    session.commit()
    at(0)
    at(59)
    session.refresh(first)
    assert first.supervisor_email == "boss@post.example"
    at(60)
    session.refresh(first)
    assert first.supervisor_email == ""


def test_about_whose_account_is_closed_nobody_is_asked(session, officer, me, version, now, at):
    [first, _second] = build.named(session, me, version, now)
    officer.closed_at = now
    session.commit()
    at(0)
    session.refresh(first)
    assert (letters(), first.ended_reason) == ([], "withdrawn")


def test_an_answer_is_kept_once_with_the_name_that_was_typed(session, me, version, now):
    [first, _second] = build.named(session, me, version, now)
    token = build.linked(session, first, now)
    services.answer_request(session, token, " Rae Other ", build.sheet(build.SUPERVISOR), now=now)
    with pytest.raises(Conflict, match="was already used"):
        services.answer_request(session, token, "Sam Boss", build.sheet(build.SUPERVISOR), now=now)
    [kept] = session.scalars(select(SurveyAnswer))
    assert (kept.request_id, kept.answered_as, kept.code_id) == (first.id, "Rae Other", None)
    assert kept.answers == {"looks": 4, "documents": 3, "shares": True, "hinders": "nothing"}
    assert (first.ended_reason, first.supervisor_email) == ("answered", "")


@pytest.mark.parametrize(("name", "raw"), [("", build.SUPERVISOR), ("x" * 121, build.SUPERVISOR), ("Sam", {})])
def test_without_a_name_or_without_an_answer_nothing_is_kept_and_the_link_still_works(
    session, me, version, now, name, raw
):
    [first, _second] = build.named(session, me, version, now)
    token = build.linked(session, first, now)
    with pytest.raises((BadInput, WrongSheet)):
        services.answer_request(session, token, name, build.sheet(raw), now=now)
    assert first.ended_at is None
    assert session.scalars(select(SurveyAnswer)).all() == []


def test_a_link_that_ran_out_takes_no_answer(session, me, version, now):
    [first, _second] = build.named(session, me, version, now)
    token = build.linked(session, first, now)
    with pytest.raises(Conflict):
        services.answer_request(session, token, "Sam", build.sheet(build.SUPERVISOR), now=now + LINK_LIFE)


def test_a_link_that_nobody_sent_is_not_found(session, now):
    with pytest.raises(NotFound):
        services.answer_request(session, "abc", "Sam", build.sheet(build.SUPERVISOR), now=now)


def test_who_does_not_know_the_officer_is_asked_nothing_more(session, me, version, now):
    both = build.named(session, me, version, now)
    services.refuse(session, build.linked(session, both[0], now), now=now)
    assert {(one.ended_reason, one.supervisor_email) for one in both} == {("stranger", "")}
    assert [actor for name, actor, _request in entries(session) if name.endswith("ended")] == [None, None]


def test_another_officer_does_not_find_the_request(session, me, version, now):
    [first, _second] = build.named(session, me, version, now)
    other = viewer(session, person(session, "Other", Role.OFFICER))
    with pytest.raises(NotFound):
        services.withdraw(session, first.uuid, viewer=other, now=now)


def test_what_has_ended_is_not_withdrawn(session, me, version, now):
    [first, _second] = build.named(session, me, version, now)
    services.withdraw(session, first.uuid, viewer=me, now=now)
    with pytest.raises(Conflict):
        services.withdraw(session, first.uuid, viewer=me, now=now)


def test_a_trainer_sees_the_requests_about_officers_of_their_scope_and_never_their_own(session, version, now):
    home, away = administration(session), administration(session)
    near = person(session, "Near", (Role.OFFICER, home), place=home)
    far = person(session, "Far", (Role.OFFICER, away), place=away)
    local = person(session, "Local", (Role.TRAINER, home), (Role.OFFICER, home), place=home)
    for row in (near, far, local):
        build.named(session, viewer(session, row), version, now)
    seen = queries.requests_seen(session, viewer(session, local))
    assert {one.person_id for one in seen} == {near.id}


def test_every_record_has_its_entry(session, me, version, now):
    first, second = build.named(session, me, version, now)
    build.answered(session, first, now)
    services.withdraw(session, second.uuid, viewer=me, now=now)
    build.named(session, me, version, now)
    assert records_apart(session) == []
