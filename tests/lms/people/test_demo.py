"""The invented people of the demonstration, and what other packages may know of them."""

import pytest
from sqlalchemy import select

from assessments.permissions import ExamPermission
from lms.access import Grant, Role
from lms.errors import NotFound, RuleBroken
from lms.people import api, demo
from lms.people.models import Administration, Person
from lms.people.services.easy_passwords import new_password
from tests.builders import people as make
from tests.builders.audit import chain_is_whole
from tests.builders.people import NOW


@pytest.fixture(scope="module")
def loaded(module_session):
    made = {"passwords": []}
    with module_session():
        demo.load(made, NOW)
    return made


@pytest.fixture
def world(session, loaded):
    return loaded


def test_people_of_every_role_can_sign_in_and_the_rest_cannot(client, session, world):
    assert [words for words, _key, _password in world["passwords"]] == [
        "officer at a port", "officer at a border post", "trainer", "second trainer", "coordinator", "assessor",
        "programme manager", "second manager", "third manager", "administrator",
    ]  # fmt: skip
    for _words, key, password in world["passwords"]:
        assert client.post("/sign-in", data={"login": key, "password": password}).status_code == 303
    unprinted = session.scalars(select(Person).where(Person.password_hash.is_(None))).all()
    assert len(unprinted) == len(demo.EXTRA) + sum(map(len, demo.CLASSES.values()))


def test_everybody_is_marked_as_invented_and_known_by_key(session, world):
    rows = session.scalars(select(Person)).all()
    assert all(row.demonstration for row in rows)
    assert world["people"] == {row.username: row.id for row in rows}
    assert not api.real_people_exist(session)
    assert chain_is_whole(session)


def test_there_are_three_administrations_that_say_what_they_are(session, world):
    rows = session.scalars(select(Administration)).all()
    assert {row.id for row in rows} == set(world["administrations"].values())
    assert len({row.country for row in rows}) == 3
    assert all("(demonstration)" in row.name for row in rows)


def test_passwords_differ_at_every_loading():
    assert len({new_password() for _ in range(50)}) > 45


def test_it_is_not_loaded_beside_a_real_person(app, session):
    make.person(session, "Real", demonstration=False)
    before = set(session.scalars(select(Person.username)))
    with pytest.raises(RuleBroken, match="real people"):
        demo.load({}, NOW)
    assert set(session.scalars(select(Person.username))) == before


def test_other_packages_learn_of_a_person_in_one_value(session, world):
    officer = api.person_of(session, world["people"]["malee.srisuk"])
    assert (officer.name, officer.country, officer.unit) == ("Malee Srisuk", "TH", "Deep Water Port")
    assert officer.administration == "Port City Customs (demonstration)"
    assert api.person_by_uuid(session, officer.uuid) == officer
    assert api.person_by_login(session, " Malee.Srisuk ") == officer
    assert api.people_info(session, [officer.id, 999_999]) == {officer.id: officer}
    assert api.people_named(session, [officer.id, 999_999]) == {officer.id: "Malee Srisuk"}
    assert [row.country for row in api.all_administrations(session)] == ["SN", "KE", "TH"]
    with pytest.raises(NotFound):
        api.person_of(session, 999_999)
    assert api.person_by_uuid(session, "no") is None


def test_a_filter_by_administration_follows_the_scope(session, world):
    port = world["administrations"]["port"]
    manager = make.a_viewer(1, Grant(Role.PROGRAMME_MANAGER, "administration", str(port)))
    column = Person.administration_id
    found = session.scalars(
        select(Person.administration_id).where(api.administrations_of(manager, ExamPermission.EXAM_RUN, column))
    )
    assert set(found) == {port}


def test_only_invented_people_are_given_a_password_by_the_house(session):
    with pytest.raises(NotFound):
        api.set_password(session, make.person(session).id, "river stone lantern")
