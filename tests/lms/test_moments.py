"""Moments are said by the clock of whoever reads them."""

from datetime import UTC, datetime

import pytest

from lms.moments import said_briefly, said_clock, said_moment
from tests.builders import people
from tests.builders.people import sign_in

MORNING = datetime(2026, 11, 25, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said", "briefly"),
    [
        ("Asia/Bangkok", "25 November 2026, 14:05, Bangkok time (07:05 UTC)", "25 November 2026, 14:05 (UTC+7)"),
        ("Asia/Kathmandu", "25 November 2026, 12:50, Kathmandu time (07:05 UTC)", "25 November 2026, 12:50 (UTC+5:45)"),
        ("America/Sao_Paulo", "25 November 2026, 04:05, Sao Paulo time (07:05 UTC)", "25 November 2026, 04:05 (UTC−3)"),
        ("Africa/Abidjan", "25 November 2026, 07:05, Abidjan time (07:05 UTC)", "25 November 2026, 07:05 (UTC)"),
        ("UTC", "25 November 2026, 07:05 UTC", "25 November 2026, 07:05 UTC"),
        ("Etc/UTC", "25 November 2026, 07:05 UTC", "25 November 2026, 07:05 UTC"),
    ],
)
def test_a_moment_is_said_with_the_place_of_its_zone_and_in_utc(app, zone, said, briefly):
    assert said_moment(MORNING, zone) == said
    assert said_briefly(MORNING, zone) == briefly
    assert said.startswith("25 November 2026, " + said_clock(MORNING, zone))


def test_the_day_in_utc_is_said_where_it_is_another(app):
    late = datetime(2026, 11, 25, 20, 5, tzinfo=UTC)
    assert said_moment(late, "Asia/Bangkok") == "26 November 2026, 03:05, Bangkok time (25 November, 20:05 UTC)"


def test_summer_time_is_the_one_of_its_day(app):
    summer = datetime(2026, 7, 1, 7, 5, tzinfo=UTC)
    assert (said_clock(summer, "Europe/Paris"), said_clock(MORNING, "Europe/Paris")) == ("09:05", "08:05")
    assert said_briefly(summer, "Europe/Paris").endswith("(UTC+2)")


def test_french_says_where_the_clock_hangs(app):
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert (
            said_moment(MORNING, "Africa/Cairo") == "25 novembre 2026, 09:05, heure locale\u00a0: Le Caire (07:05 UTC)"
        )


def shown(app, session, *, cookie=None, **columns):
    """What the page of one's devices says of when it was last seen."""
    client = people.browser(app)
    sign_in(client, session, people.person(session, **columns))
    if cookie:
        client.set_cookie("time-zone", cookie)
    return client.get("/account/sessions").text


def test_pages_speak_by_the_clock_of_the_country_that_has_one(app, session):
    assert "(UTC+7)" in shown(app, session, place=people.administration(session, country="TH"))


def test_pages_speak_by_the_clock_of_the_device_where_nobody_else_says(app, session):
    assert "(UTC+1)" in shown(app, session, cookie="Africa/Lagos")
    assert " UTC" in shown(app, session, cookie="nonsense")


def test_pages_speak_by_the_clock_of_the_unit_before_that_of_the_device(app, session):
    place = people.administration(session, country="ID")
    unit = people.unit(session, place)
    unit.time_zone = "Asia/Jayapura"
    page = shown(app, session, place=place, unit_id=unit.id, cookie="Asia/Bangkok")
    assert "(UTC+9)" in page


def test_pages_speak_by_the_clock_that_the_account_names_before_all_others(app, session):
    place = people.administration(session, country="ID")
    unit = people.unit(session, place)
    unit.time_zone = "Asia/Jayapura"
    assert "(UTC+8)" in shown(app, session, place=place, unit_id=unit.id, time_zone="Asia/Makassar")
