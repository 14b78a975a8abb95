"""What other packages may know of people, administrations and places of work; a stranger stands beside each."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Permission, Role
from lms.errors import BadInput, NotFound
from lms.people.models import AccountNameChange, Placement
from lms.people.queries import accounts, administrations, facts, pairs, places
from lms.people.queries.names_in_texts import texts_with_names
from lms.people.queries.places import PlaceKind
from lms.people.services.typed_people import person_typed
from tests.builders import people as make
from tests.builders.people import NOW

DAY = timedelta(days=1)
MANAGE = Permission.PEOPLE_MANAGE


@pytest.fixture
def chief(session):
    return make.viewer(session, make.person(session, "Chief", Role.ADMINISTRATOR, username="chief"))


@pytest.fixture
def local(session, place):
    return make.viewer(session, make.person(session, "Local", (Role.ADMINISTRATOR, place), username="local"))


@pytest.fixture
def abroad(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


def typed(session, viewer, words):
    return [one.username for one in facts.people_reached(session, viewer, MANAGE, words)]


def test_a_login_names_one_and_a_whole_name_all_who_bear_it(session, place, chief, local):
    for number, name, local_name, where in (
        (1, "Ana Silva", "", place), (2, "ana  silva", "", None), (3, "Ana Silva Costa", "", place),
        (4, "Bo", "Ana Silva", place), (5, "ana1", "", place),
    ):  # fmt: skip
        row = make.person(session, name, place=where, username=f"ana{number}", local_name=local_name)
        row.email = f"post{number}@example.org"
    session.flush()
    assert typed(session, chief, " ANA silva ") == ["ana1", "ana4"]  # the second has two blanks in the database
    assert typed(session, local, "Ana Silva") == ["ana1", "ana4"]
    assert typed(session, chief, "ana1") == ["ana1"]
    assert typed(session, chief, "Post2@example.org") == ["ana2"]
    assert typed(session, local, "ana2") == []
    assert typed(session, chief, "Silva") == []


def test_who_was_typed_is_one_person_or_it_is_said_beside_the_field(session, place, local, in_request):
    rows = [make.person(session, "Ana Silva", place=place, username=name) for name in ("ana.one", "ana.two")]
    make.person(session, "Stranger", username="stranger")
    assert person_typed(session, local, MANAGE, "ana.two", field="who").id == rows[1].id
    for words, said in (("Ana Silva", "ana.one, ana.two"), ("stranger", "nobody with this name")):
        with pytest.raises(BadInput, match=said) as fault:
            person_typed(session, local, MANAGE, words, field="who")
        assert fault.value.field == "who"


def test_a_person_is_told_whole_with_administration_and_unit_and_who_has_none_without(session, place):
    unit = make.unit(session, place, "East Port")
    given = {"username": "ana", "email": "ana@example.org", "language": "fr", "local_name": "อานา"}
    ana = make.person(session, "Ana", place=place, unit_id=unit.id, name_checked_at=NOW, **given)
    bo = make.person(session, "Bo", closed_at=NOW, demonstration=True)
    found = facts.person_of(session, ana.id)
    assert (found.administration, found.country, found.unit) == (place.name, "TH", "East Port")
    assert (found.administration_uuid, found.unit_uuid) == (place.uuid, unit.uuid)
    assert (found.closed, found.demonstration, found.name_checked) == (False, False, True)
    other = facts.person_by_login(session, bo.username)
    assert (other.closed, other.demonstration, other.name_checked) == (True, True, False)
    assert (other.administration, other.country, other.unit, other.administration_uuid, other.unit_uuid) == (None,) * 5
    assert facts.person_by_uuid(session, ana.uuid) == facts.person_by_login(session, " ANA@Example.org") == found
    assert facts.person_by_uuid(session, "nobody") is None
    assert facts.people_info(session, [ana.id, bo.id, -1]) == {ana.id: found, bo.id: other}
    with pytest.raises(NotFound):
        facts.person_of(session, -1)


def test_names_and_numbers_are_told_of_those_who_were_asked_about(session):
    ana, bo = make.person(session, "Ana", username="ana"), make.person(session, "Bo")
    assert facts.people_named(session, [ana.id]) == {ana.id: "Ana"}
    assert facts.names_by_username(session, ["ana", "nobody"]) == {"ana": "Ana"}
    assert facts.person_ids(session, [ana.uuid, "nobody"]) == {ana.uuid: ana.id}
    assert facts.people_outside(session, [bo.id]) == {bo.id: facts.PersonOutside(bo.uuid, "Bo")}
    ana.time_zone = "Asia/Makassar"
    session.flush()
    assert (facts.own_time_zone(session, ana.id), facts.own_time_zone(session, bo.id)) == ("Asia/Makassar", None)
    assert facts.time_zones_of(session, [ana.id]) == {ana.id: "Asia/Makassar"}


def test_a_checked_name_is_told_with_the_last_change_by_whoever_checked_it(session, chief):
    ana, bo = (
        make.person(session, name, name_checked_at=NOW, name_checked_by_id=chief.id, local_name="x") for name in "AB"
    )
    open_name, other = make.person(session, "Open"), make.person(session, "Other")
    for person, by, at in (
        (ana, chief.id, NOW - 3 * DAY), (ana, chief.id, NOW - 2 * DAY), (ana, other.id, NOW - DAY),
        (other, chief.id, NOW),
    ):  # fmt: skip
        session.add(AccountNameChange(person_id=person.id, by_id=by, at=at))
    session.flush()
    found = facts.checked_names_of(session, [ana.id, bo.id, open_name.id])
    assert found == {
        ana.id: facts.CheckedName("A", "x", NOW, NOW - 2 * DAY), bo.id: facts.CheckedName("B", "x", NOW, None),
    }  # fmt: skip
    assert facts.names_changed_by(session, ana.id) == {chief.id, other.id}
    person_id = AccountNameChange.person_id.expression
    assert set(session.scalars(select(person_id).where(facts.has_checked_name(person_id)))) == {ana.id}
    assert session.scalar(select(facts.has_checked_name(open_name.id))) is False


def test_open_accounts_alone_are_written_to(session):
    ana, gone = make.person(session, "Ana", email="a@example.org"), make.person(session, "Gone", closed_at=NOW)
    make.person(session, "Not Asked")
    found = facts.addressees(session, [ana.id, gone.id])
    assert found == {ana.id: facts.Addressee(ana.id, ana.uuid, "Ana", "a@example.org", None)}


def test_real_people_are_those_whom_no_demonstration_invented(session):
    make.person(session, "Invented", demonstration=True)
    assert facts.real_people_exist(session) is False
    make.person(session, "Real")
    assert facts.real_people_exist(session) is True


def test_an_import_sees_open_accounts_of_its_administrations_and_every_login(session, place, abroad, monkeypatch):
    unit = make.unit(session, place, "Quay")
    other_unit = make.unit(session, abroad, "Gate")
    ana = make.person(session, "Ana", place=place, unit_id=unit.id, username="ana", email="a@example.org")
    gone = make.person(session, "Gone", place=place, username="gone", closed_at=NOW)
    far = make.person(session, "Far", place=abroad, username="far", email="far@example.org")
    assert [one.id for one in accounts.accounts_of_administrations(session, [place.id])] == [ana.id]
    monkeypatch.setattr(accounts, "BATCH", 2)
    logins = ["a@example.org", "ana", "gone", "nobody", "zzz", "far@example.org"]
    found = accounts.accounts_of_logins(session, logins)
    assert sorted((one.id, one.unit) for one in found) == [(ana.id, "Quay"), (gone.id, None), (far.id, None)]
    assert [one.id for one in accounts.accounts_of_logins(session, ["ana"])] == [ana.id]
    assert accounts.units_of_administrations(session, [place.id]) == [(unit.id, place.id, "Quay")]
    assert accounts.units_of_administrations(session, [abroad.id]) == [(other_unit.id, abroad.id, "Gate")]


def test_administrations_and_units_are_found_by_their_own_number_alone(session, place, abroad, local, chief):
    unit, other = make.unit(session, place, "quay"), make.unit(session, abroad, "Gate")
    make.unit(session, place, "Airport")
    make.person(session, place=place), make.person(session, place=place, closed_at=NOW)
    make.person(session, place=abroad), make.person(session)
    assert administrations.people_counts(session, [place.id]) == {place.id: 1}
    assert administrations.people_counts(session, []) == {}
    assert [one.name for one in administrations.units_of(session, [place.id])] == ["Airport", "quay"]
    assert administrations.unit_seen(session, place, unit.uuid) == unit
    with pytest.raises(NotFound):
        administrations.unit_seen(session, place, other.uuid)
    assert administrations.administration_seen(session, local, place.uuid) == place
    with pytest.raises(NotFound):
        administrations.administration_seen(session, local, abroad.uuid)
    assert administrations.administration_uuid(session, abroad.id) == abroad.uuid
    assert administrations.administration_uuid(session, None) is None
    near = make.administration(session, "a near one")
    assert administrations.administrations_of_country(session, "TH") == [near, place]
    assert administrations.administrations_peopled(session, local) == [place]
    assert administrations.administrations_seen(session, chief) == [near, place, abroad]
    assert [one.name for one in facts.all_administrations(session)] == [near.name, place.name, abroad.name]


@pytest.fixture
def grounds(session, place, abroad):
    """Units and people of two administrations, and one who works nowhere."""
    east, west = make.unit(session, place, "East"), make.unit(session, place, "West")
    east.time_zone = "Asia/Makassar"
    rows = {
        "east": make.person(session, "In East", (Role.OFFICER, place), place=place, unit_id=east.id),
        "west": make.person(session, "In West", place=place, unit_id=west.id),
        "office": make.person(session, "In Office", place=place),
        "gone": make.person(session, "Gone", place=place, unit_id=east.id, closed_at=NOW),
        "abroad": make.person(session, "Abroad", place=abroad),
        "nowhere": make.person(session, "Nowhere"),
    }
    session.flush()
    return east, west, {name: row.id for name, row in rows.items()}


def of_country(session, code="TH"):
    row = make.person(session, "Of A Country")
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, "country", code))
    return make.viewer(session, row)


def test_a_place_is_reached_whole_with_its_people_and_what_lies_around_it(session, place, local, grounds, in_request):
    east, _west, ids = grounds
    thai = of_country(session)

    def reached(viewer, kind, key):
        found = places.place_reached(session, viewer, MANAGE, kind, key)
        there = places.people_there(session, found)
        assert set(session.scalars(places.people_at(found))) == set(there)
        names = {name for name, number in ids.items() if number in there}
        return found, names, {one.name: one.is_officer for one in there.values()}

    unit, names, officers = reached(local, PlaceKind.UNIT, east.uuid)
    home = (PlaceKind.ADMINISTRATION, place.uuid, place.name)
    assert (unit.name, unit.country, names, officers) == ("East", "TH", {"east"}, {"In East": True})
    assert (list(unit.wider), unit.time_zone) == ([home], "Asia/Makassar")
    whole, names, officers = reached(local, PlaceKind.ADMINISTRATION, place.uuid)
    assert (whole.name, names, list(whole.wider)) == (place.name, {"east", "west", "office"}, [])
    assert officers == {"In East": True, "In West": False, "In Office": False}
    country = (PlaceKind.COUNTRY, "TH", "Thailand")
    assert list(reached(thai, PlaceKind.UNIT, east.uuid)[0].wider) == [home, country]
    assert list(reached(thai, PlaceKind.ADMINISTRATION, place.uuid)[0].wider) == [country]
    thailand, names, _officers = reached(thai, PlaceKind.COUNTRY, "TH")
    assert (thailand.name, names) == ("Thailand", {"east", "west", "office"})
    assert (thailand.time_zone, whole.time_zone) == ("Asia/Bangkok", "Asia/Bangkok")


def test_a_place_that_one_does_not_reach_whole_is_not_found(session, place, abroad, local, grounds):
    east, _west, _ids = grounds
    kenyan, chief = of_country(session, "KE"), of_country(session, "ZZ")
    for viewer, kind, key in (
        (local, PlaceKind.COUNTRY, "TH"), (local, PlaceKind.ADMINISTRATION, abroad.uuid),
        (chief, PlaceKind.COUNTRY, "ZZ"),
        (kenyan, PlaceKind.UNIT, east.uuid), (local, PlaceKind.UNIT, place.uuid), (kenyan, PlaceKind.COUNTRY, "TH"),
        (local, PlaceKind.ADMINISTRATION, east.uuid),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            places.place_reached(session, viewer, MANAGE, kind, key)


def test_the_places_of_a_viewer_are_administrations_with_their_units_by_name(session, place, abroad, local, grounds):
    east, west, _ids = grounds
    [own] = places.administrations_reached(session, local, MANAGE)
    assert (own.id, own.name, own.country) == (place.id, place.name, "TH")
    assert list(own.units) == [(east.id, east.uuid, "East"), (west.id, west.uuid, "West")]
    empty = make.administration(session, "Bare Customs")
    found = places.administrations_reached(session, of_country(session), MANAGE)
    assert [(one.name, len(one.units)) for one in found] == [(empty.name, 0), (place.name, 2)]


def test_workplaces_are_of_open_accounts_in_an_administration(session, place, abroad, grounds):
    east, west, ids = grounds
    rows = {row[0]: row[1:] for row in session.execute(places.workplaces_of_people())}
    assert {name: rows[number] for name, number in ids.items() if number in rows} == {
        "east": (place.id, east.id, True), "west": (place.id, west.id, False), "office": (place.id, None, False),
        "abroad": (abroad.id, None, False),
    }  # fmt: skip


SPANS = {  # of one and of the other: from and until which day; what they shared, and until when
    "both still": ((0, None), (5, None), True, None),
    "one ended": ((0, 9), (5, None), True, 9),
    "the other ended": ((0, None), (5, 9), True, 9),
    "the earlier end": ((0, 8), (5, 9), True, 8),
    "the earlier end of the other": ((0, 9), (5, 8), True, 8),
    "one after the other": ((0, 5), (5, None), False, None),
    "the other before": ((5, None), (0, 5), False, None),
}


@pytest.mark.parametrize("spans", SPANS.values(), ids=SPANS)
def test_two_shared_an_administration_while_both_worked_there(session, place, abroad, spans):
    first, second, shared, until = spans
    one, other, stranger = (make.person(session, name) for name in ("One", "Other", "Stranger"))
    for row, (begun, ended), where in ((one, first, place), (other, second, place), (stranger, (0, None), abroad)):
        at = [None if day is None else NOW + day * DAY for day in (begun, ended)]
        session.add(Placement(person_id=row.id, administration_id=where.id, begun_at=at[0], ended_at=at[1]))
    session.flush()
    found = pairs.shared_administrations(session, [one.id, other.id, stranger.id], [other.id, stranger.id])
    end = None if until is None else NOW + until * DAY
    told = {(row.one_id, row.other_id, row.administration_id, row.until) for row in found}
    assert told == ({(one.id, other.id, place.id, end)} if shared else set())


def test_appointments_are_told_as_pairs_directly_and_through_others(session):
    first = make.person(session, "First", Role.ADMINISTRATOR)
    second = make.appointed(session, first.id)
    third = make.appointed(session, second.id)
    officer = make.appointed(session, first.id, Role.OFFICER)
    beside = make.appointed(session, make.person(session, "Beside").id)
    asked = [first.id, second.id, third.id, officer.id, beside.id]
    assert sorted(pairs.appointments_between(session, asked, [first.id, second.id])) == sorted(
        [(second.id, first.id), (third.id, second.id), (third.id, first.id)]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met Ana Silva there", True),
        ("we met “ana SILVA”, twice", True),
        ("Ana\n  Silva", True),
        ("Ana met Silva", False),
        ("Silva Ana", False),
        ("Bo was there", False),
        ("มาลี was there", True),
        ("one two three four five six", True),
        ("so one two three four five six", True),
        ("One Two Three Four Five Six Seven", True),
        ("a b c d e f g", False),
        ("", False),
    ],
)
def test_a_text_holds_the_whole_name_of_somebody(session, text, found):
    for name, local_name in (
        ("Ana Silva", ""), ("Bo", "มาลี"), ("One Two Three Four Five Six", ""), ("A B C D E F G", ""),
    ):  # fmt: skip
        make.person(session, name, local_name=local_name)
    assert texts_with_names(session, {7: text, 8: "nothing here"}) == ({7} if found else set())


def test_a_word_that_is_a_sign_alone_is_nobodys_name(session):
    make.person(session, "Ana Silva")
    assert texts_with_names(session, {1: "Ana Silva", 2: "well … then", 3: "…"}) == {1}
