"""Where roles are given on the pages: everywhere, in an administration, for a country, and what is not known here."""

import re

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.people.models import Person
from lms.people.queries import people as queries
from tests.builders import people as make
from tests.builders.people import browser_of
from tests.lms.people.test_pages import PERSON


@pytest.fixture
def other(session):
    return make.administration(session, "Mountain Police", kind="police", country="KE")


@pytest.fixture
def chief(app, session):
    """The browser of an administrator of the whole site."""
    return browser_of(app, session, make.person(session, "Chief", Role.ADMINISTRATOR))


@pytest.fixture
def local(app, session, place):
    """The browser of an administrator of one administration."""
    return browser_of(app, session, make.person(session, "Local", (Role.ADMINISTRATOR, place), place=place))


@pytest.fixture
def ana(session, place):
    return make.person(session, "Ana Silva", (Role.OFFICER, place), place=place)


@pytest.fixture
def of_country(app, session):
    """The browser of an administrator of Thailand."""
    row = make.person(session, "Country")
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, "country", "TH"))
    return browser_of(app, session, row)


def offered(page):
    """The options of the field that asks where a role holds, under their groups."""
    field = re.search(r'<select[^>]* name="scope"[^>]*>(.*?)</select>', page, re.DOTALL)[1]
    groups = re.split(r'<optgroup label="([^"]*)">', field.replace("</optgroup>", '<optgroup label="">'))
    pairs = zip(["", *groups[1::2]], groups[::2], strict=True)
    return [(group, label) for group, part in pairs for label in re.findall(r"<option[^>]*>([^<]+)</option>", part)]


def test_the_form_offers_the_scopes_within_ones_own_reach_under_their_kinds(
    chief, local, of_country, ana, place, other, session
):
    session.commit()
    places = [("Administration", "Harbour Customs"), ("Administration", "Mountain Police")]
    everywhere = ("", "Everywhere: in every administration")
    own = ("", "In the person&#39;s own administration")
    expected = {
        chief: [*places, ("Country", "Kenya"), ("Country", "Thailand"), everywhere],
        of_country: [places[0], ("Country", "Thailand")],
        local: places[:1],
    }
    for client, options in expected.items():
        assert offered(client.get(f"/people/{ana.uuid}/roles/new").text) == options
        assert offered(client.get("/people/new").text) == [own, *options]


def test_a_role_for_a_country_is_given_shown_and_ended_on_the_pages(of_country, ana, session, app):
    session.commit()
    form = {"role": "trainer", "scope": "country:TH"}
    assert of_country.post(f"/people/{ana.uuid}/roles/new", data=form).status_code == 303
    assert "<p>Thailand</p>" in of_country.get(f"/people/{ana.uuid}").text
    assert "Trainer (Thailand)" in browser_of(app, session, ana).get("/account").text
    row = queries.roles_held(session, ana.id)[1]
    assert queries.grant_of(row) == Grant(Role.TRAINER, "country", "TH")
    assert of_country.post(f"/people/{ana.uuid}/roles/{row.uuid}/end").status_code == 303
    assert "Trainer" not in of_country.get(f"/people/{ana.uuid}").text


@pytest.mark.parametrize("scope", ["country:KE", "everywhere", "other", "guild:3", "country:"])
def test_a_role_beyond_a_country_is_refused_beside_its_field(of_country, ana, other, session, scope):
    session.commit()
    form = {"role": "trainer", "scope": f"administration:{other.uuid}" if scope == "other" else scope}
    answer = of_country.post(f"/people/{ana.uuid}/roles/new", data=form)
    assert answer.status_code == 422
    assert "Choose from the list." in answer.text
    assert len(queries.roles_held(session, ana.id)) == 1


def test_a_person_is_brought_in_with_a_role_for_a_country(of_country, place, session):
    form = {"administration": place.uuid, "roles": ["trainer"], "scope": "country:TH"}
    assert of_country.post("/people/new", data=PERSON | form).status_code == 303
    person = session.scalars(select(Person).where(Person.name == "Bo Berg")).one()
    assert [queries.grant_of(row) for row in queries.roles_held(session, person.id)] == [
        Grant(Role.TRAINER, "country", "TH")
    ]


def test_an_administrator_of_a_country_sees_adds_and_changes_its_administrations(of_country, place, other, session):
    page = of_country.get("/administrations").text
    assert place.name in page
    assert other.name not in page
    assert of_country.get(f"/administrations/{other.uuid}").status_code == 404
    form = of_country.get("/administrations/new").text
    assert re.findall(r'<option value="([A-Z]{2})">', form) == ["TH"]
    added = {"name": "Airport Police", "kind": "police", "country": "TH"}
    answer = of_country.post("/administrations/new", data=added)
    assert answer.status_code == 303
    assert of_country.post(f"{answer.location}/units/new", data={"name": "North", "kind": "airport"}).status_code == 303
    assert of_country.post("/administrations/new", data=added | {"country": "KE"}).status_code == 422


def test_a_role_that_is_not_known_here_is_shown_and_opens_nothing(app, chief, place, session):
    row = make.person(session, "Of Tomorrow", place=place)
    make.give_anywhere(session, row, Grant("emperor"))
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, "guild", "7"))
    own = browser_of(app, session, row)
    page = chief.get(f"/people/{row.uuid}").text
    assert "Unknown role: emperor" in page
    assert "guild 7" in page
    assert "Unknown role: emperor (everywhere), Administrator (guild 7)" in own.get("/account").text
    for path in ("/people", "/administrations", "/learn"):
        assert own.get(path).status_code == 404
    assert 'href="/people"' not in own.get("/account").text


def test_the_page_of_a_person_asks_no_more_for_many_roles_than_for_one(of_country, ana, place, session, counting):
    asked = []
    for more in (1, 8):
        for number in range(more):
            near = make.administration(session)
            make.give_anywhere(session, ana, Grant(Role.TRAINER, "administration", str(near.id)))
            make.give_anywhere(session, ana, Grant(Role.TRAINER, "country", ["KE", "LA"][number % 2]))
        session.commit()
        with counting() as statements:
            assert of_country.get(f"/people/{ana.uuid}").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
