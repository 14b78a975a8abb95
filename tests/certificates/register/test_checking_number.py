"""What anybody reads who types the number of a certificate and the family name."""

import pytest

from certificates.register import rate_limits
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import browser, person, sign_in
from tests.certificates.register.acts import make_private, number, revoke


def test_the_number_with_the_family_name_finds_it(client, held):
    for typed in (held.credential.number, held.credential.number.replace("-", "").lower()):
        assert "genuine and valid" in number(client, typed, "okafor").text


def test_what_does_not_fit_is_unknown_whether_the_number_exists_or_not(client, held):
    wrong_name = number(client, held.credential.number, "Smith")
    no_such = number(client, "000-000-000", "Okafor")
    assert "No certificate found" in wrong_name.text
    assert wrong_name.data == no_such.data
    assert "revoked" in wrong_name.text.split("does not mean that it was ")[1]


def test_a_revoked_one_is_unknown_too_to_who_does_not_know_the_name(session, client, held, now):
    revoke(session, held, now)
    assert "No certificate found" in number(client, held.credential.number, "Smith").text
    assert "was revoked on" in number(client, held.credential.number, "Okafor").text


def test_a_typing_slip_is_told_beside_the_field(client, held):
    wrong = ("1" if held.credential.number[0] != "1" else "2") + held.credential.number[1:]
    page = number(client, wrong, "Okafor")
    assert page.status_code == 422
    assert "typing slip" in page.text
    assert f'value="{wrong}"' in page.text


@pytest.mark.parametrize(
    ("typed", "name"), [("", "Okafor"), ("12", "Okafor"), ("000-000-000", ""), ("000-000-000", "--")]
)
def test_an_empty_or_short_field_is_told(client, typed, name):
    assert number(client, typed, name).status_code == 422


def test_a_private_one_found_by_number_shows_no_name(session, client, held):
    make_private(session, held)
    page = number(client, held.credential.number, "Okafor")
    assert "Valid, to the person named on the paper" in page.text
    assert "Ngozi" not in page.text


def test_guessing_names_at_a_number_is_limited(client, held, time):
    for _try in range(rate_limits.NAMES_BY_ASKER):
        assert number(client, held.credential.number, "Smith").status_code == 200
    refused = number(client, held.credential.number, "Okafor")
    assert refused.status_code == 429
    assert "Too many wrong numbers" in refused.text
    assert int(refused.headers["Retry-After"]) <= 15 * 60 + 1
    time.go_on(minutes=16)
    assert "genuine and valid" in number(client, held.credential.number, "Okafor").text


def test_guessing_numbers_from_one_address_is_limited(session, client, held, now):
    from certificates.credentials.issuing.numbers import number_for

    for draw in range(rate_limits.BY_ASKER):
        assert number(client, number_for(draw), "Okafor").status_code == 200
    assert number(client, number_for(99), "Okafor").status_code == 429


def test_wrong_names_of_one_asker_slow_no_other_asker(client, held):
    for _try in range(rate_limits.BY_ASKER):
        number(client, held.credential.number, "Smith")
    assert number(client, held.credential.number, "Okafor").status_code == 429
    elsewhere = number(client, held.credential.number, "Okafor", address="198.51.100.7")
    assert "genuine and valid" in elsewhere.text


def test_wrong_names_at_a_number_from_many_addresses_do_not_keep_it_from_being_checked(client, held):
    for place in range(40):
        number(client, held.credential.number, "Smith", address=f"203.0.113.{place}")
    assert "genuine and valid" in number(client, held.credential.number, "Okafor", address="198.51.100.7").text


def test_who_is_signed_in_counts_for_themselves_and_not_for_their_address(app, session, client, held):
    for _try in range(rate_limits.BY_ASKER):
        number(client, held.credential.number, "Smith")
    inside, other = browser(app), browser(app)
    sign_in(inside, session, person(session, "Malee Srisuk", "officer"))
    sign_in(other, session, person(session, "Anong Wattana", "officer"))
    session.commit()
    for _try in range(rate_limits.NAMES_BY_ASKER):
        assert number(inside, held.credential.number, "Smith").status_code == 200
    assert number(inside, held.credential.number, "Okafor").status_code == 429
    assert "genuine and valid" in number(other, held.credential.number, "Okafor").text


def test_right_answers_do_not_use_up_the_tries(client, held):
    for _try in range(rate_limits.NAMES_BY_ASKER + 2):
        assert number(client, held.credential.number, "Okafor").status_code == 200


def test_old_tries_are_forgotten(session, client, held, time):
    from sqlalchemy import func, select

    from lms.rate_limits import RateLimitTry, forget

    number(client, held.credential.number, "Smith")
    time.go_on(minutes=30)
    end_read_session()
    forget(session, time.now)
    assert session.scalars(select(func.count()).select_from(RateLimitTry)).one() == 0


def test_somebody_elses_number_does_not_help(session, client, held, course, place):
    other = build.issued(
        session, person(session, "Amélie Phommachanh", "officer", place=place), course, name="Amélie P."
    )
    assert "No certificate found" in number(client, other.credential.number, "Okafor").text
