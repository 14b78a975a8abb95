"""The inbox: one's own messages alone, newest first, opened and read by forms that need no script."""

import pytest
from sqlalchemy import select, update

from lms.messages.models import Message
from lms.messages.queries.inbox import PAGE
from lms.people.models import Person
from tests.builders import people
from tests.builders.messages import message, send
from tests.builders.people import browser_of


@pytest.fixture
def at(app, client, session, time):
    """Opens a browser for somebody."""

    def open_for(person):
        return browser_of(app, session, person)

    return open_for


def one(session, person):
    session.expire_all()
    return session.scalars(select(Message).where(Message.person_id == person.id)).one()


def test_the_newest_message_stands_first_and_those_of_others_nowhere(at, session, ana, bo, time):
    send(session, [ana.id], time.now, "Monday")
    send(session, [ana.id], time.now, "Tuesday")
    send(session, [bo.id], time.now, "Friday")
    page = at(ana).get("/inbox").text
    assert page.index("Tuesday") < page.index("Monday")
    assert "Friday" not in page
    assert page.count(">not read<") == 2


def test_opening_a_message_is_a_form_and_reads_it(at, session, ana, time):
    send(session, [ana.id], time.now)
    seen, uuid = at(ana), one(session, ana).uuid
    answer = seen.post(f"/inbox/{uuid}/open")
    assert (answer.status_code, answer.location) == (303, f"/inbox/{uuid}")
    assert one(session, ana).read_at == time.now
    page = seen.get(answer.location).text
    assert "The meeting Monday was moved." in page
    assert 'href="/learn"' in page
    assert "not read" not in seen.get("/inbox").text


def test_opened_again_it_was_read_the_first_time(at, session, ana, time):
    send(session, [ana.id], time.now)
    seen, uuid, first = at(ana), one(session, ana).uuid, time.now
    seen.post(f"/inbox/{uuid}/open")
    time.go_on(hours=1)
    seen.post(f"/inbox/{uuid}/open")
    assert one(session, ana).read_at == first


def test_looking_at_a_message_does_not_read_it(at, session, ana, time):
    send(session, [ana.id], time.now)
    page = at(ana).get(f"/inbox/{one(session, ana).uuid}").text
    assert "Mark as read" in page
    assert one(session, ana).read_at is None


@pytest.mark.parametrize(("method", "end"), [("get", ""), ("post", "/open"), ("post", "/read-all")])
def test_a_message_of_somebody_else_is_not_found(at, session, ana, bo, time, method, end):
    send(session, [bo.id], time.now)
    answer = getattr(at(ana), method)(f"/inbox/{one(session, bo).uuid}{end}")
    assert answer.status_code == 404
    assert one(session, bo).read_at is None


def test_all_are_read_up_to_the_newest_that_was_shown(at, session, ana, time):
    send(session, [ana.id], time.now, "Monday")
    shown = one(session, ana).uuid
    seen = at(ana)
    send(session, [ana.id], time.now, "Tuesday")
    session.commit()
    seen.post(f"/inbox/{shown}/read-all")
    page = seen.get("/inbox?unread=1").text
    assert "Tuesday" in page
    assert "Monday" not in page


def test_a_filter_shows_what_is_not_read(at, session, ana, time):
    message(session, ana.id, time.now, read_at=time.now)
    assert "You have read all messages" in at(ana).get("/inbox?unread=1").text


def test_a_long_inbox_goes_on_after_the_last_message_of_the_page(at, session, ana, time):
    for number in range(PAGE + 2):
        send(session, [ana.id], time.now, f"n{number:02}")
    seen = at(ana)
    first = seen.get("/inbox").text
    assert "Messages: n02" in first
    assert "Messages: n01" not in first
    older = first.split('href="/inbox?before=')[1].split('"')[0]
    page = seen.get(f"/inbox?before={older}").text
    assert "Messages: n01" in page
    assert "Messages: n02" not in page
    assert "Older messages" not in page


@pytest.mark.parametrize("before", ["", "nothing", "x" * 500, "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_not_there_begins_at_the_newest(at, session, ana, time, before):
    send(session, [ana.id], time.now)
    assert "Messages: Monday" in at(ana).get("/inbox", query_string={"before": before}).text


def test_a_page_takes_as_many_statements_for_one_message_as_for_many(at, session, ana, bo, time, counting):
    for count in (1, PAGE):
        for _each in range(count):
            send(session, [ana.id], time.now, by_id=bo.id, words="Come.")
        seen = at(ana)
        seen.get("/inbox")
        with counting() as statements:
            assert seen.get("/inbox").status_code == 200
        assert len(statements) == 3  # who is signed in, the messages, who wrote them


def test_each_reads_the_inbox_in_their_own_language(at, session, bo, time):
    send(session, [bo.id], time.now, words="Bring a loupe.", by_id=bo.id)
    page = at(bo).get(f"/inbox/{one(session, bo).uuid}").text
    assert 'lang="fr"' in page
    assert "Bring a loupe." in page


def test_the_menu_of_every_page_says_how_many_are_new_without_another_question(at, session, ana, time, counting):
    seen = at(ana)
    seen.get("/account/password")
    with counting() as before:
        page = seen.get("/account/password").text
    assert "new</span>" not in page
    send(session, [ana.id], time.now, "Monday")
    send(session, [ana.id], time.now, "Tuesday")
    session.commit()
    with counting() as after:
        page = seen.get("/account/password").text
    assert "2 new</span>" in page
    assert len(before) == len(after) == 1


def test_who_has_several_roles_has_each_message_once(at, session, time):
    many = people.person(session, "Many Roles", "officer", "trainer", "assessor")
    send(session, [many.id], time.now)
    assert "1 new</span>" in at(many).get("/account/password").text


def test_a_page_that_is_kept_on_a_phone_names_no_count(at, session, ana, time):
    send(session, [ana.id], time.now)
    assert "1 new</span>" not in at(ana).get("/account/password", headers={"Keep": "ahead"}).text


def test_a_message_of_a_kind_that_is_gone_says_so(at, session, ana, time):
    send(session, [ana.id], time.now)
    session.execute(update(Message).values(kind="gone.kind"))
    assert "An earlier message" in at(ana).get("/inbox").text


def test_words_are_shown_as_typed_and_never_as_html(at, session, ana, bo, time):
    send(session, [ana.id], time.now, words="<b>Now</b>", by_id=bo.id)
    page = at(ana).get(f"/inbox/{one(session, ana).uuid}").text
    assert "&lt;b&gt;Now&lt;/b&gt;" in page
    assert session.get_one(Person, bo.id).name in page
