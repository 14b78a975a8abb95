"""Limits on guessing: strangers are slowed down, a person's own device and a class behind one address are not."""

import re

import pytest
from sqlalchemy import func, select

from lms.people import letters, rules
from lms.people.services import password_hashing
from lms.people.services.secrets import make_code
from lms.queue.models import Job
from lms.rate_limits import RateLimitTry
from tests.builders import people as make
from tests.builders.people import NOW, PASSWORD, browser

WRONG = "not the password"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The comparison is slow on purpose; here only the counting matters."""
    monkeypatch.setattr(password_hashing, "fits", lambda kept, password: kept is not None and password == PASSWORD)


@pytest.fixture
def ana(session):
    row = make.person(session, username="ana.silva", email="ana@example.org")
    session.commit()
    return row


def try_in(client, login="ana.silva", password=WRONG, address="203.0.113.1"):
    return client.post(
        "/sign-in", data={"login": login, "password": password}, environ_base={"REMOTE_ADDR": address}
    ).status_code


def fill_account(client, **more):
    assert {try_in(client, **more) for _ in range(rules.GUESSES_ACCOUNT)} == {422}


def test_after_ten_wrong_guesses_the_next_is_not_even_read(client, ana):
    fill_account(client)
    assert try_in(client, password=PASSWORD) == 429


def test_words_and_header_say_how_long_to_wait(client, ana, time):
    fill_account(client)
    time.go_on(minutes=5)
    answer = client.post(
        "/sign-in", data={"login": "ana.silva", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "203.0.113.1"}
    )
    assert answer.status_code == 429
    assert 590 <= int(answer.headers["Retry-After"]) <= 601
    assert "Wait, then try again" in answer.text
    assert "10 minutes" in answer.text or "11 minutes" in answer.text


def test_after_the_window_the_person_gets_in(client, ana, time):
    fill_account(client)
    time.go_on(minutes=15)
    assert try_in(client, password=PASSWORD) == 303


def test_refused_tries_do_not_make_the_wait_longer(client, ana, time, session):
    fill_account(client)
    before = session.scalar(select(func.count()).select_from(RateLimitTry))
    for _ in range(5):
        try_in(client)
    assert session.scalar(select(func.count()).select_from(RateLimitTry)) == before


def test_guesses_by_user_name_and_by_address_count_together(client, ana):
    for number in range(rules.GUESSES_ACCOUNT):
        try_in(client, "ana.silva" if number % 2 else "ana@example.org")
    assert try_in(client, "ANA@example.org", PASSWORD) == 429


def test_an_account_that_does_not_exist_is_slowed_down_just_the_same(client, ana):
    fill_account(client, login="nobody.here")
    assert try_in(client, "nobody.here") == 429


def test_one_account_under_attack_leaves_the_others_alone(client, ana, session):
    fill_account(client)
    make.person(session, username="bo.berg")
    assert try_in(client, "bo.berg", PASSWORD) == 303


def test_guessing_from_many_addresses_is_still_one_account(client, ana):
    for number in range(rules.GUESSES_ACCOUNT):
        try_in(client, address=f"203.0.113.{number}")
    assert try_in(client, password=PASSWORD, address="198.51.100.7") == 429


def test_strangers_cannot_lock_a_person_out_of_the_device_they_use(app, client, ana):
    assert try_in(client, password=PASSWORD) == 303
    client.post("/sign-out")
    stranger = browser(app)
    fill_account(stranger, address="198.51.100.7")
    assert try_in(stranger, address="198.51.100.7") == 429
    assert try_in(client) == 422
    assert try_in(client, password=PASSWORD) == 303


def test_a_known_device_has_its_own_limit(client, ana):
    assert try_in(client, password=PASSWORD) == 303
    client.post("/sign-out")
    fill_account(client)
    assert try_in(client, password=PASSWORD) == 429


def test_a_device_is_known_only_for_those_who_signed_in_on_it(app, client, ana, session):
    make.person(session, username="bo.berg")
    session.commit()
    assert try_in(client, "bo.berg", PASSWORD) == 303
    client.post("/sign-out")
    fill_account(client)
    assert try_in(browser(app), address="198.51.100.7") == 429


@pytest.mark.parametrize("cookie", ["", "made.up", "eyJkZXZpY2UiOiJ4In0.AAAA", "x" * 3000])
def test_a_forged_device_cookie_makes_nobody_known(client, ana, cookie):
    client.set_cookie("spoor-device", cookie)
    fill_account(client)
    assert try_in(client, password=PASSWORD) == 429


def test_a_class_of_forty_that_mistypes_behind_one_address_gets_in(app, session):
    for number in range(40):
        make.person(session, username=f"pupil{number}")
    session.commit()
    for number in range(40):
        own = browser(app)
        assert {try_in(own, f"pupil{number}") for _ in range(3)} == {422}
    assert {try_in(browser(app), f"pupil{number}", PASSWORD) for number in range(40)} == {303}


def test_an_address_that_guesses_at_very_many_is_slowed_down(app, client, ana, monkeypatch):
    monkeypatch.setattr("lms.people.services.rate_limits.GUESSES_ADDRESS", 6)
    for number in range(6):
        assert try_in(client, f"somebody{number}") == 422
    assert try_in(client, "ana.silva", PASSWORD) == 429
    assert try_in(client, "ana.silva", PASSWORD, address="198.51.100.7") == 303


def use_code(client, code, login="ana.silva", address="203.0.113.1", password="river stone lantern"):
    form = {"login": login, "code": code, "password": password, "again": password}
    return client.post("/code", data=form, environ_base={"REMOTE_ADDR": address})


def test_nobody_can_keep_a_newcomer_from_using_a_code(client, ana, session):
    answers = {use_code(client, "AAAA-BBBB-CCCC").status_code for _ in range(rules.GUESSES_ACCOUNT + 2)}
    assert answers == {422}


def test_wrong_codes_are_slowed_by_address_and_a_right_one_never(app, client, ana, session, monkeypatch):
    monkeypatch.setattr("lms.people.services.rate_limits.CODES_ADDRESS", 3)
    made, _until = make_code(session, ana, actor_id=None, now=NOW)
    session.commit()
    assert [use_code(client, "AAAA-BBBB-CCCC").status_code for _ in range(4)] == [422, 422, 422, 429]
    refused = use_code(client, "AAAA-BBBB-CCCC")
    assert "The right code still works: compare it" in refused.text
    assert 0 < int(refused.headers["Retry-After"]) <= 15 * 60 + 1
    assert use_code(client, "AAAA-BBBB-CCCC", address="198.51.100.7").status_code == 422
    assert use_code(browser(app), made).status_code == 303


def test_a_right_code_with_a_poor_password_counts_as_no_guess(client, ana, session):
    made, _until = make_code(session, ana, actor_id=None, now=NOW)
    session.commit()
    assert use_code(client, made, password="short").status_code == 422
    assert session.scalar(select(func.count()).select_from(RateLimitTry)) == 0


def test_a_code_that_was_used_up_is_told_as_such_however_many_wrong_ones_there_were(client, ana, session, monkeypatch):
    monkeypatch.setattr("lms.people.services.rate_limits.CODES_ADDRESS", 1)
    made, _until = make_code(session, ana, actor_id=None, now=NOW)
    session.commit()
    assert use_code(client, made).status_code == 303
    client.post("/sign-out")
    use_code(client, "AAAA-BBBB-CCCC")
    assert "was already used" in use_code(client, made).text


def ask_letter(client, login, address="203.0.113.1"):
    return client.post("/forgot", data={"login": login}, environ_base={"REMOTE_ADDR": address}).status_code


def letters_waiting(session):
    return session.scalar(select(func.count()).select_from(Job).where(Job.kind == letters.KIND))


def test_wrong_passwords_and_codes_from_an_address_hold_no_letter_back(client, ana, session, monkeypatch):
    monkeypatch.setattr("lms.people.services.rate_limits.GUESSES_ADDRESS", 2)
    monkeypatch.setattr("lms.people.services.rate_limits.CODES_ADDRESS", 2)
    assert [try_in(client, f"somebody{number}") for number in range(3)] == [422, 422, 429]
    assert [use_code(client, "AAAA-BBBB-CCCC").status_code for _ in range(3)] == [422, 422, 429]
    assert ask_letter(client, "ana.silva") == 303
    assert letters_waiting(session) == 1


def test_an_address_that_asks_for_very_many_letters_is_slowed_and_known_devices_there_are_not(
    app, client, ana, session, monkeypatch
):
    monkeypatch.setattr("lms.people.services.rate_limits.LETTERS_ADDRESS", 2)
    assert try_in(client, password=PASSWORD) == 303
    client.post("/sign-out")
    stranger = browser(app)
    assert [ask_letter(stranger, f"somebody{number}") for number in range(3)] == [303, 303, 429]
    assert ask_letter(browser(app), "ana.silva") == 429
    assert ask_letter(browser(app), "ana.silva", address="198.51.100.7") == 303
    assert ask_letter(client, "ana.silva") == 303


def test_an_account_has_three_letters_whichever_of_its_names_is_typed(client, ana, session):
    for login in ("ana.silva", "ana@example.org", "ana.silva", "ana@example.org", "ana.silva"):
        assert ask_letter(client, login) == 303
    assert letters_waiting(session) == rules.LETTERS_ACCOUNT


def test_strangers_cannot_keep_who_is_signed_in_from_changing_the_password(client, ana, app, session):
    make.sign_in(client, session, ana)  # on a device that has forgotten whom it knew
    stranger = browser(app)
    fill_account(stranger, address="198.51.100.7")
    form = {"current": PASSWORD, "password": "river stone lantern", "again": "river stone lantern"}
    assert client.post("/account/password", data=form).status_code == 303


def test_the_password_of_now_cannot_be_guessed_on_the_account_page(client, ana, session):
    make.sign_in(client, session, ana)
    form = {"current": WRONG, "password": "river stone lantern", "again": "river stone lantern"}
    answers = [client.post("/account/password", data=form).status_code for _ in range(rules.GUESSES_ACCOUNT + 1)]
    assert answers == [422] * rules.GUESSES_ACCOUNT + [429]


def test_what_is_kept_of_a_try_names_neither_person_nor_address(client, ana, session):
    try_in(client)
    rows = session.scalars(select(RateLimitTry)).all()
    assert len({row.bucket for row in rows}) == 2  # of the account, and of the address
    assert {re.fullmatch("[0-9a-f]{64}", row.bucket) is None for row in rows} == {False}
