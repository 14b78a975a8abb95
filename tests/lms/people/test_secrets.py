"""Links, codes and passwords: they expire, work once, and end when something newer takes their place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.errors import BadInput, RuleBroken
from lms.people import tasks
from lms.people.models import OneTimeSecret, UserSession
from lms.people.queries import people as queries
from lms.people.rules import CODE_LENGTH, SECRET_LIFE, SecretPurpose
from lms.people.services import password_hashing, rate_limits, secrets, sessions
from lms.rate_limits import WINDOW, RateLimitTry, count_try
from lms.text.codes import CODE_LETTERS
from tests.builders import people as make
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")
GOOD = "river stone lantern"


@pytest.fixture
def person(session):
    return make.person(session, password=None, email="ana@example.org")


def link(session, person, purpose=SecretPurpose.INVITE, actor_id=7, now=NOW):
    return secrets.make_link(session, person, purpose, actor_id=actor_id, now=now)[0]


def code(session, person, now=NOW):
    return secrets.make_code(session, person, actor_id=7, now=now)[0]


@pytest.fixture(autouse=True)
def seven(session):
    """The administrator who hands things out."""
    make.person(session, id=7)


def test_a_link_sets_the_password_once(session, person):
    token = link(session, person)
    assert secrets.redeem_link(session, token, GOOD, now=NOW).id == person.id
    assert password_hashing.fits(person.password_hash, GOOD)
    session.expire_all()
    with pytest.raises(RuleBroken, match="was already used"):
        secrets.redeem_link(session, token, "another good one", now=NOW)
    assert password_hashing.fits(person.password_hash, GOOD)


def test_a_code_sets_the_password_once(session, person):
    made = code(session, person)
    secrets.redeem_code(session, person, made, GOOD, now=NOW)
    session.expire_all()
    with pytest.raises(BadInput, match="was already used") as fault:
        secrets.redeem_code(session, person, made, GOOD, now=NOW)
    assert fault.value.field == "code"


@pytest.mark.parametrize("purpose", [SecretPurpose.INVITE, SecretPurpose.RESET])
def test_a_link_works_until_the_moment_it_expires(session, person, purpose):
    token = link(session, person, purpose)
    with pytest.raises(RuleBroken, match="expired"):
        secrets.redeem_link(session, token, GOOD, now=NOW + SECRET_LIFE[purpose])
    secrets.redeem_link(session, token, GOOD, now=NOW + SECRET_LIFE[purpose] - timedelta(seconds=1))


def test_a_code_expires(session, person):
    made = code(session, person)
    with pytest.raises(BadInput, match="expired"):
        secrets.redeem_code(session, person, made, GOOD, now=NOW + SECRET_LIFE[SecretPurpose.SLIP])


def test_a_link_that_never_was_says_so(session):
    with pytest.raises(RuleBroken, match="does not exist"):
        secrets.redeem_link(session, "made-up", GOOD, now=NOW)


def test_a_code_opens_only_the_account_that_it_was_made_for(session, person):
    made = code(session, person)
    for other in (make.person(session), None):
        with pytest.raises(BadInput, match="does not belong"):
            secrets.redeem_code(session, other, made, GOOD, now=NOW)


def test_a_link_is_no_code_and_a_code_is_no_link(session, person):
    token, made = link(session, person), code(session, person)
    with pytest.raises(BadInput):
        secrets.redeem_code(session, person, token, GOOD, now=NOW)
    with pytest.raises(RuleBroken, match="does not exist"):
        secrets.redeem_link(session, made, GOOD, now=NOW)


def test_what_an_administrator_hands_out_ends_all_that_is_older(session, person):
    first, reset = link(session, person), link(session, person, SecretPurpose.RESET)
    made = code(session, person)
    newest = code(session, person)
    session.expire_all()
    for token in (first, reset):
        with pytest.raises(RuleBroken, match="newer"):
            secrets.redeem_link(session, token, GOOD, now=NOW)
    with pytest.raises(BadInput, match="newer"):
        secrets.redeem_code(session, person, made, GOOD, now=NOW)
    secrets.redeem_code(session, person, newest, GOOD, now=NOW)


def test_a_letter_that_anybody_may_ask_for_spoils_no_slip_and_no_invitation(session, person):
    made = code(session, person)
    older = link(session, person, SecretPurpose.RESET, actor_id=None)
    link(session, person, SecretPurpose.RESET, actor_id=None)
    session.expire_all()
    with pytest.raises(RuleBroken, match="newer"):
        secrets.redeem_link(session, older, GOOD, now=NOW)
    secrets.redeem_code(session, person, made, GOOD, now=NOW)


def test_a_password_that_was_set_ends_every_other_link_and_every_sign_in(session, person):
    reset = link(session, person, SecretPurpose.RESET)
    invite = link(session, person, SecretPurpose.RESET, actor_id=None)
    sessions.begin_session(session, person, device="old phone", now=NOW)
    session.expire_all()
    secrets.redeem_link(session, invite, GOOD, now=NOW)
    session.expire_all()
    assert queries.secrets_open(session, person.id, NOW) == []
    assert queries.sessions_open(session, person.id, NOW) == []
    with pytest.raises(RuleBroken):
        secrets.redeem_link(session, reset, GOOD, now=NOW)


@pytest.mark.parametrize("password", ["short", "a" * 30, "x" * 500, "Sunshine 2026", "michael_1990!", "1234567890123"])
def test_a_poor_password_is_told_beside_its_field(session, person, password):
    token = link(session, person)
    with pytest.raises(BadInput) as fault:
        secrets.redeem_link(session, token, password, now=NOW)
    assert fault.value.field == "password"
    assert person.password_hash is None


def test_neither_links_nor_codes_nor_tokens_stand_in_the_database(session, person):
    token, made = link(session, person), code(session, person)
    begun = sessions.begin_session(session, person, device="phone", now=NOW)
    kept = [row.token_hash for row in session.scalars(select(OneTimeSecret))]
    kept += [row.token_hash for row in session.scalars(select(UserSession))]
    assert len(kept) == 3
    assert not set(kept) & {token, made, begun}


def test_making_and_using_a_secret_is_recorded_without_the_secret(session, person):
    token = link(session, person)
    secrets.redeem_link(session, token, GOOD, now=NOW)
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(row.name, row.actor_id, row.subject) for row in rows] == [
        ("people.secret-made", 7, f"person:{person.id}"),
        ("people.password-set", person.id, f"person:{person.id}"),
    ]
    assert all(token not in str(row.data) for row in rows)


def test_codes_have_no_letters_that_read_like_others():
    made = {password_hashing.new_code() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == CODE_LENGTH and set(one) <= set(CODE_LETTERS) for one in made)
    assert not set(CODE_LETTERS) & set("01OIL")


def test_a_password_is_kept_as_argon2id_at_the_cost_of_the_house():
    kept = password_hashing.hashed(GOOD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_hashing.fits(kept, GOOD)
    assert not password_hashing.fits(kept, GOOD + " ")
    assert not password_hashing.needs_renewal(kept)


@pytest.mark.parametrize("kept", [None, "", "plain text"])
def test_where_there_is_no_password_none_fits(kept):
    assert not password_hashing.fits(kept, GOOD)
    assert not password_hashing.fits(kept, "")


def test_what_has_done_its_work_is_forgotten_and_the_rest_kept(session, person):
    old, recent = NOW - timedelta(days=120), NOW - timedelta(days=1)
    for moment in (old, recent):
        sessions.begin_session(session, person, device=str(moment), now=moment)
        count_try(session, ["a"], now=moment)
    code(session, person, now=old)
    code(session, person, now=recent)
    count_try(session, ["a"], now=NOW - WINDOW + timedelta(seconds=1))
    tasks.forget(session, NOW)
    session.expire_all()
    assert [row.device for row in session.scalars(select(UserSession))] == [str(recent)]
    assert [row.made_at for row in session.scalars(select(OneTimeSecret))] == [recent]
    assert len(session.scalars(select(RateLimitTry)).all()) == 1


def test_an_asker_knows_its_device_only_for_those_who_signed_in_on_it(session, person):
    asker = rate_limits.Client("address", "device", frozenset({person.uuid}))
    assert asker.known_device(person) == "device"
    assert asker.known_device(make.person(session)) is None
    assert asker.known_device(None) is None
