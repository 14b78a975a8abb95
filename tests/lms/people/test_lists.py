"""Lists of people and the rules behind them: who is on them, who may be ticked, and who is left out one by one."""

import pytest
from sqlalchemy import select

from lms.access import Grant, Permission, Role
from lms.errors import NotFound, RuleBroken
from lms.people import policy
from lms.people.consents.models import ProcessingConsent
from lms.people.consents.rules import ConsentAnswer
from lms.people.consents.services import answer_consent, ask_consent
from lms.people.models import Person, RoleGrant
from lms.people.queries import people as queries
from lms.people.queries.appointments import appointers_of, bound_by_rights, circle_asked, circle_told
from lms.people.queries.record_links import administrations_openable, people_openable
from lms.people.sex.queries import own_sex
from lms.people.sex.rules import Sex
from lms.people.sex.services import say_sex
from tests.builders import people as make
from tests.builders.people import NOW

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def crowd(session, place, abroad):
    unit = make.unit(session, place, "Quay")
    return {
        "open": make.person(session, "ada Open", place=place, unit_id=unit.id, username="thefirst"),
        "checked": make.person(session, "Bo Checked", place=place, name_checked_at=NOW, local_name="โบ"),
        "closed": make.person(session, "Cy Closed", place=place, closed_at=NOW, password=None),
        "abroad": make.person(session, "Di Abroad", place=abroad),
    }


def listed(session, viewer, **more):
    asked = {"administration_id": None, "words": "", "number": 1} | more
    found = queries.people_page(session, viewer, **asked)
    return [row.name for row in found.rows], found


def test_a_page_of_people_says_how_each_stands(session, local, crowd, place):
    names, found = listed(session, local)
    assert (names, found.count) == (["ada Open", "Bo Checked", "Cy Closed", "Local"], 4)
    rows = {row.name: row for row in found.rows}
    said = {name: (row.has_password, row.closed, row.name_checked, row.may_check) for name, row in rows.items()}
    assert said == {
        "ada Open": (True, False, False, True), "Bo Checked": (True, False, True, False),
        "Cy Closed": (False, True, False, False), "Local": (True, False, False, False),
    }  # fmt: skip
    assert (rows["ada Open"].administration, rows["ada Open"].unit) == (place.name, "Quay")
    assert (rows["Bo Checked"].unit, rows["Bo Checked"].local_name) == (None, "โบ")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"unchecked": True}, ["ada Open", "Local"]),
        ({"words": "โบ"}, ["Bo Checked"]),
        ({"words": "THEFIRST"}, ["ada Open"]),
        ({"words": "closed", "unchecked": True}, []),
        ({"words": "abroad"}, []),
        ({"size": 3}, ["ada Open", "Bo Checked", "Cy Closed"]),
        ({"size": 3, "number": 2}, ["Local"]),
        ({"administration_id": -1}, []),
    ],
)
def test_a_page_of_people_is_narrowed(session, local, crowd, asked, names):
    assert listed(session, local, **asked)[0] == names


def test_of_one_administration_its_own_people_are_listed(session, chief, crowd, abroad):
    assert listed(session, chief, administration_id=abroad.id)[0] == ["Di Abroad"]
    assert listed(session, chief)[1].count == 5


def test_the_record_links_to_whom_and_what_one_may_open(session, local, chief, crowd, place, abroad):
    ids = [row.id for row in crowd.values()]
    mine = crowd["open"]
    assert people_openable(session, local, [mine.id, crowd["abroad"].id]) == {mine.id: ("ada Open", mine.uuid)}
    assert set(people_openable(session, chief, ids)) == set(ids)
    both = [place.id, abroad.id]
    assert administrations_openable(session, local, both) == {place.id: (place.name, place.uuid)}
    assert administrations_openable(session, chief, [abroad.id]) == {abroad.id: (abroad.name, abroad.uuid)}


def test_a_role_is_found_at_its_own_person_while_it_is_held(session, crowd, place):
    held, of_another = (make.give(session, crowd[name], Role.TRAINER, place) for name in ("open", "checked"))
    ended = make.give(session, crowd["open"], Role.OFFICER, place)
    ended.ended_at = NOW
    session.flush()
    own = crowd["open"].id
    assert queries.role_held(session, own, held.uuid) == held
    for uuid in (of_another.uuid, ended.uuid, "nothing"):
        with pytest.raises(NotFound):
            queries.role_held(session, own, uuid)
    assert queries.roles_held(session, own) == [held]


def test_rights_that_have_ended_are_no_power_and_reach_nobody(session, crowd, place, chief):
    row = crowd["open"]
    held = make.give(session, row, Role.ADMINISTRATOR, place)
    someone = make.person(session, "Someone", place=place)

    def powerless():
        return row.id in set(session.scalars(select(Person.id).where(policy.without_power())))

    assert (powerless(), row.id in queries.holders_of(session, "people.manage", someone.id)) == (False, True)
    held.ended_at = NOW
    session.flush()
    assert (powerless(), row.id in queries.holders_of(session, "people.manage", someone.id)) == (True, False)
    for ask in (queries.holders_everywhere, lambda session, name: queries.holders_of(session, name, row.id)):
        with pytest.raises(ValueError, match="No package names"):
            ask(session, "course.fly")


def test_newcomers_have_neither_a_password_nor_ever_signed_in_and_are_others(session, place, local):
    rows = {
        "new": make.person(session, "New", place=place, password=None),
        "password": make.person(session, "Password", place=place, has_signed_in=False),
        "was in": make.person(session, "Was In", place=place, password=None, has_signed_in=True),
        "closed": make.person(session, "Closed", place=place, password=None, closed_at=NOW),
        "far": make.person(session, "Far", password=None),
    }
    ids = [row.id for row in rows.values()]

    def among(viewer, managed):
        found = set(session.scalars(select(Person.id).where(policy.newcomers_among(viewer, ids, managed=managed))))
        return {name for name, row in rows.items() if row.id in found}

    assert among(local, True) == {"new"}
    assert among(local, False) == {"new", "far"}
    assert among(make.viewer(session, rows["new"]), False) == {"far"}


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        ((), {"place", "abroad", None}),
        (("administration", "place"), {"place"}),
        (("country", "TH"), {"place"}),
        (("country", "KE"), {"abroad"}),
    ],
)
def test_people_are_placed_where_one_manages_them(session, place, abroad, scope, places):
    row = make.person(session)
    named = [str(place.id) if one == "place" else one for one in scope]
    make.give_anywhere(session, row, Grant(Role.ADMINISTRATOR, *named))
    viewer = make.viewer(session, row)
    known = {"place": place.id, "abroad": abroad.id, None: None}
    assert {name for name, number in known.items() if policy.may_place_in(session, viewer, number)} == places
    assert policy.may_place_in(session, viewer, 999_999) is (not scope)
    assert policy.may_add_administration(viewer) is (not scope or scope[0] == "country")
    assert [policy.may_manage_country(viewer, code) for code in ("TH", "KE")] == [
        scope in ((), ("country", "TH")), scope in ((), ("country", "KE")),
    ]  # fmt: skip
    assert policy.may_add_administration(make.viewer(session, make.person(session, None, Role.TRAINER))) is False


def test_which_of_many_rights_reach_one_person(session, place, local, crowd, chief):
    asked = [Permission.PEOPLE_MANAGE, Permission.NAME_CHECK, Permission.AUDIT_READ, "exam.run"]
    mine = frozenset(asked[:3])
    assert policy.reaching(session, local, asked, crowd["open"].id) == mine
    assert policy.reaching(session, local, asked, crowd["abroad"].id) == frozenset()
    assert policy.reaching(session, local, asked, -1) == frozenset()
    assert policy.reaching(session, chief, asked, crowd["abroad"].id) == mine
    row = make.person(session, None, (Role.ADMINISTRATOR, place), Role.PROGRAMME_MANAGER)
    both = make.viewer(session, row)
    assert policy.reaching(session, both, asked, crowd["open"].id) == frozenset(asked)
    assert policy.reaching(session, both, asked, crowd["abroad"].id) == {"exam.run"}
    assert policy.reaching(session, both, [], crowd["open"].id) == frozenset()


def test_a_circle_of_rights_is_told_with_a_statement_that_asks_for_more(session):
    first = make.person(session, "First", Role.ADMINISTRATOR)
    second = make.appointed(session, first.id)
    third = make.appointed(session, second.id)
    told = session.execute(select(*circle_asked(second.id))).one()
    assert [circle_told(one) for one in told] == [frozenset({first.id}), frozenset({third.id})]
    told = session.execute(select(*circle_asked(make.person(session).id))).one()
    assert [circle_told(one) for one in told] == [frozenset(), frozenset()]
    assert bound_by_rights(session, [second.id]) == {first.id, third.id}
    given = session.scalars(select(RoleGrant).where(RoleGrant.person_id == first.id)).one()
    assert (given.granted_by_id, appointers_of(session, [first.id])) == (None, frozenset())


def test_who_was_never_asked_in_writing_answers_in_a_row_of_their_own(session, crowd):
    row, other = crowd["open"], crowd["checked"]
    ask_consent(session, [other], now=NOW)
    row.consent_due = True
    answer_consent(session, row.id, ConsentAnswer.NO, now=NOW)
    assert (row.consent_due, other.consent_due) == (True, True)
    answer_consent(session, row.id, ConsentAnswer.YES, now=NOW)
    asked = session.scalars(select(ProcessingConsent).order_by(ProcessingConsent.id)).all()
    assert [(one.person_id, one.answer, one.version) for one in asked] == [
        (other.id, None, 1), (row.id, "no", 1), (row.id, "yes", 1),
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="already answered"):
        answer_consent(session, row.id, ConsentAnswer.NO, now=NOW)


def test_what_somebody_says_of_their_sex_replaces_what_they_said_and_nothing_else(session, crowd):
    row, other = crowd["open"], crowd["checked"]
    for person, sex in ((row, Sex.MALE), (other, Sex.OTHER), (row, Sex.FEMALE)):
        say_sex(session, person.id, sex, now=NOW)
    assert (own_sex(session, row.id), own_sex(session, other.id)) == (Sex.FEMALE, Sex.OTHER)
    say_sex(session, row.id, None, now=NOW)
    assert (own_sex(session, row.id), own_sex(session, other.id)) == (None, Sex.OTHER)


def test_whose_right_is_everywhere_or_nowhere_is_known_without_a_query(session, place, local, chief, crowd, counting):
    nobody = make.a_viewer(0)
    asked, there = [Grant(Role.TRAINER, "administration", str(place.id))], crowd["open"].id
    with counting() as seen:
        assert policy.reaches_person(session, chief, Permission.PEOPLE_MANAGE, there) is True
        assert policy.reaches_person(session, nobody, Permission.PEOPLE_MANAGE, there) is False
        assert policy.reaching(session, chief, [Permission.PEOPLE_MANAGE, "exam.run"], there) == {"people.manage"}
        assert policy.reached(session, nobody, asked) == frozenset()
        assert policy.reached(session, chief, asked) == frozenset(asked)
        assert policy.reached(session, local, asked) == frozenset(asked)
    assert seen == []
    assert policy.reached(session, local, [Grant(Role.TRAINER, "administration")]) == frozenset()
