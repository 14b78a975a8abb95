"""Decisions in every state, here and elsewhere: each list holds its own, and leaves out the others."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from assessments.decisions import queries
from assessments.decisions.rules import ObjectionOutcome
from assessments.decisions.services.deciding import lift
from assessments.decisions.services.objecting import judge_objection, object_to
from lms.access import Role
from lms.errors import NotFound
from lms.people.models import Person
from tests.builders import decisions as make
from tests.builders.people import NOW, administration, person, viewer

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def object_now(session, decision, row, now):
    return object_to(session, decision.uuid, words="The phone was mine.", actor=viewer(session, row), now=now)


@pytest.fixture(scope="module")
def laid(shared_app, module_session):
    """One decision in each state about an officer here, and the same about one elsewhere; who is who, by number."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        make.add_kind(shared_app, patch, make.NotingKind())
        return lay(session, NOW)


@pytest.fixture
def world(session, kind, laid):
    """Who is concerned, and who decides in one place."""
    rows = {name: session.get_one(Person, number) for name, number in laid.items()}
    return SimpleNamespace(**rows | {"local": viewer(session, rows["local"])})


def lay(session, now):
    here, there = administration(session), administration(session)
    first, made = make.manager(session), {}
    made["local"] = person(session, None, (Role.PROGRAMME_MANAGER, here), place=here).id
    for name, place in (("near", here), ("far", there)):
        row = person(session, None, Role.OFFICER, place=place)
        made[name] = row.id
        for late, state in enumerate(("later", "waits")):  # what was proposed last was kept first
            make.proposed(session, row, first, now - late * DAY, subject=f"{name} {state}")
        said_no = make.proposed(session, row, first, now, subject=f"{name} refused")
        make.refuse(session, said_no.uuid, words=make.WORDS, actor=make.manager(session), now=now + MINUTE)
        for late, state in enumerate(("holds", "lifted", "upheld", "dismissed", "objected", "objected before"), 2):
            one = make.in_force(session, row, now + late * MINUTE, subject=f"{name} {state}")
            if state == "lifted":
                lift(session, one, words="It is over.", by=None, now=now + DAY)
            if state in ("upheld", "dismissed"):
                object_now(session, one, row, now + DAY)
                said = {"uphold": state == "upheld", "reason": "We asked the unit."}
                while judge_objection(session, one.uuid, **said, actor=make.manager(session), now=now + DAY) is None:
                    pass
            if state.startswith("objected"):
                object_now(session, one, row, now + (DAY if state == "objected" else MINUTE * late))
    session.flush()
    return made


def subjects(found):
    return [one.subject for one in found]


def named(name, *states):
    return [f"{name} {state}" for state in states]


CLOSED = ("objected before", "objected", "dismissed", "upheld", "lifted", "holds", "refused")  # the newest first
TOLD = CLOSED[:-1]


def test_who_decides_in_one_place_reads_what_is_decided_there(session, world):
    local = world.local
    assert subjects(queries.decisions_waiting(session, local)) == named("near", "waits", "later")
    assert subjects(queries.objections_waiting(session, local)) == named("near", "objected before", "objected")
    assert subjects(queries.decisions_closed(session, local)) == named("near", *CLOSED)
    assert subjects(queries.decisions_closed(session, local, 2)) == named("near", *CLOSED[:2])


def test_who_decides_everywhere_reads_everything_and_an_officer_nothing(session, world, third):
    for found, many in ((queries.decisions_waiting, 2), (queries.objections_waiting, 2), (queries.decisions_closed, 7)):
        assert len(found(session, third)) == 2 * many
        assert found(session, viewer(session, world.near)) == []


def test_the_doctor_is_told_of_everything_that_waits_and_of_nothing_else(session, world):
    wanted = named("near", "later", "waits", "objected", "objected before")
    assert sorted(subjects(queries.everything_waiting(session))) == sorted(
        wanted + [one.replace("near", "far") for one in wanted]
    )


def test_a_person_is_told_what_came_into_force_about_them(session, world):
    assert subjects(queries.decisions_told(session, viewer(session, world.near))) == named("near", *TOLD)
    assert queries.decisions_told(session, world.local) == []


def test_a_decision_is_found_by_its_own_name_where_one_may_decide_on_it(session, world):
    found = {
        one.subject: one for one in queries.everything_waiting(session) + queries.decisions_closed(session, world.local)
    }
    near, far = found["near waits"], found["far waits"]
    assert queries.decision_managed(session, world.local, near.uuid).id == near.id
    own = viewer(session, world.near)
    assert queries.decision_told(session, own, found["near lifted"].uuid).id == found["near lifted"].id
    for name, who in (("near waits", own), ("near refused", own), ("near holds", viewer(session, world.far))):
        with pytest.raises(NotFound):
            queries.decision_told(session, who, found[name].uuid)
    for address in (far.uuid, found["near objected"].objection.uuid, "no-such-decision"):
        with pytest.raises(NotFound):
            queries.decision_managed(session, world.local, address)
    objected = found["near objected"]
    assert queries.decision_objected_to(session, world.local, objected.objection.uuid).id == objected.id
    for address in (found["far objected"].objection.uuid, objected.uuid):
        with pytest.raises(NotFound):
            queries.decision_objected_to(session, world.local, address)


def test_decisions_about_a_thing_come_the_newest_first_with_their_objections(session, world, counting):
    found = queries.decisions_about(session, ["near objected", "near waits", "nothing"])
    assert {name: subjects(rows) for name, rows in found.items()} == {
        "near objected": ["near objected"],
        "near waits": ["near waits"],
        "nothing": [],
    }
    assert found["near objected"][0].objection.words == "The phone was mine."
    assert found["near waits"][0].objection is None
    with counting() as asked:
        assert queries.decisions_about(session, []) == {}
    assert asked == []


def test_how_an_objection_ended_is_read_with_its_decision(session, world):
    found = {one.subject: one.objection for one in queries.decisions_closed(session, world.local)}
    ended = {name: one.outcome for name, one in found.items() if one is not None}
    assert ended == {
        "near upheld": ObjectionOutcome.UPHELD,
        "near dismissed": ObjectionOutcome.DISMISSED,
        "near objected": None,
        "near objected before": None,
    }
