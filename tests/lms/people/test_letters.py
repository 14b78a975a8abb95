"""Letters with a one-time link, when the mail server is away for long: the link is made when it can be sent."""

import re

import pytest
from sqlalchemy import func, select

from lms.access import Role
from lms.db import end_read_session, transaction
from lms.mail.models import RefusedAddress
from lms.people import letters
from lms.people.models import Administration, OneTimeSecret, Person
from lms.people.rules import SECRET_LIFE, SecretPurpose
from lms.people.services.secrets import make_code
from lms.queue import jobs
from lms.queue.jobs import Job, JobState
from tests.builders import people as make
from tests.builders.people import browser, sign_in
from tests.lms.mail.server import Server


@pytest.fixture
def server(app, monkeypatch):
    made = Server()
    monkeypatch.setitem(app.config, "MAIL_URL", made.address)
    yield made
    made.go()


@pytest.fixture
def chief(session):
    return make.person(session, "Chief", Role.ADMINISTRATOR)


@pytest.fixture
def ana(session):
    place = make.administration(session, "Harbour Customs")
    given = {"username": "ana.silva", "email": "ana@example.org", "password": None}
    row = make.person(session, "Ana Silva", (Role.OFFICER, place), place=place, **given)
    session.commit()
    return row


def invite(person_id, chief, time):
    with transaction() as session:
        person = session.get_one(Person, person_id)
        letters.send_link(session, person, SecretPurpose.INVITE, actor_id=chief.id, now=time.now)


def ask(login, time):
    with transaction() as session:
        letters.send_link_to(session, login, now=time.now)


def links(session):
    session.expire_all()
    return session.scalars(select(OneTimeSecret).order_by(OneTimeSecret.id)).all()


def work(time):
    end_read_session()
    done = jobs.run_due(time.now)
    end_read_session()
    return done


def test_no_link_is_made_while_the_server_is_away_and_a_whole_one_when_it_is_back(session, server, ana, chief, time):
    server.go()
    invite(ana.id, chief, time)
    for _ in range(73):
        work(time)
        time.go_on(hours=1)
    assert links(session) == []
    server.come()
    work(time)
    [made] = links(session)
    assert made.expires_at == time.now + SECRET_LIFE[SecretPurpose.INVITE]
    [letter] = server.letters
    assert re.search(r"/link/\S+", letter.get_content())


@pytest.mark.parametrize("answer", ["450 greylisted", "550 nobody"])
def test_no_link_is_made_for_an_address_that_is_not_taken(session, server, ana, chief, time, answer):
    server.recipients["ana@example.org"] = answer
    invite(ana.id, chief, time)
    work(time)
    assert links(session) == []


def test_of_several_wishes_while_the_server_was_away_the_last_is_sent(session, server, ana, time):
    server.go()
    for login in ("ana.silva", "ana@example.org", "ana.silva"):
        ask(login, time)
        time.go_on(hours=3)
    server.come()
    work(time)
    assert len(server.letters) == 1
    assert [row.ended_at for row in links(session)] == [None]
    assert set(session.scalars(select(Job.state))) == {JobState.DONE}


def test_wishes_that_did_not_have_to_wait_are_all_answered(session, server, ana, time):
    ask("ana.silva", time)
    ask("ana.silva", time)
    work(time)
    assert len(server.letters) == 2
    assert len({letter["Message-ID"] for letter in server.letters}) == 2  # each link has a letter of its own


def test_an_invitation_that_was_held_up_does_not_end_a_slip_that_was_printed_meanwhile(
    session, server, ana, chief, time
):
    server.go()
    invite(ana.id, chief, time)
    time.go_on(hours=5)
    with transaction() as writing:
        make_code(writing, writing.get_one(Person, ana.id), actor_id=chief.id, now=time.now)
    server.come()
    time.go_on(hours=1)
    work(time)
    assert server.letters == []
    assert [(row.purpose, row.ended_at) for row in links(session)] == [(SecretPurpose.SLIP, None)]


def test_an_invitation_is_not_sent_to_who_has_a_password_meanwhile(session, server, ana, chief, time):
    invite(ana.id, chief, time)
    session.get(Person, ana.id).password_hash = "set"
    session.commit()
    work(time)
    assert server.letters == []


@pytest.fixture
def refused(session, server, ana, chief, time):
    """Ana's page, after a letter to her came back."""
    server.recipients["ana@example.org"] = "550 5.1.1 No such <person>."
    invite(ana.id, chief, time)
    work(time)
    return f"/people/{ana.uuid}"


WORDS = "E-mails to this address come back: 550 5.1.1 No such &lt;person&gt;."


def page(app, session, person, path, time):
    made = browser(app)
    sign_in(made, session, person)
    session.commit()
    return made.get(path).text


def test_a_refused_address_shows_beside_the_person(app, session, chief, refused, time):
    text = page(app, session, chief, refused, time)
    assert WORDS in text
    assert "25" in text.partition(WORDS)[2][:40]


def test_it_shows_no_more_once_a_letter_arrived(app, session, server, ana, chief, refused, time):
    server.recipients.clear()
    invite(ana.id, chief, time)
    work(time)
    assert WORDS not in page(app, session, chief, refused, time)


def test_it_shows_no_more_once_the_address_was_changed(app, session, ana, chief, refused, time):
    made = browser(app)
    sign_in(made, session, chief)
    session.commit()
    place = session.get(Administration, session.get(Person, ana.id).administration_id).uuid
    form = {"name": "Ana Silva", "username": "", "email": "ana.silva@example.org", "administration": place, "unit": ""}
    assert made.post(f"{refused}/edit", data=form).status_code == 303
    assert WORDS not in made.get(refused).text
    assert session.scalar(select(func.count()).select_from(RefusedAddress)) == 0
