"""Who holds or ever held a role for which thing, as the packages of the things ask it; a stranger stands by each."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access import Grant, Role
from lms.people.models import Person, Placement
from lms.people.queries import held_roles, role_holders
from lms.people.queries.held_roles import HolderSearch
from lms.people.queries.people import holders_everywhere, nearest_ids, nearest_people
from lms.people.queries.sums import countries_of_people, people_in_role
from lms.people.services import rights
from lms.people.services.placements import renew_placements
from tests.builders import people as make
from tests.builders.people import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CREW = "crew"


def hold(session, name, role=Role.TRAINER, kind=CREW, thing="1", *, since=NOW, until=None, **columns):
    """Somebody with a role for a thing, since when and until when."""
    row = make.person(session, name, **columns)
    held = make.give_anywhere(session, row, Grant(role, kind, thing))
    held.granted_at, held.ended_at = since, until
    session.flush()
    return row


@pytest.fixture(scope="module")
def made(module_session):
    """Trainers of crews, and beside them whoever is none of the crew that is asked about."""
    with module_session() as session:
        rows = {
            "zoe": hold(session, "Zoe", since=NOW - 2 * DAY),
            "abe": hold(session, "Abe", since=NOW - DAY),
            "other": hold(session, "Other Crew", thing="2"),
            "officer": hold(session, "Officer", Role.OFFICER),
            "guild": hold(session, "Of A Guild", kind="guild"),
            "former": hold(session, "Former", since=NOW - 3 * DAY, until=NOW - DAY),
            "closed": hold(session, "Closed", closed_at=NOW),
        }
        yield {name: row.id for name, row in rows.items()}


def named(made, found):
    return [next(name for name, number in made.items() if number == one) for one in found]


def test_open_accounts_hold_a_role_for_a_thing_the_longest_first(session, made):
    found = role_holders.holders_for(session, Role.TRAINER, CREW, [1, 2, 3])
    assert {thing: named(made, people) for thing, people in found.items()} == {1: ["zoe", "abe"], 2: ["other"], 3: []}


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (NOW - 3 * DAY - HOUR, []),
        (NOW - 3 * DAY, ["former"]),
        (NOW - 2 * DAY, ["zoe", "former"]),
        (NOW - DAY - HOUR, ["zoe", "former"]),
        (NOW - DAY, ["zoe", "abe"]),
        (NOW, ["zoe", "abe", "closed"]),
    ],
)
def test_who_held_it_at_a_moment_held_it_from_its_first_until_before_its_last(session, made, at, who):
    found = role_holders.holders_at(session, Role.TRAINER, CREW, {1: at, 2: NOW - DAY})
    assert (named(made, found[1]), found[2]) == (who, [])


def test_who_held_it_twice_held_it_once_at_a_moment(session, made):
    make.give_anywhere(session, session.get_one(Person, made["zoe"]), Grant(Role.TRAINER, CREW, "1"))
    assert named(made, role_holders.holders_at(session, Role.TRAINER, CREW, {1: NOW})[1]) == ["zoe", "abe", "closed"]


def test_for_which_things_people_hold_it_is_told_of_each_who_was_asked_about(session, made):
    zoe = session.get_one(Person, made["zoe"])
    make.give_anywhere(session, zoe, Grant(Role.TRAINER, CREW, "2"))
    asked = [made[name] for name in ("zoe", "officer", "guild", "former")]
    found = role_holders.held_for(session, Role.TRAINER, CREW, asked)
    assert found == {made["zoe"]: ["1", "2"], made["officer"]: [], made["guild"]: [], made["former"]: []}


def test_whoever_once_held_it_is_told_whatever_became_of_them(session, made):
    found = role_holders.ever_held_for(session, Role.TRAINER, CREW, [1, 3])
    assert {name for name, number in made.items() if number in found[1]} == {"zoe", "abe", "former", "closed"}
    assert found[3] == frozenset()


@pytest.mark.parametrize(("name", "holds"), [("zoe", True), ("guild", True), ("officer", False), ("former", False)])
def test_a_role_is_held_for_anything_while_it_has_not_ended(session, made, name, holds):
    assert role_holders.holds_role(session, made[name], Role.TRAINER) is holds


def test_as_sql_each_holder_has_the_first_day_and_the_last_one_when_all_has_ended(session, made):
    former, zoe = (session.get_one(Person, made[name]) for name in ("former", "zoe"))
    for row, since, until in ((former, NOW - HOUR, NOW), (zoe, NOW - 4 * DAY, NOW - 3 * DAY)):
        held = make.give_anywhere(session, row, Grant(Role.TRAINER, CREW, "1"))
        held.granted_at, held.ended_at = since, until
    session.flush()
    found = session.execute(held_roles.ever_held(Role.TRAINER, CREW)).all()
    assert sorted(found) == sorted(
        [
            (made["zoe"], "1", NOW - 4 * DAY, None),
            (made["abe"], "1", NOW - DAY, None),
            (made["other"], "2", NOW, None),
            (made["former"], "1", NOW - 3 * DAY, NOW),
            (made["closed"], "1", NOW, None),
        ]
    )


def test_the_role_as_sql_is_that_of_open_accounts_which_hold_it_now(session, made):
    found = set(session.scalars(people_in_role(Role.TRAINER)))
    assert {name for name, number in made.items() if number in found} == {"zoe", "abe", "other", "guild"}


def test_a_country_is_told_of_whoever_works_in_an_administration(session, place, made):
    here = make.person(session, place=place)
    found = dict(session.execute(countries_of_people()).all())
    assert (found[here.id], made["zoe"] in found) == ("TH", False)


@pytest.fixture
def local(session, place):
    """Somebody who manages the people of one administration."""
    return make.viewer(session, make.person(session, "Local", (Role.ADMINISTRATOR, place)))


def test_one_names_whom_one_of_the_permissions_reaches_and_oneself(session, made, place, local):
    mine, stranger = make.person(session, place=place), make.person(session)
    ids = [mine.id, stranger.id, local.id, made["zoe"]]
    assert held_roles.named_among(session, local, ["people.manage"], ids) == {mine.id, local.id}
    assert held_roles.named_among(session, local, ["exam.run", "people.manage"], ids) == {mine.id, local.id}
    assert held_roles.named_among(session, local, ["people.manage"], [stranger.id]) == set()
    assert held_roles.named_among(session, local, ["exam.run"], ids) == {local.id}


def test_holders_are_paged_by_name_among_those_whom_one_may_name(session, made, place, local):
    mine = {name: hold(session, name, place=place, until=NOW) for name in ("bea", "Ada", "Cem")}
    hold(session, "Ann Of Another Crew", kind="guild", place=place)
    hold(session, "Ann The Officer", Role.OFFICER, place=place)
    make.person(session, "Ann Without", place=place)

    def page(words="", number=1, size=2):
        search = HolderSearch(["people.manage"], words, number, size)
        found = held_roles.ever_holders_page(session, local, Role.TRAINER, CREW, search)
        return [session.get_one(Person, one).name for one in found.ids], found.count, found.number, found.pages

    assert page() == (["Ada", "bea"], 3, 1, 2)
    assert page(number=2) == (["Cem"], 3, 2, 2)
    assert page("be") == (["bea"], 1, 1, 1)
    assert page(mine["Cem"].username) == (["Cem"], 1, 1, 1)
    assert page("zoe") == ([], 0, 1, 1)


def test_a_search_begins_on_the_first_page_with_fifty(session, local):
    assert (HolderSearch(["people.manage"]).number, HolderSearch(["people.manage"]).size) == (1, 50)


def test_the_nearest_are_those_for_a_scope_of_the_person_else_those_everywhere(session, place):
    ana = make.person(session, "Ana", place=place)
    chief = make.person(session, "Chief", Role.ADMINISTRATOR)
    make.person(session, "Gone", Role.ADMINISTRATOR, closed_at=NOW)
    make.give(session, ana, Role.ADMINISTRATOR)
    assert nearest_ids(session, "people.manage", ana.id) == [chief.id]
    assert holders_everywhere(session, "people.manage") == sorted([ana.id, chief.id])
    near = [make.person(session, name, (Role.ADMINISTRATOR, place), place=place) for name in ("ro", "Pim")]
    make.give_anywhere(session, near[0], Grant(Role.ADMINISTRATOR, "country", "TH"))
    asked = nearest_people(session, "people.manage", ana.id)
    assert [(one.name, one.email) for one in asked] == [("Pim", None), ("ro", None)]
    assert [one.name for one in nearest_people(session, "people.manage", ana.id, [near[1].id])] == ["ro"]


def test_a_package_gives_and_ends_a_role_for_its_own_things_alone(session):
    row = make.person(session, "Ana")
    for grant in (
        Grant(Role.TRAINER),
        Grant(Role.TRAINER, "country", "TH"),
        Grant(Role.TRAINER, "administration", "1"),
    ):
        for write in (rights.give_role_for, rights.end_role_for):
            with pytest.raises(ValueError, match="not for a thing of a package"):
                write(session, row.id, grant, actor_id=None, now=NOW)
    assert role_holders.holds_role(session, row.id, Role.TRAINER) is False


def test_a_placement_ends_when_its_person_goes_and_those_of_others_go_on(session, place):
    moving, staying = make.person(session, place=place), make.person(session, place=place)
    gone = Placement(person_id=moving.id, administration_id=place.id, begun_at=NOW - DAY, ended_at=NOW - HOUR)
    session.add(gone)
    moving.administration_id = None
    renew_placements(session, [moving], now=NOW + DAY)
    session.expire_all()
    rows = session.scalars(select(Placement).where(Placement.person_id.in_([moving.id, staying.id])))
    assert {(one.person_id, one.ended_at) for one in rows} == {
        (moving.id, NOW - HOUR), (moving.id, NOW + DAY), (staying.id, None),
    }  # fmt: skip
