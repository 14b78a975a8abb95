"""By whose clock somebody reads, and what zones are called."""

from zoneinfo import ZoneInfo

import pytest

from lms.errors import BadInput
from lms.zones import (
    UTC,
    country_zones,
    is_zone,
    offered_first,
    place_of,
    zone_for,
    zone_names,
    zone_options,
    zone_typed,
)

BANGKOK, LAGOS, JAKARTA, PARIS = "Asia/Bangkok", "Africa/Lagos", "Asia/Jakarta", "Europe/Paris"


@pytest.mark.parametrize(
    ("known", "zone"),
    [
        ({"account": PARIS, "unit": LAGOS, "device": JAKARTA, "country": "TH"}, PARIS),
        ({"unit": LAGOS, "device": JAKARTA, "country": "TH"}, LAGOS),
        ({"device": JAKARTA, "country": "TH"}, JAKARTA),
        ({"country": "TH"}, BANGKOK),
        ({"country": "ID"}, UTC),  # it has four
        ({"country": "XK"}, UTC),
        ({}, UTC),
        ({"account": "Mars/Olympus", "unit": LAGOS}, LAGOS),
        ({"device": "../../etc/passwd", "country": "TH"}, BANGKOK),
        ({"device": "localtime"}, UTC),
        ({"device": "Asia/Calcutta"}, "Asia/Calcutta"),  # as older browsers say it
    ],
)
def test_the_account_comes_before_the_unit_the_device_and_the_country(known, zone):
    assert zone_for(**known) == zone


def test_every_zone_that_is_offered_exists():
    assert [name for name in zone_names() if not is_zone(name) or not ZoneInfo(name)] == []


def test_the_zones_of_the_country_are_offered_first_and_each_once():
    offered = offered_first("ID")
    assert offered[:4] == country_zones()["ID"]
    assert sorted(offered) == sorted(zone_names())


def test_a_form_says_place_and_country(app):
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert next(iter(zone_options("TH"))) == (BANGKOK, "Bangkok, Thaïlande")
        assert dict(zone_options(None))[UTC] == "UTC"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Bangkok", BANGKOK),
        ("  asia/bangkok ", BANGKOK),
        ("bangkok", BANGKOK),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("America/Sao Paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("asia/calcutta", "Asia/Calcutta"),
        ("utc", UTC),
        ("", None),
        ("   ", None),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_place(app, typed, zone):
    assert zone_typed("time_zone", typed) == zone


def test_a_place_is_found_in_the_language_of_the_page(app):
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        assert place_of("Africa/Cairo") == "Le Caire"
        assert zone_typed("time_zone", "le caire") == zone_typed("time_zone", "Cairo") == "Africa/Cairo"


@pytest.mark.parametrize("typed", ["Chiang Mai", "GMT plus seven", "<script>", "\0"])
def test_what_is_no_zone_is_refused_beside_its_field(app, typed):
    with pytest.raises(BadInput, match="large city") as refused:
        zone_typed("time_zone", typed)
    assert refused.value.field == "time_zone"
