"""The pages on which attempts of others are looked at and annulled, people kept from an exam, and one more given."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.decisions.models import Decision
from assessments.exams.models import AttemptGrant
from assessments.exams.rules.misconduct import AnnulmentReason, BarReason
from assessments.exams.services.annulling import AttemptAnnulment
from assessments.exams.services.barring import ExamBar
from lms import clock
from lms.access import Role
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders import decisions
from tests.builders.people import administration, person

COURSE = f"/courses/{make.SLUG}/exams"
ANNUL = {"reason": "help", "words": decisions.WORDS, "opens_on": "2027-01-31", "key": "k1"}


@pytest.fixture(autouse=True)
def at_now(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def manager(session, signed_in):
    return signed_in(person(session, "Mary Manager", Role.PROGRAMME_MANAGER))


@pytest.fixture
def passed(session, exam, officer, now):
    made = make.sit(session, exam, officer, now)
    session.commit()
    return made


def test_two_managers_annul_an_attempt_and_its_person_reads_why(session, exam, officer, passed, manager, signed_in):
    page = manager.get(f"/manage/exams/{exam.uuid}/attempts").text
    assert f"/manage/attempts/{passed.uuid}" in page
    proposed = manager.post(f"/manage/attempts/{passed.uuid}/annul", data=ANNUL)
    assert proposed.status_code == 303
    here = signed_in(officer)
    assert "Passed with" in here.get(f"/attempts/{passed.uuid}").text
    assert "Decisions about" not in here.get("/attempts").text
    second = signed_in(person(session, "Sam Second", Role.PROGRAMME_MANAGER))
    said = {"words": "I saw the recording.", "confirm": "1"}
    assert second.post(proposed.headers["Location"], data=said).status_code == 303
    result = here.get(f"/attempts/{passed.uuid}").text
    assert "Cancelled: this attempt does not count" in result
    assert "Get your certificate" not in result
    assert "cancelled" in here.get("/attempts").text
    told = here.get(re.search(r"/decisions/[-0-9a-f]{36}", result)[0]).text
    assert decisions.WORDS in told
    assert "from 31 January 2027" in told
    assert "until 25 December 2026" in told
    assert "Mary Manager" not in told
    assert "Sam Second" not in told
    start = here.get(f"{COURSE}/{make.EXAM}").text
    assert "You may not sit this exam yet" in start
    assert "You may sit it from 31 January 2027" in start
    course = here.get(f"/courses/{make.SLUG}").text
    assert 'href="/attempts"' in course
    assert "This course has ended for you" in course
    assert "You have ended" not in course


def test_the_same_form_sent_twice_proposes_once(session, passed, manager):
    for _time in range(2):
        assert manager.post(f"/manage/attempts/{passed.uuid}/annul", data=ANNUL).status_code == 303
    assert len(session.scalars(select(Decision)).all()) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "weather"}, "reason"),
        ({"words": ""}, "words"),
        ({"words": "x" * 2001}, "words"),
        ({"opens_on": ""}, "never_again"),
        ({"never_again": "1"}, "never_again"),
        ({"opens_on": "31.1.2027"}, "opens_on"),
        ({"opens_on": "2026-11-24"}, "opens_on"),
    ],
)
def test_what_is_not_whole_is_refused_beside_its_field(session, passed, manager, change, field):
    page = manager.post(f"/manage/attempts/{passed.uuid}/annul", data=ANNUL | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert session.scalars(select(Decision)).all() == []


def test_never_again_is_said_in_words(session, exam, officer, passed, manager, signed_in, now):
    made = decisions.annul(session, passed, now, opens_on=None, never_again=True)
    session.commit()
    here = signed_in(officer)
    assert "never: there is no such day" in here.get(f"/decisions/{made.uuid}").text
    assert "You may not sit this exam again." in here.get(f"{COURSE}/{make.EXAM}").text


def test_ones_own_attempts_are_not_found_here(session, exam, version, signed_in, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    make.enrol(session, row.id, version.id, now=now)
    attempt = make.sit(session, exam, row, now)
    made = decisions.proposed_annulment(session, attempt, now)
    own = signed_in(row)
    assert attempt.uuid not in own.get(f"/manage/exams/{exam.uuid}/attempts").text
    assert own.get(f"/manage/attempts/{attempt.uuid}").status_code == 404
    assert own.post(f"/manage/attempts/{attempt.uuid}/annul", data=ANNUL).status_code == 404
    assert own.get(f"/manage/decisions/{made.uuid}").status_code == 404
    assert made.uuid not in own.get("/manage/decisions").text


def test_attempts_of_others_are_found_by_their_name_and_only_in_ones_care(session, exam, version, signed_in, now):
    here, there = administration(session), administration(session)
    near, far = (make.learner(session, version, now, place=place) for place in (here, there))
    attempts = [make.sit(session, exam, row, now) for row in (near, far)]
    local = signed_in(person(session, None, (Role.PROGRAMME_MANAGER, here)))
    address = f"/manage/exams/{exam.uuid}/attempts"
    assert [one.uuid in local.get(address).text for one in attempts] == [True, False]
    assert attempts[0].uuid in local.get(f"{address}?person={near.username}").text
    for name in (near.name, near.name.split()[0].upper()):
        assert attempts[0].uuid in local.get(f"{address}?person={name}").text
    for words in (far.username, far.name, "nobody-of-this-name"):
        page = local.get(f"{address}?person={words}").text
        assert "Nobody found" in page
        assert "/manage/attempts/" not in page
    assert local.get(f"/manage/attempts/{attempts[1].uuid}").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_attempts_as_for_one(
    session, exam, version, officer, passed, manager, counting, now
):
    counts = []
    for number in (1, 4):
        for _n in range(number - 1):
            make.sit(session, exam, make.learner(session, version, now), now)
        session.commit()
        manager.get(f"/manage/exams/{exam.uuid}/attempts")
        with counting() as seen:
            assert manager.get(f"/manage/exams/{exam.uuid}/attempts").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_a_long_list_has_pages(session, exam, version, quiz, manager, now):
    row = make.learner(session, version, now)
    for n in range(27):
        make.sit(session, quiz, row, now, seed=n)
    session.commit()
    second = manager.get(f"/manage/exams/{quiz.uuid}/attempts?page=2").text
    assert second.count("/manage/attempts/") == 2
    assert "27 attempts" in second


def test_somebody_is_kept_from_an_exam(session, exam, officer, manager):
    form = ANNUL | {"reason": "passed-on", "person": officer.username}
    assert manager.post(f"/manage/exams/{exam.uuid}/bar", data=form).status_code == 303
    made = session.scalars(select(Decision)).one()
    assert (made.kind, made.person_id, made.exam_id, made.state) == (
        "exam-bar", officer.id, exam.exam_id, "proposed"
    )  # fmt: skip
    refused = manager.post(f"/manage/exams/{exam.uuid}/bar", data=form | {"person": "nobody-here", "key": "k2"})
    assert (refused.status_code, 'id="person-error"' in refused.text) == (422, True)


def test_one_more_attempt_is_refused_in_words(session, exam, officer, manager, now):
    make.sit(session, exam, officer, now, wrong=tuple(make.RIGHT)[:5])
    session.commit()
    form = {"more-person": officer.username, "more-reason": "The power failed.", "more-key": "k"}
    refused = manager.post(f"/manage/exams/{exam.uuid}/attempt", data=form)
    assert "still has attempts" in refused.text
    assert session.scalars(select(AttemptGrant)).all() == []
    page = manager.post(f"/manage/exams/{exam.uuid}/attempt", data=form | {"more-person": "nobody-here"})
    assert (page.status_code, 'id="more-person-error"' in page.text) == (422, True)


def test_one_more_attempt_stands_on_both_pages(session, exam, officer, manager, signed_in, now):
    for n in range(3):
        make.sit(session, exam, officer, now - timedelta(days=9 - 2 * n), wrong=tuple(make.RIGHT)[:5], seed=n)
    session.commit()
    form = {"more-person": officer.username, "more-reason": "The power failed.", "more-key": "k"}
    assert manager.post(f"/manage/exams/{exam.uuid}/attempt", data=form).status_code == 303
    assert "The power failed." in manager.get(f"/manage/exams/{exam.uuid}").text
    assert "(1 extra)" in signed_in(officer).get(f"{COURSE}/{make.EXAM}").text


@pytest.mark.parametrize(
    "endpoint", ["exams.annul", "exams.bar", "exams.give_attempt", "decisions.decide", "decisions.judge"]
)
def test_the_password_is_asked_again_before_anything_is_decided(app, endpoint):
    assert app.view_functions[endpoint].step_up


def test_every_reason_has_words(app):
    assert set(AttemptAnnulment.reasons) == set(AnnulmentReason)
    assert set(ExamBar.reasons) == set(BarReason)


def test_nobody_is_named_to_the_person(session, officer, passed, signed_in, now):
    made = decisions.annul(session, passed, now)
    session.commit()
    names = [session.get_one(Person, number).name for number in (made.proposer_id, made.decided_by_id)]
    page = signed_in(officer).get(f"/decisions/{made.uuid}").text
    assert all(name not in page for name in names)
    assert "two programme managers" in page


def test_somebody_is_named_by_their_whole_name_unless_two_in_ones_care_bear_it(session, exam, version, manager, now):
    rows = [make.learner(session, version, now) for _n in range(2)]
    rows[0].name, rows[1].name = "Lina Ozturk", "Lina Maria Ozturk"
    session.commit()
    said = {"minutes": "10", "reason": "Reads with a magnifier."}
    address = f"/manage/exams/{exam.uuid}/time"
    assert manager.post(address, data=said | {"person": " lina  OZTURK ", "key": "1"}).status_code == 303
    part = manager.post(address, data=said | {"person": "Lina", "key": "2"})
    assert (part.status_code, "There is nobody with this name in your care" in part.text) == (422, True)
    rows[1].name = "Lina Ozturk"
    session.commit()
    both = manager.post(address, data=said | {"person": "Lina Ozturk", "key": "3"})
    assert both.status_code == 422
    assert all(row.username in both.text for row in rows)


def test_a_refusal_leads_back_to_the_page_of_the_form(session, exam, officer, manager):
    session.commit()
    here = f"/manage/exams/{exam.uuid}"
    said = {"more-person": officer.username, "more-reason": "The power failed.", "more-key": "k"}
    page = manager.post(f"{here}/attempt", data=said, headers={"Referer": f"http://localhost{here}"})
    assert page.status_code == 409
    assert f'href="{here}"' in page.text


def test_the_second_person_gets_from_the_decision_to_what_it_is_about(session, exam, officer, passed, manager, now):
    about_attempt = decisions.proposed_annulment(session, passed, now)
    about_exam = decisions.proposed_bar(session, exam, officer, now)
    session.commit()
    for made, address in ((about_attempt, f"/manage/attempts/{passed.uuid}"), (about_exam, f"{exam.uuid}/attempts")):
        found = re.search(rf'href="([^"]*{address})"', manager.get(f"/manage/decisions/{made.uuid}").text)
        assert manager.get(found[1]).status_code == 200


def test_who_is_kept_until_a_day_reads_when_it_has_come(session, exam, officer, signed_in, now, monkeypatch):
    made = decisions.bar(session, exam, officer, now, opens_on=(now + timedelta(days=1)).date())
    session.commit()
    here = signed_in(officer)
    assert "This day has come" not in here.get(f"/decisions/{made.uuid}").text
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert "This day has come" in here.get(f"/decisions/{made.uuid}").text
