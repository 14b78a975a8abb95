"""Each flaw of a scheme alone: told at its place, with none beside it, and none where a rule is just kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.schemes.rules.checking import flaws_of
from certificates.schemes.rules.definition import DECIDES, CutKind, EvidenceKind, StateKind, TriggerFact
from certificates.schemes.rules.refusals import NOTHING, Defect, flaw, listed
from certificates.schemes.vocabulary import VOCABULARY
from tests.builders import schemes
from tests.builders.candidates import state, step

SMALL = schemes.read().definition
assert SMALL is not None
MANAGE = "credential.manage"
BENCH, PANEL, CUT, NAMING = SMALL.rubrics[0], SMALL.panels[0], SMALL.cuts[0], SMALL.competences[0]


def steps(code="", *more, **changed):
    """The small scheme with one step written otherwise, and more of them."""
    found = (replace(one, **changed) if one.code == code else one for one in SMALL.transitions)
    return replace(SMALL, transitions=(*found, *more))


def states(code, scheme=SMALL, **changed):
    return replace(scheme, states=tuple(replace(one, **changed) if one.code == code else one for one in scheme.states))


def rule(**changed):
    return replace(SMALL, competences=(replace(NAMING, sufficiency=replace(NAMING.sufficiency, **changed)),))


def valid(months):
    return replace(SMALL, practice=replace(SMALL.practice, validity_months=months))


WITHDRAW = {"mover": MANAGE, "refusal": True, "reason": True}
FLAWED = {
    "nothing": (SMALL, []),
    "no initial state yet": (replace(SMALL, initial=""), []),
    "an initial state that is none": (replace(SMALL, initial="begun"), ["no-initial initial"]),
    "a step that leads nowhere yet": (steps("expire", target=""), ["unreachable states 7 code"]),
    "a holder who is none": (states("issued", kind=StateKind.OPEN), ["no-award states"]),
    "a way past the panel": (
        steps("", step("short", "asked", "held-back", MANAGE, second=True)),
        ["no-decision states 4 code", "no-release states 4 code", "no-decision states 5 code",
         "no-release states 5 code"],
    ),
    "a panel that takes a step where none is named": (
        steps("", step("renew", "issued", "issued", DECIDES, part="decider")), ["no-panel states 4 code"],
    ),
    "nobody who takes a step yet": (steps("rate", mover="", part=""), []),
    "a candidate who judges": (steps("appeal", part="decider"), ["acts-twice transitions 7 as"]),
    "a rule that judges": (steps("expire", part="registrar"), ["acts-twice transitions 6 as"]),
    "a right that nobody knows": (steps("rate", mover="sheet.read"), ["unknown-right transitions 0 by"]),
    "days of states that have some, none, and are not there": (
        steps("expire", sources=("issued", "asked", "nowhere"), fact=TriggerFact.DAYS_OVER),
        ["unknown-state transitions 6 from", "no-days transitions 6 fact"],
    ),
    "one who suspends": (steps("suspend", second=False), ["suspended-alone transitions 4 code"]),
    "one who lifts": (steps("lift", second=False), ["suspended-alone transitions 5 code"]),
    "a panel that suspends": (
        states("issued", steps("suspend", second=False, mover=DECIDES, part="decider"), panel="panel"), [],
    ),
    "one who withdraws": (
        steps("", step("take", "issued", "refused", **WITHDRAW)), ["withdrawn-alone transitions 9 code"],
    ),
    "two who withdraw": (steps("", step("take", "issued", "refused", second=True, **WITHDRAW)), []),
    "a refusal without a reason": (steps("refuse", reason=False), ["no-reason transitions 2 code"]),
    "an appeal of somebody else": (steps("appeal", mover="workshop.run"), ["no-appeal transitions 2 code"]),
    "a candidate who leaves instead of appealing": (
        steps("appeal", target="asked"), ["unreachable states 6 code", "no-appeal transitions 2 code"],
    ),
    "a way back that no refusal began": (steps("refuse", refusal=False), ["back-from-nowhere transitions 8 to"]),
    "a way back from elsewhere too": (
        steps("uphold", sources=("appealed", "rated")), ["back-from-nowhere transitions 8 to"],
    ),
    "a decision without a panel": (states("asked", kind=StateKind.DECISION), ["no-panel states 0 code"]),
    "a panel that is named nowhere": (
        states("rated", kind=StateKind.OPEN, panel=""), ["no-panel states 1 code"],
    ),
    "one signature": (
        replace(SMALL, panels=(replace(PANEL, quorum=1, signatures=1),)), ["one-signature panels 0 signatures"],
    ),
    "as many as sign": (replace(SMALL, panels=(replace(PANEL, quorum=2, signatures=2),)), []),
    "fewer than sign": (
        replace(SMALL, panels=(replace(PANEL, quorum=2, signatures=3),)), ["small-quorum panels 0 quorum"],
    ),
    "evidence without a code yet": (replace(SMALL, evidence=(*SMALL.evidence, EvidenceKind("", {}))), []),
    "evidence that is brought and not collected": (
        steps("rate", brings=("course", "bench", "letter")), ["unknown-evidence transitions 0 brings"],
    ),
    "rubrics for evidence that is not collected, and for none yet": (
        replace(SMALL, rubrics=(replace(BENCH, evidence="letter"), replace(BENCH, evidence=""))),
        ["unknown-evidence rubrics 0 evidence"],
    ),
    "practice that is not collected": (
        replace(SMALL, practice=replace(SMALL.practice, kinds=("course", "letter"))),
        ["unknown-evidence validity practice"],
    ),
    "a competence without a rule": (rule(of=()), ["no-sufficiency competences 0 code"]),
    "more kinds than are named": (rule(kinds=3), ["too-many-kinds competences 0 sufficiency kinds"]),
    "a kind that is named twice": (
        rule(of=("course", "course", "bench"), kinds=3), ["too-many-kinds competences 0 sufficiency kinds"],
    ),
    "nothing that is observed": (
        rule(of=("course",), kinds=1), ["none-observed competences 0 sufficiency observed"],
    ),
    "nothing that must be observed": (rule(of=("course",), kinds=1, observed=0), []),
    "a cut that is not there": (steps("grant", cuts=("stations", "knowledge")), ["unknown-cut transitions 1 cuts"]),
    "an exam of no course": (
        replace(SMALL, cuts=(replace(CUT, kind=CutKind.EXAM),)), ["exam-without-course cuts 0 code"],
    ),
    "an exam of a course": (replace(SMALL, cuts=(replace(CUT, kind=CutKind.EXAM, course="a"),)), []),
    "rubrics without a file, and without a name yet": (
        replace(SMALL, rubrics=(replace(BENCH, code=""), replace(BENCH, code="desk"))),
        ["rubric-missing rubrics 1 file"],
    ),
    "a topic that nobody knows": (
        replace(SMALL, scopes=replace(SMALL.scopes, topics=("operations", "botany"))),
        ["unknown-topic scopes topics"],
    ),
    "an interval that nobody knows": (
        replace(SMALL, intervals={"taught": 1, "married": 2}), ["unknown-tie intervals married"],
    ),
    "no validity yet": (valid(0), []),
    "a window as long as the validity": (valid(6), ["window-too-long validity renewal-window-months"]),
    "a window a month shorter": (valid(7), []),
    "a step from where nobody is": (
        steps("release", sources=("granted", "island")), ["unknown-state transitions 3 from"],
    ),
    "a state that nobody reaches or leaves": (
        replace(SMALL, states=(*SMALL.states, state("island"))),
        ["unreachable states 8 code", "stuck states 8 code"],
    ),
    "an end that nobody reaches": (
        replace(SMALL, states=(*SMALL.states, state("island", StateKind.END))), ["unreachable states 8 code"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("definition", "expected"), FLAWED.values(), ids=FLAWED)
def test_a_flaw_is_told_at_its_place_and_none_beside_it(definition, expected):
    found = flaws_of(definition, VOCABULARY, {"bench"})
    assert [" ".join((str(one.why), *map(str, one.place))) for one in found] == expected


def test_a_flaw_says_what_it_is_about_in_its_sentence():
    made = flaw(Defect.UNKNOWN_PART, "transitions", 3, known=listed({"b", "a"}), name="judge")
    assert (made.place, made.sentence) == (("transitions", 3), "There is no part “judge”. Known are: a, b.")
    assert (listed([]), made.names) == (NOTHING, (("known", "a, b"), ("name", "judge")))
