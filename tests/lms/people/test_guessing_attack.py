"""An attack on sign-in from the address that forty officers share: it keeps none of them out, and gets nowhere."""

from itertools import cycle, islice

import pytest

from lms.people import rules
from lms.people.services.secrets import make_code
from tests.builders import people as make
from tests.builders.people import NOW, PASSWORD, browser

SHARED = "203.0.113.1"  # of a carrier, or of the proxy of an administration
ELSEWHERE = "198.51.100.7"
OFFICERS = [f"officer{number}" for number in range(40)]
NEWCOMERS = [f"newcomer{number}" for number in range(10)]
ATTACK = 300
LET_THROUGH = 200  # of one kind from one address


def post(client, path, address=SHARED, **form):
    return client.post(path, data=form, environ_base={"REMOTE_ADDR": address}).status_code


def wrong_password(client, login, address=SHARED):
    return post(client, "/sign-in", address, login=login, password="customs2026!")


def wrong_code(client, login):
    return use_slip(client, login, "AAAA-BBBB-CCCC")


def use_slip(client, login, code):
    return post(client, "/code", login=login, code=code, password="river stone lantern", again="river stone lantern")


def wish(client, login):
    return post(client, "/forgot", login=login)


INVENTED = [f"invented{number}" for number in range(ATTACK)]
ATTACKS = {
    "passwords of people who are not": [(wrong_password, login) for login in INVENTED],
    "passwords of these very people": [(wrong_password, login) for login in [*OFFICERS, *NEWCOMERS]],
    "codes of these very people": [(wrong_code, login) for login in [*NEWCOMERS, *OFFICERS]],
    "letters for people who are not": [(wish, login) for login in INVENTED],
}


@pytest.fixture
def slips(session):
    """Forty officers with a password, and ten newcomers with the code of a slip each."""
    for login in OFFICERS:
        make.person(session, username=login)
    people = {login: make.person(session, username=login, password=None) for login in NEWCOMERS}
    made = {login: make_code(session, row, actor_id=None, now=NOW)[0] for login, row in people.items()}
    session.commit()
    return made


@pytest.fixture
def phones(app, client, slips):
    """The phones of the officers, on each of which its owner signed in before."""
    made = {login: browser(app) for login in OFFICERS}
    for login, phone in made.items():
        assert post(phone, "/sign-in", ELSEWHERE, login=login, password=PASSWORD) == 303
        phone.post("/sign-out")
    return made


@pytest.mark.parametrize("acts", ATTACKS.values(), ids=ATTACKS)
def test_while_one_address_attacks_every_known_phone_and_every_slip_there_works(app, slips, phones, acts):
    attacker, attack = browser(app), islice(cycle(acts), ATTACK)
    answers = [act(attacker, login) for act, login in islice(attack, 225)]  # more than any limit of an address
    for login, phone in phones.items():
        assert post(phone, "/sign-in", login=login, password=PASSWORD) == 303, login
        answers += [act(attacker, one) for act, one in islice(attack, 1)]
    for login, code in slips.items():
        assert use_slip(browser(app), login, code) == 303, login
        answers += [act(attacker, one) for act, one in islice(attack, 4)]
    answers += [act(attacker, one) for act, one in attack]
    assert len(answers) == ATTACK
    assert 429 in answers
    assert answers.count(422) + answers.count(303) <= LET_THROUGH


def test_who_guesses_at_one_account_from_ever_new_devices_and_addresses_has_ten_tries(app, phones):
    answers = [wrong_password(browser(app), OFFICERS[0], f"203.0.113.{number}") for number in range(30)]
    assert answers == [422] * rules.GUESSES_ACCOUNT + [429] * (30 - rules.GUESSES_ACCOUNT)
    right = post(browser(app), "/sign-in", "192.0.2.1", login=OFFICERS[0], password=PASSWORD)
    assert right == 429  # the price: a device new to this account waits, or its owner uses a slip or a known one
    assert post(phones[OFFICERS[0]], "/sign-in", login=OFFICERS[0], password=PASSWORD) == 303
