"""Pages of decisions as browsers meet them: what waits, the second person, the person concerned, the objection."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.decisions.models import Objection
from assessments.decisions.pages.waiting import check_decisions, decisions_next
from assessments.decisions.queries import decisions_first
from lms import clock
from lms.access import Role
from lms.people.models import Person
from lms.ports import Health, HomeSource
from lms.queue.models import Job
from tests.builders import decisions as make
from tests.builders.home import steps_of
from tests.builders.people import browser_of, person, viewer

DAY = timedelta(days=1)

DECISIONS = HomeSource(decisions_first, follows=decisions_next)


@pytest.fixture(autouse=True)
def at_now(monkeypatch, now):
    """The site's clock stands at the moment of the test; `now` moves it."""
    moment = {"now": now}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def enter(app, client, session):
    def sign(row):
        return browser_of(app, session, row)

    return sign


def row_of(session, who):
    return session.get_one(Person, who.id)


def test_the_second_person_finds_it_and_confirms_it(session, kind, officer, first, second, enter, now):
    made = make.proposed(session, officer, first, now)
    here = enter(row_of(session, second))
    assert f"/manage/decisions/{made.uuid}" in here.get("/manage/decisions").text
    page = here.get(f"/manage/decisions/{made.uuid}").text
    assert all(text in page for text in (make.WORDS, officer.name, first.name, "Confirm it"))
    done = here.post(f"/manage/decisions/{made.uuid}", data={"words": "I saw it too.", "confirm": "1"})
    assert done.status_code == 303
    session.refresh(made)
    assert (made.state, made.decided_words) == ("in-force", "I saw it too.")
    page = here.get(f"/manage/decisions/{made.uuid}").text
    assert "I saw it too." in page
    assert "Confirm it" not in page


def test_who_proposed_it_is_offered_to_take_it_back_and_nothing_else(session, officer, first, second, enter, now):
    made = make.proposed(session, officer, first, now)
    here = enter(row_of(session, first))
    page = here.get(f"/manage/decisions/{made.uuid}").text
    assert "You proposed this" in page
    assert "Confirm it" not in page
    refused = here.post(f"/manage/decisions/{made.uuid}", data={"words": "Me again.", "confirm": "1"})
    assert "You proposed this" in refused.text
    here.post(f"/manage/decisions/{made.uuid}", data={"words": "I was wrong.", "refuse": "1"})
    session.refresh(made)
    assert made.state == "withdrawn"


@pytest.mark.parametrize("sent", [{"words": "", "confirm": "1"}, {"words": make.WORDS}])
def test_no_decision_is_guessed(session, officer, first, second, enter, now, sent):
    made = make.proposed(session, officer, first, now)
    here = enter(row_of(session, second))
    assert here.post(f"/manage/decisions/{made.uuid}", data=sent).status_code == 422
    session.refresh(made)
    assert made.state == "proposed"


def test_where_nobody_could_confirm_page_and_doctor_say_whom_to_appoint(session, officer, first, enter, now):
    made = make.proposed(session, officer, first, now)
    page = enter(row_of(session, first)).get(f"/manage/decisions/{made.uuid}").text
    assert "Ask an administrator to give the role of programme manager" in page
    (told,) = check_decisions(session, now)
    assert told.health is Health.WARN
    assert f"{made.uuid} (noting) waits since 2026-11-25 for a second person" in told.detail
    make.manager(session)
    (told,) = check_decisions(session, now)
    assert told.health is Health.OK


def test_the_person_reads_what_came_into_force_and_objects(session, officer, third, enter, now, at_now):
    made = make.in_force(session, officer, now)
    session.commit()
    here = enter(officer)
    page = here.get(f"/decisions/{made.uuid}").text
    assert make.WORDS in page
    assert "until 25 December 2026 (this day included)" in page
    empty = here.post(f"/decisions/{made.uuid}", data={"words": ""})
    assert (empty.status_code, 'id="words-error"' in empty.text) == (422, True)
    assert here.post(f"/decisions/{made.uuid}", data={"words": "The phone was mine."}).status_code == 303
    page = here.get(f"/decisions/{made.uuid}").text
    assert all(text in page for text in ("The phone was mine.", "waits for an answer", "25 December 2026"))
    objection = session.scalars(select(Objection)).one()
    judge = enter(row_of(session, third))
    assert f"/manage/objections/{objection.uuid}" in judge.get("/manage/decisions").text
    sent = {"reason": "We asked the unit.", "uphold": "1"}
    assert judge.post(f"/manage/objections/{objection.uuid}", data=sent).status_code == 303
    page = here.get(f"/decisions/{made.uuid}").text
    assert all(text in page for text in ("We asked the unit.", "accepted", "no longer applies"))
    assert third.name not in page


def test_who_had_a_part_reads_why_they_do_not_judge(session, officer, first, second, third, enter, now):
    made = make.in_force(session, officer, now)
    objection = make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    session.commit()
    here = enter(session.get_one(Person, made.proposer_id))
    page = here.get(f"/manage/objections/{objection.uuid}").text
    assert "You took part in this decision" in page
    assert "Accept the objection" not in page
    sent = {"reason": "We asked the unit.", "uphold": "1"}
    assert "You took part" in here.post(f"/manage/objections/{objection.uuid}", data=sent).text
    assert here.post(f"/manage/objections/{objection.uuid}", data={"reason": "Well then."}).status_code == 422
    session.refresh(objection)
    assert objection.outcome is None


def test_an_objection_that_waits_too_long_is_on_the_page_and_in_the_doctor(session, officer, first, enter, now, at_now):
    made = make.in_force(session, officer, now)
    make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    session.commit()
    (told,) = check_decisions(session, now + 30 * DAY)
    assert (told.health, "due on 2026-12-25" in told.detail) == (Health.OK, True)
    at_now["now"] = now + 31 * DAY
    (told,) = check_decisions(session, at_now["now"])
    assert (told.health, "overdue" in told.detail) == (Health.WARN, True)
    here = enter(row_of(session, first))
    assert "overdue" in here.get("/manage/decisions").text


def test_where_nobody_could_judge_page_and_doctor_say_whom_to_appoint(session, officer, enter, now):
    made = make.in_force(session, officer, now)
    objection = make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    session.commit()
    page = enter(session.get_one(Person, made.proposer_id)).get(f"/manage/objections/{objection.uuid}").text
    assert "to somebody who had no part in this decision" in page
    (told,) = check_decisions(session, now)
    assert told.health is Health.WARN
    assert "due on 2026-12-25" in told.detail


def test_what_is_proposed_is_told_to_nobody_whom_it_concerns(session, officer, first, enter, now):
    made = make.proposed(session, officer, first, now)
    here = enter(officer)
    assert here.get(f"/decisions/{made.uuid}").status_code == 404
    assert "Decisions about you" not in here.get("/attempts").text
    assert steps_of(session, viewer(session, officer), now, DECISIONS) == []
    assert session.scalars(select(Job).where(Job.kind == "mail")).all() == []


def test_a_letter_says_why_and_how_to_object(session, officer, first, second, now):
    made = make.in_force(session, officer, now)
    (letter,) = session.scalars(select(Job).where(Job.kind == "mail")).all()
    assert letter.payload["to"] == officer.email
    assert all(
        text in letter.payload["text"]
        for text in (make.WORDS, "until 25 December 2026", f"/decisions/{made.uuid}", f"Hello {officer.name}")
    )


def test_a_letter_says_how_the_objection_was_judged_in_the_language_of_its_reader(session, kind, third, now):
    row = person(session, None, Role.OFFICER, email="agent@example.org", language="fr")
    made = make.in_force(session, row, now)
    make.upheld(session, made, row, now)
    letters = session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id)).all()
    assert len(letters) == 2
    assert letters[1].payload["subject"] == "La réponse à votre contestation"
    assert "The unit of this officer says the same." in letters[1].payload["text"]


def test_who_has_no_address_gets_no_letter(session, kind, now):
    make.in_force(session, person(session, None, Role.OFFICER), now)
    assert session.scalars(select(Job).where(Job.kind == "mail")).all() == []


def test_the_start_page_leads_to_what_waits(session, app, kind, officer, first, second, third, now):
    make.proposed(session, officer, first, now)
    made = make.in_force(session, officer, now, subject="thing:2")
    with app.test_request_context():
        (own,) = steps_of(session, viewer(session, officer), now, DECISIONS)
        assert own.url == f"/decisions/{made.uuid}"
        assert steps_of(session, viewer(session, officer), now + 31 * DAY, DECISIONS) == []
        assert [one.text for one in steps_of(session, second, now, DECISIONS)] == ["1 waits."]
        assert steps_of(session, first, now, DECISIONS) == []


def test_an_objection_is_put_before_those_alone_who_had_no_part(session, app, officer, third, now):
    made = make.in_force(session, officer, now)
    make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    parts = [viewer(session, session.get_one(Person, one)) for one in (made.proposer_id, made.decided_by_id)]
    with app.test_request_context():
        assert [steps_of(session, one, now, DECISIONS) for one in parts] == [[], []]
        assert [one.text for one in steps_of(session, third, now, DECISIONS)] == ["1 waits."]


def test_the_start_page_leads_to_the_answer_to_an_objection_for_two_weeks(session, app, officer, now):
    made = make.in_force(session, officer, now)
    make.upheld(session, made, officer, now)
    with app.test_request_context():
        (answer,) = steps_of(session, viewer(session, officer), now + 14 * DAY, DECISIONS)
        assert (answer.title, answer.url) == ("The answer to your objection", f"/decisions/{made.uuid}")
        assert steps_of(session, viewer(session, officer), now + 15 * DAY, DECISIONS) == []


def test_the_list_asks_the_database_as_often_for_many_as_for_one(session, kind, first, second, enter, counting, now):
    here, counts = enter(row_of(session, second)), []
    for number in (1, 4):
        for n in range(number):
            row = person(session)
            make.proposed(session, row, first, now, subject=f"thing:{row.id}:{n}")
            made = make.in_force(session, row, now, subject=f"other:{row.id}:{n}")
            make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, row), now=now)
        session.commit()
        here.get("/manage/decisions")
        with counting() as seen:
            assert here.get("/manage/decisions").status_code == 200
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_three_judge_without_seeing_each_other_and_the_person_reads_the_reasons_of_most(
    session, kind, officer, enter, now
):
    made = make.in_force(session, officer, now)
    judges = [make.manager(session) for _number in range(3)]
    objection = make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    session.commit()
    address, said = f"/manage/objections/{objection.uuid}", "We asked the unit."
    first, second, third = (enter(row_of(session, one)) for one in judges)
    page = first.get(address).text
    assert all(text in page for text in ("So far 0 have voted", "30 days are left", "Accept the objection"))
    sent = first.post(address, data={"reason": said, "uphold": "1"})
    assert (sent.status_code, sent.location) == (303, address)
    page = first.get(address).text
    assert said in page
    assert "You have voted on this objection already" in page
    assert address not in first.get("/").text
    page = second.get(address).text
    assert "So far 1 have voted" in page
    assert said not in page
    assert "3 people decide" in enter(officer).get(f"/decisions/{made.uuid}").text
    second.post(address, data={"reason": "It was another phone.", "dismiss": "1"})
    third.post(address, data={"reason": "The unit is right.", "uphold": "1"})
    own = enter(officer).get(f"/decisions/{made.uuid}").text
    assert said in own
    assert "The unit is right." in own
    assert "It was another phone." not in own
    assert "It was another phone." in third.get(address).text
    session.refresh(made)
    assert made.state == "overturned"
