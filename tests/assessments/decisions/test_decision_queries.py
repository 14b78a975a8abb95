"""Which decisions are found for whom: each list holds its own, and leaves out those of others and of other states."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from assessments.decisions import queries
from assessments.decisions.rules import ANSWER_SHOWN, OBJECTION_WINDOW, DecisionState
from assessments.decisions.services.deciding import decide_alone, lift
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.independence.api import declare_interest
from assessments.permissions import PracticalPermission
from lms.access import Role
from lms.errors import NotFound
from tests.builders import decisions as make
from tests.builders.people import administration, person, viewer

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def graded(app, monkeypatch, kind):
    """A kind on which assessors decide, and managers do not."""
    return make.add_kind(app, monkeypatch, make.NotingKind(name="graded", permission=PracticalPermission.RUBRIC_SEE))


def subjects(found):
    return [one.subject for one in found]


def object_now(session, decision, row, now):
    return object_to(session, decision.uuid, words="The phone was mine.", actor=viewer(session, row), now=now)


def test_of_one_thing_every_decision_is_found_the_newest_first(session, kind, officer, first, second, now):
    made = []
    for _each in range(2):
        made.append(make.proposed(session, officer, first, now))
        make.refuse(session, made[-1].uuid, words=make.WORDS, actor=second, now=now)
    found = queries.decisions_about(session, ["thing:1"])["thing:1"]
    assert [one.id for one in found] == [made[1].id, made[0].id]
    assert queries.facts_of(session, made[0]) == found[1]


def test_each_kind_is_decided_by_those_who_may_decide_on_it(session, kind, graded, officer, first, now):
    assessor = viewer(session, person(session, None, Role.ASSESSOR))
    make.proposed(session, officer, first, now)
    make.proposed(session, officer, assessor, now, kind="graded", subject="sheet:1")
    assert subjects(queries.decisions_waiting(session, first)) == ["thing:1"]
    assert subjects(queries.decisions_waiting(session, assessor)) == ["sheet:1"]
    with pytest.raises(NotFound):
        make.proposed(session, officer, first, now, kind="graded", subject="sheet:2")


def test_what_waits_is_found_by_its_kind_its_thing_and_its_person(session, kind, graded, officer, first, second, now):
    other = person(session, None, Role.OFFICER)
    assessor = viewer(session, person(session, None, Role.ASSESSOR))
    wanted = make.proposed(session, officer, first, now, key="wanted")
    make.proposed(session, other, first, now, key="other")
    make.proposed(session, officer, first, now, subject="thing:2")
    make.proposed(session, officer, assessor, now, kind="graded")
    assert queries.waits_for_second(session, "noting", "thing:1", officer.id).id == wanted.id
    assert queries.proposed_by_key(session, "wanted").id == wanted.id
    assert queries.proposed_by_key(session, "never") is None
    make.refuse(session, wanted.uuid, words=make.WORDS, actor=second, now=now)
    assert queries.waits_for_second(session, "noting", "thing:1", officer.id) is None


def test_titles_are_asked_of_each_kind_for_its_own_things(session, kind, graded, officer, first, now):
    assessor = viewer(session, person(session, None, Role.ASSESSOR))
    made = [
        make.proposed(session, officer, first, now),
        make.proposed(session, officer, first, now, subject="thing:2"),
        make.proposed(session, officer, assessor, now, kind="graded"),
    ]
    found = queries.titles_of(session, [queries.facts_of(session, one) for one in made], "en")
    assert found == {
        ("noting", "thing:1"): "thing:1",
        ("noting", "thing:2"): "thing:2",
        ("graded", "thing:1"): "thing:1",
    }


# Who had a part, and who judges


def test_everybody_had_a_part_who_decided_or_judged_about_the_same_thing_and_person(session, kind, officer, now):
    before = make.in_force(session, officer, now)
    judges = [make.manager(session) for _each in range(3)]
    object_now(session, before, officer, now)
    for judge in judges[:2]:
        judge_objection(session, before.uuid, uphold=True, reason="We asked the unit.", actor=judge, now=now)
    alone = make.in_force(session, officer, now, subject="thing:2")
    other = make.in_force(session, person(session, None, Role.OFFICER), now)
    decision = make.in_force(session, officer, now)
    voted = make.manager(session)
    make.manager(session)
    object_now(session, decision, officer, now)
    judge_objection(session, decision.uuid, uphold=True, reason="I saw it.", actor=voted, now=now)
    kind.others = frozenset({other.proposer_id})
    found = queries.who_took_part(session, queries.facts_of(session, decision))
    assert found == {
        before.proposer_id, before.decided_by_id, *(judge.id for judge in judges[:2]), decision.proposer_id,
        decision.decided_by_id, other.proposer_id,
    }  # fmt: skip
    assert not found & {alone.proposer_id, alone.decided_by_id, other.decided_by_id, voted.id, judges[2].id}


def test_votes_on_another_objection_are_none_on_this_one(session, kind, officer, now):
    made = []
    for number in range(2):
        decision = make.in_force(session, officer, now, subject=f"thing:{number}")
        made.append((decision, [make.manager(session) for _each in range(3)]))
        object_now(session, decision, officer, now)
    for decision, judges in made:
        for uphold, judge in zip((True, False), judges, strict=False):
            judge_objection(session, decision.uuid, uphold=uphold, reason=make.WORDS, actor=judge, now=now)
    for decision, judges in made:
        assert [one.person_id for one in queries.votes_on(session, decision.id)] == [judges[0].id, judges[1].id]


def test_how_many_judge_is_as_it_stands_unless_one_asks_for_another_number(session, kind, officer, now):
    decision = make.in_force(session, officer, now)
    close, free = make.manager(session), make.manager(session)
    declare_interest(session, close.id, officer.id, "We wrote a book together.", now=now)

    def judges(many=None):
        return queries.could_judge(session, queries.facts_of(session, decision), now, judges=many)

    assert judges() == [close.id, free.id]  # who judges alone may be close, and had no part in it
    assert judges(3) == [free.id]
    assert object_now(session, decision, officer, now).judges == 1
    assert judges() == [close.id, free.id]
    judge_objection(session, decision.uuid, uphold=False, reason=make.WORDS, actor=close, now=now)
    assert queries.facts_of(session, decision).objection.decider_id == close.id


def test_who_had_a_part_and_is_close_too_is_told_of_the_part(session, kind, officer, now):
    decision = make.in_force(session, officer, now)
    judges = [make.manager(session) for _each in range(4)]
    declare_interest(session, decision.proposer_id, officer.id, "We wrote a book together.", now=now)
    object_now(session, decision, officer, now)
    judge_objection(session, decision.uuid, uphold=False, reason=make.WORDS, actor=judges[0], now=now)
    facts = queries.facts_of(session, decision)
    barred = {one: queries.judging_barrier(session, facts, one, now) for one in (decision.proposer_id, judges[0].id)}
    assert barred == {decision.proposer_id: "took part", judges[0].id: "judged"}
    assert sorted(queries.could_judge(session, facts, now)) == sorted(one.id for one in judges[1:])


# What home asks


def asked(session, who, now):
    """What home asks first: about oneself, and, of who decides, whether anything waits."""
    told, *more = queries.decisions_first(who, now)
    found = session.execute(select(told, *more)).one()
    return bool(found[0]), [bool(one) for one in found[1:2]]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (timedelta(), True),
        (OBJECTION_WINDOW + DAY - MINUTE, True),
        (OBJECTION_WINDOW + DAY, False),
    ],
)
def test_home_looks_for_what_may_be_objected_to_until_the_last_day_is_over(session, kind, officer, now, after, told):
    make.in_force(session, officer, now)
    other = person(session, None, Role.OFFICER)
    assert asked(session, viewer(session, officer), now + after) == (told, [])
    assert asked(session, viewer(session, other), now + after) == (False, [])


@pytest.mark.parametrize(("after", "told"), [(timedelta(), True), (ANSWER_SHOWN, True), (ANSWER_SHOWN + MINUTE, False)])
def test_home_looks_for_an_answer_for_two_weeks(session, kind, officer, now, after, told):
    made = make.in_force(session, officer, now - 5 * DAY)
    object_now(session, made, officer, now - DAY)
    assert asked(session, viewer(session, officer), now) == (False, [])  # it was used, and waits
    judge_objection(session, made.uuid, uphold=False, reason=make.WORDS, actor=make.manager(session), now=now)
    assert asked(session, viewer(session, officer), now + after) == (told, [])


def test_home_looks_for_nothing_that_was_lifted_or_only_proposed(session, kind, officer, first, now):
    made = decide_alone(session, make.proposal(officer), actor=first, now=now)
    lift(session, made, words="It is over.", by=first.id, now=now)
    make.proposed(session, officer, first, now)
    assert asked(session, viewer(session, officer), now) == (False, [])


@pytest.mark.parametrize("state", ["proposed", "in force", "objected", "judged"])
def test_who_decides_is_led_to_what_waits(session, kind, officer, first, now, state):
    stranger = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    if state == "proposed":
        make.proposed(session, officer, first, now)
    else:
        made = make.in_force(session, officer, now)
    if state in ("objected", "judged"):
        object_now(session, made, officer, now)
    if state == "judged":
        judge_objection(session, made.uuid, uphold=False, reason=make.WORDS, actor=make.manager(session), now=now)
    assert asked(session, first, now) == (False, [state in ("proposed", "objected")])
    assert asked(session, stranger, now) == (False, [False])


def test_what_waits_is_for_those_who_could_do_something_about_it(session, kind, officer, first, second, now):
    proposed = make.proposed(session, officer, first, now)

    def open_to(who, above=(), below=()):
        return subjects(queries.open_to(session, who, set(above), set(below)))

    assert (open_to(first), open_to(second)) == ([], ["thing:1"])
    near = [first.id]
    assert open_to(second, near) == open_to(second, (), near) == ["thing:1"]  # they may refuse it
    assert open_to(second, [officer.id]) == ["thing:1"]  # they may confirm it
    assert open_to(second, [officer.id, first.id]) == open_to(second, [officer.id], near) == []
    assert open_to(second, near, [officer.id]) == ["thing:1"]
    make.refuse(session, proposed.uuid, words=make.WORDS, actor=second, now=now)
    assert open_to(second) == []


def test_an_objection_is_for_those_who_had_no_part_and_have_not_voted(session, kind, officer, now):
    decision = make.in_force(session, officer, now)
    judges = [make.manager(session) for _each in range(3)]
    parts = [SimpleNamespace(id=one) for one in (decision.proposer_id, decision.decided_by_id)]
    parts = [viewer(session, session.get_one(type(officer), one.id)) for one in parts]

    def open_to(who, above=(), below=()):
        return subjects(queries.open_to(session, who, set(above), set(below)))

    assert open_to(judges[0]) == []
    object_now(session, decision, officer, now)
    assert [open_to(one) for one in (*parts, *judges)] == [[], [], *[["thing:1"]] * 3]
    assert (open_to(judges[0], [officer.id]), open_to(judges[0], (), [officer.id])) == ([], ["thing:1"])
    stranger = viewer(session, person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    assert open_to(stranger) == []
    for judge in judges[:2]:
        assert open_to(judge) == ["thing:1"]
        judge_objection(session, decision.uuid, uphold=False, reason=make.WORDS, actor=judge, now=now)
        assert open_to(judge) == []
    assert open_to(judges[2]) == []
    assert decision.state == DecisionState.IN_FORCE
