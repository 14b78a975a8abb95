"""Waivers of rules and what happens in mid-week: who may ask, who decides, and what is kept of it."""

from datetime import timedelta

import pytest

from assessments.independence.api import ActingPart, Tie, waivers_between
from assessments.workshops.models import REASON_LENGTH, Rotation, WorkshopWaiver
from assessments.workshops.queries.rotations import rotation_in_use, rotations_of, rules_waived, waivers_of
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.services.disruptions import Disrupted, say_disrupted
from assessments.workshops.services.waiving import ask_waiver, conflicts_asked, decide_waiver, relaxed_in
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.people.models import Person
from tests.access_matrix import gathered
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW

LATER = NOW + timedelta(hours=1)
RULES = ("administrations", "language", "conflict", "time", "scope")


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop of which no rotation exists, and one with a rotation in use; each with an interpreter."""
    with module_session() as session:
        tight, used = build.small(session, NOW), build.small(session, NOW)
        for one in (tight, used):
            one.interpreter("Ivo Santos", languages=("en", "fr"))
        gathered.found(session, tight, NOW)
        gathered.use(session, used, NOW)
        return tight, used


@pytest.fixture
def tight(session, worlds):
    return worlds[0].at(session)


def tie(one, two, part=ActingPart.EXAMINER, what=Tie.TAUGHT):
    return [one, two, part.value, what.value]


def reported(made, *ties, rules=RULES):
    """The rotation, whose report says that these rules stand in the way, a conflict because of these ties."""
    row = rotations_of(made.session, made.number)[0]
    lines = [{"rules": [rule], "ties": list(ties) if rule == "conflict" else []} for rule in rules]
    row.standing, row.report = "none-exists", {"relaxations": lines}
    made.session.flush()
    return row


def ask(made, row, rule=RotationRule.LANGUAGE, reason="Nobody else came.", by=None):
    return ask_waiver(made.session, made.parts, row, rule, reason, by=by or made.by.id, now=NOW)


def decide(made, uuid, by, *, granted=True, reason="The panel knows."):
    return decide_waiver(made.session, made.parts, uuid, granted=granted, reason=reason, by=by, now=LATER)


def pair(made):
    return made.parts.assessors[0].person_id, made.parts.candidates[0].person_id


def test_a_waiver_is_asked_for_with_a_reason_once_while_it_waits(session, tight, used):
    row = ask(tight, reported(tight), reason=f" {'x' * REASON_LENGTH} ")
    assert (row.rule, row.about, row.reason, row.asked_by_id, row.asked_at, row.granted, row.decided_at) == (
        "language", [], "x" * REASON_LENGTH, tight.by.id, NOW, None, None,
    )  # fmt: skip
    data = {"waiver_id": row.id, "rule": "language", "reason": row.reason}
    assert told(session, "workshop.waiver-asked")[-1] == (f"workshop:{tight.number}", tight.by.id, data)
    ask(used, reported(used))
    for reason in (" ", "x" * (REASON_LENGTH + 1)):
        with pytest.raises(BadInput):
            ask(tight, reported(tight), RotationRule.ADMINISTRATIONS, reason)
    with pytest.raises(Conflict, match="already requested"):
        ask(tight, reported(tight))


@pytest.mark.parametrize("rule", [RotationRule.TIME, RotationRule.SCOPE, RotationRule.LOAD])
def test_what_is_never_waived_or_not_in_the_way_is_not_asked_for(tight, rule):
    with pytest.raises(NotFound):
        ask(tight, reported(tight), rule)
    if rule is RotationRule.LOAD:
        with pytest.raises(NotFound):
            ask(tight, reported(tight, rules=()), RotationRule.LANGUAGE)


def test_of_conflicts_those_very_ties_are_asked_for_unless_one_of_them_is_never_allowed(tight):
    one, two = pair(tight)
    good, bad = tie(one, two), tie(one, two, what=Tie.DECLARED)
    voice = tie(tight.parts.interpreters[0].person_id, two, ActingPart.INTERPRETER, Tie.SAME_ADMINISTRATION)
    row = reported(tight, good, voice)
    assert relaxed_in(row) == row.report["relaxations"]
    assert (conflicts_asked(row), ask(tight, row, RotationRule.CONFLICT).about) == ([good, voice], [good, voice])
    for ties in ((), (good, bad), (tie(one, two, ActingPart.INTERPRETER),)):
        with pytest.raises(RuleBroken, match="no exception is possible"):
            ask(tight, reported(tight, *ties), RotationRule.CONFLICT)
    assert ask(tight, reported(tight, good)).about == []  # another rule asks for no ties
    assert (relaxed_in(Rotation(report={})), conflicts_asked(Rotation(report={}))) == ([], [])


def test_another_person_who_takes_no_part_decides_once(session, tight, used):
    one, two = pair(tight)
    row = ask(tight, reported(tight, tie(one, two)), RotationRule.CONFLICT)
    judge = build.coordinator(session)
    for who, words in (
        (tight.by.id, "Another person has to decide"), (one, "You take part"), (two, "You take part"),
        (people.appointed(session, tight.by.id).id, None),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=words):
            decide(tight, row.uuid, who)
    for made, uuid in ((used, row.uuid), (tight, "nothing")):
        with pytest.raises(NotFound):
            decide(made, uuid, judge.id)
    with pytest.raises(BadInput):
        decide(tight, row.uuid, judge.id, reason=" ")
    decided = decide(tight, row.uuid, judge.id, reason=" The panel knows. ")
    assert (decided.granted, decided.answer, decided.decided_by_id, decided.decided_at) == (
        True, "The panel knows.", judge.id, LATER,
    )  # fmt: skip
    data = {"waiver_id": row.id, "rule": "conflict", "granted": True, "reason": "The panel knows."}
    assert told(session, "workshop.waiver-decided")[-1] == (f"workshop:{tight.number}", judge.id, data)
    (kept,) = told(session, "independence.waived")
    assert (kept[0], kept[2]["acting_id"], kept[2]["tie"]) == (f"person:{two}", one, "taught")
    assert waivers_between(session, [one], [two])
    with pytest.raises(Conflict, match="already decided"):
        decide(tight, row.uuid, build.coordinator(session).id)


def test_a_refusal_allows_nobody_anything_and_may_be_asked_again(session, tight):
    one, two = pair(tight)
    row = ask(tight, reported(tight, tie(one, two)), RotationRule.CONFLICT)
    decide(tight, row.uuid, build.coordinator(session).id, granted=False)
    assert (row.granted, told(session, "independence.waived")) == (False, [])
    again = ask(tight, reported(tight, tie(one, two)), RotationRule.CONFLICT)
    assert [each.id for each in waivers_of(session, tight.number)] == [again.id, row.id]


def test_only_rules_that_were_granted_at_this_workshop_need_not_be_kept_and_conflicts_are_no_rule(session, tight, used):
    judge = build.coordinator(session).id
    for made, rule, granted in (
        (tight, RotationRule.LANGUAGE, True), (tight, RotationRule.ADMINISTRATIONS, False),
        (tight, RotationRule.CONFLICT, True), (used, RotationRule.ADMINISTRATIONS, True),
    ):  # fmt: skip
        row = ask(made, reported(made, tie(*pair(made))), rule)
        decide(made, row.uuid, judge, granted=granted)
    waiting = ask(tight, reported(tight), RotationRule.ADMINISTRATIONS)
    assert rules_waived(session, tight.number) == {RotationRule.LANGUAGE}
    assert rules_waived(session, used.number) == {RotationRule.ADMINISTRATIONS}
    assert waivers_of(session, used.number)[0].id != waiting.id
    assert session.get_one(WorkshopWaiver, waiting.id).granted is None


def disrupt(made, what, row=None, from_at=None, until_at=None):
    said = Disrupted(what, row.uuid if row is not None else "", from_at, until_at)
    return say_disrupted(made.session, made.parts, said, seed=3, by=made.by.id, now=NOW)


@pytest.mark.parametrize("what", ["away", "voice", "late", "gone", "room"])
def test_what_happened_is_kept_with_whom_it_concerns_and_the_rest_is_planned_anew(session, used, what):
    parts = used.parts
    row = {
        "away": parts.assessors[0], "voice": parts.interpreters[0], "late": parts.candidates[0],
        "gone": parts.candidates[0], "room": parts.rooms[0],
    }[what]  # fmt: skip
    replan = disrupt(used, "away" if what == "voice" else what, row, LATER, LATER + timedelta(hours=1))
    assert (replan.stage, replan.from_at, replan.seed) == ("replan", NOW, 3)
    assert replan.before_id == rotation_in_use(session, used.number).id
    until = LATER + timedelta(hours=1)
    kept = {
        "away": lambda: (row.away_from_at, row.away_until_at) == (LATER, until),
        "voice": lambda: (row.away_from_at, row.away_until_at) == (LATER, until),
        "late": lambda: row.from_at == LATER,
        "gone": lambda: row.withdrawn_at == NOW,
        "room": lambda: (row.stopped_from_at, row.stopped_until_at) == (LATER, until),
    }
    assert kept[what]()


def test_without_a_beginning_it_begins_now_and_lasts_for_good(used):
    row = used.parts.assessors[0]
    disrupt(used, "away", row)
    assert (row.away_from_at, row.away_until_at) == (NOW, None)


@pytest.mark.parametrize(
    ("what", "from_at", "until_at", "field"),
    [("away", LATER, LATER, "until_at"), ("room", LATER, NOW, "until_at"), ("away", None, NOW, "until_at"),
     ("late", None, None, "from_at"), ("storm", None, None, "what")],
)  # fmt: skip
def test_what_cannot_have_happened_is_refused_beside_its_field(session, used, what, from_at, until_at, field):
    parts = used.parts
    row = {"late": parts.candidates, "room": parts.rooms}.get(what, parts.assessors)[0]
    with pytest.raises(BadInput) as fault:
        disrupt(used, what, row, from_at, until_at)
    assert fault.value.field == field
    assert len(rotations_of(session, used.number)) == 1


def test_before_a_rotation_is_in_use_nothing_is_planned_again(session, tight):
    row = tight.parts.assessors[0]
    with pytest.raises(RuleBroken, match="nothing to plan again"):
        disrupt(tight, "away", row)
    assert row.away_from_at is None
    assert session.get_one(Person, row.person_id).closed_at is None
