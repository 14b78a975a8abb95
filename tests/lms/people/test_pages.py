"""What an administrator does: administrations, units, people, roles, slips, letters; and what nobody else can."""

import base64
import json
import re
import zlib

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.people.models import Administration, OneTimeSecret, Person, Unit
from lms.people.queries import people as queries
from lms.queue import jobs
from tests.builders import people as make
from tests.builders.people import PASSWORD, browser, browser_of, forms_protected

SLIP_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
NOBODY = "00000000-0000-4000-8000-000000000000"


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
    return make.person(session, "Ana Silva", (Role.OFFICER, place), place=place, email="ana@example.org")


@pytest.fixture
def stranger(session, other):
    return make.person(session, "Stranger Danger", (Role.OFFICER, other), place=other)


def test_an_administration_with_its_units_is_made_and_corrected(chief, session):
    answer = chief.post("/administrations/new", data={"name": "Airport Police", "kind": "police", "country": "KE"})
    assert answer.status_code == 303
    assert "Airport Police" in chief.get(answer.location).text
    assert "Kenya" in chief.get("/administrations").text
    unit = {"name": "North Terminal", "kind": "airport"}
    assert chief.post(answer.location + "/units/new", data=unit).status_code == 303
    assert "The unit is added." in chief.get(answer.location).text
    row = session.scalars(select(Unit)).one()
    chief.post(f"{answer.location}/units/{row.uuid}", data=unit | {"name": "South Terminal"})
    chief.post(answer.location + "/edit", data={"name": "Airport Police Unit", "kind": "police", "country": "KE"})
    page = chief.get(answer.location).text
    assert "South Terminal" in page
    assert "<h1>Airport Police Unit</h1>" in page


def test_countries_stand_in_a_list_by_their_names(chief):
    page = chief.get("/administrations/new").text
    names = re.findall(r'<option value="[A-Z]{2}">([^<]+)</option>', page)
    assert {"Kenya", "Laos", "Thailand", "Brazil"} <= set(names)
    assert names == sorted(names)
    assert "Unknown Region" not in names


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Type the name"),
        ({"kind": ""}, "Choose"),
        ({"kind": "navy"}, "Choose from the list."),
        ({"country": "ZZ"}, "Choose from the list."),
        ({"name": "x" * 121}, "at most 120"),
        ({"name": "harbour customs"}, "already has an administration"),
    ],
)
def test_what_makes_no_administration_is_told_beside_its_field_and_kept(chief, place, typed, words, session):
    form = {"name": "A new one", "kind": "customs", "country": "TH"} | typed
    answer = chief.post("/administrations/new", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{form["name"]}"' in answer.text
    assert session.scalars(select(Administration.name)).all() == ["Harbour Customs"]


def test_an_administrator_of_one_administration_sees_and_changes_only_that(local, place, other):
    page = local.get("/administrations").text
    assert place.name in page
    assert other.name not in page
    assert "Add an administration" not in page
    assert local.get(f"/administrations/{place.uuid}").status_code == 200
    for path in ("new", other.uuid, f"{other.uuid}/edit", f"{other.uuid}/units/new", NOBODY):
        assert local.get(f"/administrations/{path}").status_code == 404


def test_a_unit_is_found_only_in_its_own_administration(chief, session, place, other):
    row = make.unit(session, place)
    session.commit()
    assert chief.get(f"/administrations/{place.uuid}/units/{row.uuid}").status_code == 200
    assert chief.get(f"/administrations/{other.uuid}/units/{row.uuid}").status_code == 404


PERSON = {
    "name": "Bo Berg",
    "username": "",
    "email": "",
    "roles": ["officer"],
    "scope": "own",
    "way": "slip",
    "unit": "",
}


def test_a_person_without_an_address_is_brought_in_by_a_slip(app, local, place, session):
    answer = local.post("/people/new", data=PERSON | {"administration": place.uuid})
    assert answer.status_code == 303
    person = session.scalars(select(Person).where(Person.name == "Bo Berg")).one()
    assert answer.location == f"/people/{person.uuid}/slip"
    slip = local.get(answer.location)
    assert slip.headers["Cache-Control"] == "no-store"
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", slip.text).group()
    for words in ("http://127.0.0.1:8000/code", "bo.berg", "25 December 2026"):
        assert words in slip.text
    newcomer = browser(app)
    new = {"password": "river stone lantern", "again": "river stone lantern"}
    assert newcomer.post("/code", data={"login": "bo.berg", "code": code, **new}).status_code == 303
    assert "Bo Berg" in newcomer.get("/account").text
    assert [queries.grant_of(row) for row in queries.roles_held(session, person.id)] == [
        Grant(Role.OFFICER, "administration", str(place.id))
    ]


def test_a_person_with_an_address_is_brought_in_by_a_letter(chief, place, session, time):
    unit = make.unit(session, place)
    session.commit()
    form = {"administration": place.uuid, "unit": unit.uuid, "email": "bo@example.org", "way": "letter"}
    answer = chief.post("/people/new", data=PERSON | form | {"roles": ["officer", "trainer"], "scope": "everywhere"})
    person = session.scalars(select(Person).where(Person.name == "Bo Berg")).one()
    assert answer.location == f"/people/{person.uuid}"
    assert (person.email, person.unit_id) == ("bo@example.org", unit.id)
    assert [queries.grant_of(row) for row in queries.roles_held(session, person.id)] == [
        Grant(Role.OFFICER),
        Grant(Role.TRAINER),
    ]
    make.forget_request()
    assert jobs.run_due(time.now) == 1
    page = chief.get(answer.location).text
    assert "Link of an invitation" in page
    assert "not set yet" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Type the person"),
        ({"username": "Zwei Worte"}, "3 to 40 letters"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"way": "letter"}, "Type the e-mail address"),
        ({"way": "pigeon"}, "Choose from the list."),
        ({"roles": ["emperor"]}, "Choose from the list."),
        ({"scope": "everywhere"}, "Choose from the list."),
        ({"scope": NOBODY}, "Choose from the list."),
        ({"administration": NOBODY}, "Choose from the list."),
        ({"administration": ""}, "Choose the administration."),
        ({"administration": "none"}, "Choose from the list."),
        ({"unit": NOBODY}, "Choose from the list."),
        ({"email": "ana@example.org"}, "has this e-mail address already"),
    ],
)
def test_what_makes_no_person_is_told_beside_its_field_and_nobody_is_made(local, place, ana, session, typed, words):
    session.commit()
    answer = local.post("/people/new", data=PERSON | {"administration": place.uuid} | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert set(session.scalars(select(Person.name))) == {"Local", "Ana Silva"}


def test_a_role_that_cannot_be_given_leaves_no_half_made_person(local, place, session, other):
    form = PERSON | {"administration": place.uuid, "scope": f"administration:{other.uuid}"}
    assert local.post("/people/new", data=form).status_code == 422
    assert session.scalars(select(Person).where(Person.name == "Bo Berg")).first() is None


def test_roles_of_somebody_of_no_administration_need_a_place_that_is_chosen(chief, session):
    answer = chief.post("/people/new", data=PERSON | {"administration": "none"})
    assert answer.status_code == 422
    assert "belongs to no administration" in answer.text
    form = {"administration": "none", "scope": "everywhere", "roles": ["assessor"]}
    assert chief.post("/people/new", data=PERSON | form).status_code == 303
    person = session.scalars(select(Person).where(Person.name == "Bo Berg")).one()
    assert person.administration_id is None
    assert [queries.grant_of(row) for row in queries.roles_held(session, person.id)] == [Grant(Role.ASSESSOR)]


def test_a_unit_of_another_administration_does_not_fit(chief, place, other, session):
    unit = make.unit(session, other)
    session.commit()
    answer = chief.post("/people/new", data=PERSON | {"administration": place.uuid, "unit": unit.uuid})
    assert answer.status_code == 422
    assert "another administration" in answer.text


def test_the_list_shows_only_ones_own_people(local, ana, stranger, session):
    session.commit()
    page = local.get("/people").text
    assert "Ana Silva" in page
    assert "Stranger Danger" not in page
    assert "Stranger Danger" not in local.get("/people?words=Danger").text


def test_the_list_is_found_in_by_name_and_administration(chief, ana, stranger, place, session):
    session.commit()
    assert "Stranger Danger" in chief.get("/people").text
    page = chief.get(f"/people?administration={place.uuid}").text
    assert "Ana Silva" in page
    assert "Stranger Danger" not in page
    assert "Ana Silva" in chief.get("/people?words=sILV").text
    assert "Nobody found" in chief.get("/people?words=%25").text
    assert chief.get("/people?words=x&page=x&administration=x").status_code == 200
    assert chief.get("/people?words=%00").status_code == 404


def test_a_long_list_has_pages(chief, session, place):
    for number in range(60):
        make.person(session, f"Pupil {number:02}", place=place)
    session.commit()
    first, last = chief.get("/people?words=Pupil"), chief.get("/people?words=Pupil&page=99")
    assert "Pupil 00" in first.text
    assert "Pupil 25" not in first.text
    assert "words=Pupil" in re.search(r'rel="next" href="([^"]+)"', first.text).group(1)
    assert "Pupil 59" in last.text
    assert 'rel="next"' not in last.text


PATHS = ["", "/edit", "/roles/new", "/slip"]
POSTS = ["/slip", "/letter", "/sessions/end", "/close", "/reopen", f"/roles/{NOBODY}/end"]


def test_people_of_another_administration_are_not_found_by_any_address(local, stranger, session):
    session.commit()
    for person in (stranger.uuid, NOBODY):
        assert {local.get(f"/people/{person}{path}").status_code for path in PATHS} == {404}
        assert {local.post(f"/people/{person}{path}").status_code for path in POSTS} == {404}
    assert session.scalars(select(OneTimeSecret)).all() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_roles_find_no_page_about_people(app, session, place, ana, role):
    client = browser_of(app, session, make.person(session, None, role, place=place))
    for path in ("/people", "/people/new", "/administrations", "/administrations/new", f"/people/{ana.uuid}"):
        assert client.get(path).status_code == 404
    for path in POSTS:
        assert client.post(f"/people/{ana.uuid}{path}").status_code == 404
    assert 'href="/people"' not in client.get("/account").text


def test_the_menu_shows_people_to_administrators(local):
    page = local.get("/people").text
    assert re.search(r'<a href="/people" aria-current="page">People</a>', page)
    assert re.search(r'<a href="/administrations">Administrations</a>', page)


def test_a_role_is_given_and_ended_on_the_pages(local, ana, place, session):
    session.commit()
    form = {"role": "trainer", "scope": f"administration:{place.uuid}"}
    assert local.post(f"/people/{ana.uuid}/roles/new", data=form).status_code == 303
    assert "Trainer" in local.get(f"/people/{ana.uuid}").text
    row = queries.roles_held(session, ana.id)[1]
    assert local.post(f"/people/{ana.uuid}/roles/{row.uuid}/end").status_code == 303
    assert "Trainer" not in local.get(f"/people/{ana.uuid}").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"role": "officer", "scope": "own"}, "already has"),
        ({"role": "trainer", "scope": "everywhere"}, "Choose from the list."),
        ({"role": "trainer", "scope": "other"}, "Choose from the list."),
        ({"role": "emperor", "scope": "own"}, "Choose from the list."),
        ({}, "Choose"),
    ],
)
def test_a_role_beyond_reach_is_refused_beside_its_field(local, ana, place, other, session, form, words):
    session.commit()
    scopes = {"own": f"administration:{place.uuid}", "other": f"administration:{other.uuid}"}
    typed = form | ({"scope": scopes.get(form["scope"], form["scope"])} if form else {})
    answer = local.post(f"/people/{ana.uuid}/roles/new", data=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(queries.roles_held(session, ana.id)) == 1


def test_the_own_page_offers_no_change_and_takes_none(app, session, place):
    row = make.person(session, "Me Myself", (Role.ADMINISTRATOR, place), place=place)
    client = browser_of(app, session, row)
    page = client.get(f"/people/{row.uuid}").text
    assert "your own account" in page
    assert "<form" not in re.sub(r'<form method="post" action="/sign-out">', "", page)
    [role] = queries.roles_held(session, row.id)
    for path in ("/close", "/slip", "/letter", "/sessions/end", f"/roles/{role.uuid}/end"):
        assert client.post(f"/people/{row.uuid}{path}").status_code == 409
    form = {"role": "trainer", "scope": f"administration:{place.uuid}"}
    assert client.post(f"/people/{row.uuid}/roles/new", data=form).status_code == 409
    assert len(queries.roles_held(session, row.id)) == 1


def test_an_administrator_of_one_administration_cannot_take_over_a_greater_account(local, session, place):
    great = make.person(session, "Great", Role.ADMINISTRATOR, place=place, email="great@example.org")
    session.commit()
    assert "outside the area of your role" in local.get(f"/people/{great.uuid}").text
    assert local.get(f"/people/{great.uuid}/edit").status_code == 409
    form = {"name": "Great", "username": "", "email": "mine@example.org", "administration": place.uuid, "unit": ""}
    assert local.post(f"/people/{great.uuid}/edit", data=form).status_code == 409
    for path in ("/slip", "/letter", "/close", "/sessions/end"):
        assert local.post(f"/people/{great.uuid}{path}").status_code == 409
    assert session.scalars(select(OneTimeSecret)).all() == []
    session.expire_all()
    assert great.email == "great@example.org"


def test_details_are_shown_in_the_form_and_corrected(local, ana, place, session):
    unit = make.unit(session, place, "East Port")
    session.commit()
    page = local.get(f"/people/{ana.uuid}/edit").text
    assert 'value="Ana Silva"' in page
    assert 'value="ana@example.org"' in page
    form = {"name": "Ana S. Silva", "username": "ana.s", "email": "", "administration": place.uuid, "unit": unit.uuid}
    assert local.post(f"/people/{ana.uuid}/edit", data=form).status_code == 303
    session.expire_all()
    assert (ana.name, ana.username, ana.email, ana.unit_id) == ("Ana S. Silva", "ana.s", None, unit.id)


def test_a_slip_is_shown_to_who_made_it_for_a_quarter_of_an_hour(app, chief, local, ana, session, time):
    session.commit()
    answer = local.post(f"/people/{ana.uuid}/slip")
    assert answer.status_code == 303
    first, second = local.get(answer.location).text, local.get(answer.location).text
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", first).group()
    assert code in second
    assert code not in chief.get(answer.location).text
    time.go_on(minutes=15)
    assert local.post("/account/step-up", data={"step_up_password": PASSWORD}).status_code == 303
    late = local.get(answer.location).text
    assert code not in late
    assert "Create a new slip" in late


def test_the_cookie_of_a_slip_does_not_tell_its_code(local, ana, session):
    session.commit()
    code = SLIP_CODE.search(local.get(local.post(f"/people/{ana.uuid}/slip").location).text).group()
    cookie = local.get_cookie("spoor-form").value
    payload = cookie.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    told = (zlib.decompress(raw) if cookie.startswith(".") else raw).decode()
    assert "slip" in told
    inner = json.loads(told)["slip"]
    seen = told + str(base64.urlsafe_b64decode(inner + "=" * (-len(inner) % 4)))
    assert code not in seen
    assert code.replace("-", "") not in seen


def test_a_code_that_was_used_is_not_shown_again_in_any_copy_of_the_cookie(app, local, ana, session):
    session.commit()
    address = local.post(f"/people/{ana.uuid}/slip").location
    code = SLIP_CODE.search(local.get(address).text).group()
    copy = local.get_cookie("spoor-form").value
    new = {"login": ana.username, "code": code, "password": "river stone lantern", "again": "river stone lantern"}
    assert browser(app).post("/code", data=new).status_code == 303
    for _turn in range(2):
        page = local.get(address).text
        assert code not in page
        assert "Somebody has set a password with this code" in page
        local.set_cookie("spoor-form", copy)


def test_a_new_slip_leaves_the_password_of_now_and_signs_nobody_out(app, local, ana, session):
    session.commit()
    own = browser(app)
    own.post("/sign-in", data={"login": ana.username, "password": PASSWORD})
    local.post(f"/people/{ana.uuid}/slip")
    assert own.get("/account").status_code == 200


def test_an_administrator_signs_a_person_out_everywhere(app, local, ana, session):
    own = browser_of(app, session, ana)
    assert "Signed in on 1 device." in local.get(f"/people/{ana.uuid}").text
    assert local.post(f"/people/{ana.uuid}/sessions/end").status_code == 303
    assert own.get("/account").status_code == 303


def test_an_account_is_closed_and_opened_again(app, local, ana, session):
    own = browser_of(app, session, ana)
    assert local.post(f"/people/{ana.uuid}/close").status_code == 303
    assert own.get("/account").status_code == 303
    assert browser(app).post("/sign-in", data={"login": ana.username, "password": PASSWORD}).status_code == 422
    assert "Open the account again" in local.get(f"/people/{ana.uuid}").text
    assert local.post(f"/people/{ana.uuid}/slip").status_code == 409
    assert local.post(f"/people/{ana.uuid}/letter").status_code == 409
    assert local.post(f"/people/{ana.uuid}/reopen").status_code == 303
    assert local.post(f"/people/{ana.uuid}/slip").status_code == 303


def test_a_letter_needs_an_address(local, place, session):
    row = make.person(session, place=place)
    session.commit()
    answer = local.post(f"/people/{row.uuid}/letter")
    assert answer.status_code == 409
    assert "Print a slip instead" in answer.text


@pytest.mark.parametrize("path", POSTS)
def test_a_forged_form_changes_nothing(app, local, ana, session, path):
    session.commit()
    with forms_protected(app):
        answer = local.post(f"/people/{ana.uuid}{path}")
    assert answer.status_code == 400
    assert "no longer valid" in answer.text
    session.expire_all()
    assert ana.closed_at is None


def test_a_name_with_markup_is_shown_as_it_was_typed(local, place, session):
    row = make.person(session, "<script>alert(1)</script>", place=place)
    session.commit()
    for path in ("/people", f"/people/{row.uuid}", f"/people/{row.uuid}/edit"):
        page = local.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_empty_pages_say_what_will_be_there(app, session, chief, place):
    assert "No unit yet" in chief.get(f"/administrations/{place.uuid}").text
    assert "Nobody here yet" in chief.get(f"/people?administration={place.uuid}").text
    session.delete(place)
    session.commit()
    assert "No administration yet" in chief.get("/administrations").text
