"""A person tells their sex or not, takes it back, and others learn counts of twenty or more."""

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people.api import sex_counts, sex_counts_by_country
from lms.people.models import Administration, Person
from lms.people.sex.models import PersonSex
from lms.people.sex.queries import own_sex
from lms.people.sex.rules import LEAST, Sex
from lms.people.sex.services import say_sex
from tests.builders import people as make
from tests.builders.people import sign_in

ROOT = Path(__file__).parents[3]
WHERE = select(Person.id, Administration.country).join(Administration, Administration.id == Person.administration_id)


@pytest.fixture
def siti(session):
    return make.person(session, "Siti", Role.OFFICER, place=make.administration(session))


@pytest.fixture
def here(client, session, siti):
    sign_in(client, session, siti)
    session.commit()
    return client


def crowd(session, country, count, now, *, women):
    place = make.administration(session, country=country)
    for number in range(count):
        one = make.person(session, None, Role.OFFICER, place=place)
        if number < women:
            say_sex(session, one.id, Sex.FEMALE, now=now)
    return place


def test_a_person_says_it_and_the_page_remembers(here, session, siti):
    assert here.post("/account/sex", data={"sex": "female"}).status_code == 303
    assert own_sex(session, siti.id) is Sex.FEMALE
    chosen = re.findall(r'<input checked[^>]*value="(\w+)"', here.get("/account/sex").text)
    assert chosen == ["female"]


def test_taken_back_nothing_is_left(here, session):
    here.post("/account/sex", data={"sex": "other"})
    here.post("/account/sex", data={"sex": "nothing"})
    assert session.scalars(select(PersonSex)).all() == []


def test_what_is_no_answer_is_refused(here, session):
    answer = here.post("/account/sex", data={"sex": "tall"})
    assert answer.status_code == 422
    assert session.scalars(select(PersonSex)).all() == []


def test_the_record_is_not_told(here, session):
    here.post("/account/sex", data={"sex": "male"})
    assert [one for one in session.scalars(select(AuditEntry)) if "sex" in one.name] == []


def test_of_fewer_than_twenty_people_nothing_is_counted(session, now):
    place = crowd(session, "LA", LEAST - 1, now, women=9)
    mine = select(Person.id).where(Person.administration_id == place.id)
    assert sex_counts(session, mine) is None
    assert sex_counts_by_country(session, WHERE.where(Person.administration_id == place.id)) == {}


def test_twenty_are_counted_each_once_with_those_who_said_nothing(session, now):
    place = crowd(session, "LA", LEAST, now, women=9)
    mine = select(Person.id).where(Person.administration_id == place.id)
    twice = mine.union_all(mine).subquery()
    counts = {Sex.FEMALE: 9, Sex.MALE: 0, Sex.OTHER: 0, None: 11}
    assert sex_counts(session, select(twice.c.id)) == counts


def test_by_country_only_those_with_twenty_are_told(session, now):
    crowd(session, "LA", LEAST, now, women=8)
    crowd(session, "VN", 3, now, women=3)
    counted = sex_counts_by_country(session, WHERE)
    assert list(counted) == ["LA"]
    assert counted["LA"][Sex.FEMALE] == 8


def test_nothing_but_its_own_rooms_reads_that_table():
    """Whoever needs a count asks `lms.people.api`; a join anywhere else would tell of one person."""
    readers = set()
    for top in ("lms", "courses", "assessments", "certificates"):
        for path in (ROOT / top).rglob("*.py"):
            text = path.read_text()
            if "person_sex" in text or "PersonSex" in text:
                readers.add(path.relative_to(ROOT).as_posix())
    own = {f"lms/people/sex/{room}.py" for room in ("models", "queries", "services")}
    assert readers == own


def test_one_answer_is_read_by_the_page_of_its_person_alone():
    users = set()
    for path in (
        one for top in ("lms", "courses", "assessments", "certificates") for one in (ROOT / top).rglob("*.py")
    ):
        text = path.read_text()
        if "own_sex" not in text:
            continue  # so no name of it is there either, and nothing needs to be parsed
        names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        if "own_sex" in names:
            users.add(path.relative_to(ROOT).as_posix())
    assert users == {"lms/people/sex/views.py"}
