"""The rules of schemes at their edges: what is released, decided, replayed, compared, kept and drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from certificates.schemes.rules.comparison import SchemeChange, differences
from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    DECIDES,
    StateKind,
    as_document,
    from_document,
    words,
)
from certificates.schemes.rules.dry_run import Hindrance, History, PastPiece, PastStep, dry_run
from certificates.schemes.rules.layout import layout_of
from certificates.schemes.rules.releasing import (
    confirms_year,
    is_of_scheme,
    is_panel_decision,
    narrows,
    releases,
    resumes,
    scheme_of,
    scheme_ref,
    step_by_managers,
    suspends,
    undoes_withdrawal,
    withdraws,
)
from certificates.schemes.rules.scopes import DecidedScope, ScopeFault, asks_less, asks_scope, fault_in, whole_scope
from certificates.schemes.rules.second_person import UseBarrier, use_barrier, version_barrier
from certificates.schemes.rules.sufficiency import CompetenceGap, Lack, ShownPiece, gap_of, gaps_of
from tests.builders import scheme_certificates as make
from tests.builders import schemes
from tests.builders.candidates import SCREEN, state, step
from tests.builders.people import NOW

SMALL = schemes.read().definition
assert SMALL is not None
MANAGE = "credential.manage"
PANEL, CUT, NAMING = SMALL.panels[0], SMALL.cuts[0], SMALL.competences[0]


def steps(code="", *more, **changed):
    """The small scheme with one step written otherwise, and more of them."""
    found = (replace(one, **changed) if one.code == code else one for one in SMALL.transitions)
    return replace(SMALL, transitions=(*found, *more))


def states(code, scheme=SMALL, **changed):
    return replace(scheme, states=tuple(replace(one, **changed) if one.code == code else one for one in scheme.states))


def rule(**changed):
    return replace(SMALL, competences=(replace(NAMING, sufficiency=replace(NAMING.sufficiency, **changed)),))


WHOLE = make.withdrawable()
OTHER = replace(
    WHOLE,
    states=(*WHOLE.states, state("with-conditions", StateKind.CONDITIONAL), state("gone", StateKind.END)),
    transitions=(
        *WHOLE.transitions,
        step("confirm-year", "certified", "registered", make.RELEASE),
        step("conditional", "decided", "with-conditions", make.RELEASE),
        step("expire", "registered", "gone", "rule", refusal=True),
        step("give-up", "registered", "gone", CANDIDATE, refusal=True),
        step("end", "registered", "gone", SCREEN),
        step("take", "registered", "gone", SCREEN, refusal=True),
        step("late", "eligible", "gone", SCREEN, refusal=True),
    ),
)


@pytest.mark.parametrize(
    ("code", "source", "target", "holds"),
    [
        ("release", "decided", "certified", {releases}),
        ("conditional", "decided", "with-conditions", {releases}),
        ("release-narrowed", "narrowing", "narrowed", {releases, narrows}),
        ("confirm-year", "certified", "registered", {confirms_year}),
        ("release", "suspended", "certified", set()),
        ("release", "decided", "eligible", set()),
        ("release", "certified", "eligible", set()),
        ("certify", "decided", "certified", set()),  # a right of a panel
        ("gone", "decided", "certified", set()),
        ("gone", "registered", "gone", set()),
        ("take", "registered", "gone", {withdraws}),
        ("withdraw", "suspended", "withdrawn", {withdraws}),
        ("take", "with-conditions", "gone", {withdraws}),
        ("late", "eligible", "gone", set()),
        ("take", "registered", "eligible", set()),
        ("end", "registered", "gone", set()),  # nobody is refused
        ("expire", "registered", "gone", set()),
        ("give-up", "registered", "gone", set()),
    ],
)
def test_what_a_step_does_to_a_certificate(code, source, target, holds):
    rules = (releases, narrows, confirms_year, withdraws)
    assert {one for one in rules if one(OTHER, code, source, target)} == holds


def test_what_is_set_aside_is_held_again_by_a_lifting_or_an_appeal():
    places = ("certified", "with-conditions", "suspended", "appeal", "left", "nowhere")
    pairs = [(one, other) for one in places for other in places]
    held = ("certified", "with-conditions")
    assert [pair for pair in pairs if suspends(OTHER, *pair)] == [(one, "suspended") for one in held]
    assert {pair for pair in pairs if resumes(OTHER, *pair)} == {
        (one, other) for one in ("suspended", "appeal") for other in held
    }
    assert [pair for pair in pairs if undoes_withdrawal(OTHER, *pair)] == [
        ("appeal", one) for one in (*held, "suspended")
    ]
    found = [
        (here, lifts, made.code if (made := step_by_managers(OTHER, here, MANAGE, lifts=lifts)) else None)
        for here in ("registered", "suspended", "decided")
        for lifts in (False, True)
    ]
    assert [one for one in found if one[2]] == [("registered", False, "suspend"), ("suspended", True, "lift")]
    assert step_by_managers(OTHER, "registered", SCREEN, lifts=False) is None


def test_a_claim_names_a_scheme_or_something_else():
    assert (scheme_ref(7), scheme_of("scheme:7")) == ("scheme:7", 7)
    assert [is_of_scheme(one) for one in ("scheme:7", "course:7", "schemes:7", "")] == [True, False, False, False]
    with pytest.raises(ValueError, match="is no scheme"):
        scheme_of("course:7")


def test_a_panel_decides_a_scope_where_a_release_follows_and_less_where_somebody_was_suspended():
    by_code = {one.code: one for one in OTHER.transitions}
    assert {code for code, one in by_code.items() if asks_scope(OTHER, one)} == {"certify", "narrow"}
    assert {code for code, one in by_code.items() if asks_less(OTHER, one)} == {"narrow"}
    without = replace(OTHER, scopes=replace(OTHER.scopes, topics=()))
    for one in (None, by_code["certify"]):
        assert not asks_scope(without, one)
        assert not asks_less(without, one)
    assert {code for code, one in by_code.items() if is_panel_decision(one)} == {
        "certify", "reject", "narrow", "withdraw",
    }  # fmt: skip
    assert not is_panel_decision(None)
    assert whole_scope(OTHER, "fr") == DecidedScope(make.TOPICS, "trainer", ("fr",))
    gradeless = replace(OTHER, scopes=replace(OTHER.scopes, grades=()))
    assert whole_scope(gradeless, "fr").grade == ""
    good = DecidedScope(("operations",), "", ("en",))
    assert fault_in(gradeless, good, languages=("en",), less_than=None) is None
    for scope, expected in (
        (replace(good, grade="trainer"), ScopeFault.GRADE),
        (replace(good, topics=("operations", "fishing")), ScopeFault.TOPICS),
        (replace(good, languages=("en", "tlh")), ScopeFault.LANGUAGES),
    ):
        assert fault_in(gradeless, scope, languages=("en",), less_than=None) is expected
    assert fault_in(gradeless, good, languages=("en",), less_than=good) is ScopeFault.NOT_LESS
    more = replace(good, topics=make.TOPICS)
    assert fault_in(gradeless, good, languages=("en",), less_than=more) is None


def test_who_loaded_a_version_is_told_so_before_anything_else_and_the_first_number_may_be_any():
    assert use_barrier(1, 1, bound=(1,), candidates=(1,)) is UseBarrier.LOADED
    assert use_barrier(2, 1, bound=(2,), candidates=(2,)) is UseBarrier.APPOINTED
    assert use_barrier(2, 1, bound=(3,), candidates=(3,)) is None
    assert [version_barrier(no, (2, 4)) for no in (1, 2, 3, 4, 5)] == [
        UseBarrier.OLDER, UseBarrier.IN_USE, UseBarrier.OLDER, UseBarrier.IN_USE, None,
    ]  # fmt: skip
    assert version_barrier(1, ()) is None


def test_each_lack_of_a_competence_is_counted_and_competences_stand_in_their_order():
    bench = ShownPiece("bench", frozenset({"naming"}), observed=False)
    assert gap_of(NAMING, [bench]) == CompetenceGap(
        "naming", ((Lack.KINDS, 1, 2), (Lack.PIECES, 1, 2), (Lack.OBSERVED, 0, 1))
    )
    assert gap_of(NAMING, [bench, bench]) == CompetenceGap("naming", ((Lack.KINDS, 1, 2), (Lack.OBSERVED, 0, 1)))
    more = replace(SMALL, competences=(NAMING, replace(NAMING, code="telling")))
    enough = [ShownPiece(kind, frozenset({"naming"}), kind == "bench") for kind in ("course", "bench")]
    assert [one.competence for one in gaps_of(more, [])] == ["naming", "telling"]
    assert [one.competence for one in gaps_of(more, enough)] == ["telling"]


DAY = timedelta(days=1)


APPEALED = [("rate", "rated"), ("refuse", "refused", False, True), ("appeal", "appealed")]


def walked(*taken, ended, pieces=None):
    shown = [ShownPiece(kind, frozenset({"naming"}), kind == "bench") for kind in ("course", "bench")]
    every = [PastPiece(one, NOW) for one in shown] if pieces is None else pieces
    return History("one", ended, [PastStep(*one[:2], NOW + DAY, *one[2:]) for one in taken], every)


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ([("rate", "rated"), ("grant", "granted", False, True)], None),
        ([("rate", "rated"), ("grant", "granted", False, False)], ("rated", "grant", Hindrance.NO_REASON)),
        ([*APPEALED, ("uphold", "gone", False, True)], ("appealed", "uphold", Hindrance.NO_STATE)),
        ([*APPEALED, ("uphold", "rated", False, True)], None),
        ([("fly", "rated")], ("asked", "fly", Hindrance.NO_STEP)),
        ([("rate", "elsewhere")], ("rated", "rate", None)),
        ([("rate", "elsewhere"), ("refuse", "nowhere", False, True)], ("refused", "rate", None)),  # the first turn
    ],
)  # fmt: skip
def test_a_way_is_walked_again_until_the_step_that_the_version_does_not_allow(ways, expected):
    found = dry_run(SMALL, [walked(*ways, ended=ways[-1][1])])
    assert [(one.would_end, one.step, one.why) for one in found] == ([expected] if expected else [])


def test_two_take_what_the_version_asks_two_for_and_evidence_counts_while_it_stood():
    released = [("rate", "rated"), ("grant", "granted", False, True), ("release", "issued")]
    alone = walked(*released, ("suspend", "held-back", False, True), ended="held-back")
    two = walked(*released, ("suspend", "held-back", True, True), ended="held-back")
    assert [one.why for one in dry_run(SMALL, [two, alone])] == [Hindrance.NO_SECOND]
    at, piece = NOW + DAY, PastPiece(ShownPiece("bench"), NOW + DAY)
    assert [piece.counts(one) for one in (at - DAY, at, at + DAY)] == [False, True, True]
    gone = replace(piece, withdrawn_at=at + DAY)
    assert [gone.counts(one) for one in (at, at + DAY - timedelta(seconds=1), at + DAY)] == [True, True, False]


def test_each_value_that_differs_is_told_as_it_was_and_is():
    def told(after, before=SMALL):
        return [
            (one.change.value, one.part, one.code, one.value, one.before, one.after)
            for one in differences(before, after)
        ]

    assert told(SMALL) == []
    changed, added, removed = (one.value for one in (SchemeChange.CHANGED, SchemeChange.ADDED, SchemeChange.REMOVED))
    assert told(states("asked", days=None)) == [(changed, "states", "asked", "days", "30", "")]
    assert told(steps("suspend", second=False)) == [(changed, "transitions", "suspend", "second", "true", "false")]
    assert told(replace(SMALL, initial="rated")) == [(changed, "initial", "", "initial", "asked", "rated")]
    assert told(replace(SMALL, intervals={"married": 3, "same-mission": 24})) == [
        (changed, "intervals", "", "intervals.married", "", "3"),
        (changed, "intervals", "", "intervals.taught", "24", ""),
    ]  # fmt: skip
    assert told(rule(of=("course", "bench", "talk"))) == [
        (changed, "competences", "naming", "sufficiency.of", "course, bench", "course, bench, talk")
    ]
    assert told(replace(SMALL, scopes=replace(SMALL.scopes, grades=()))) == [
        (changed, "scopes", "", "scopes.grades", "code: holder; title: en: Holder; fr: Titulaire", "")
    ]
    assert told(replace(SMALL, cuts=(replace(CUT, code="other"),))) == [
        (added, "cuts", "other", "", "", ""), (removed, "cuts", "stations", "", "", ""),
    ]  # fmt: skip


def test_a_definition_is_kept_as_plain_text_and_read_as_it_was():
    cut = replace(CUT, share=Fraction(7, 10), sems=Fraction(1, 2))
    more = steps("expire", fact=None, needs=("bench",))
    whole = replace(more, cuts=(cut, replace(CUT, code="other")), practice=replace(SMALL.practice, kinds=("bench",)))
    kept = as_document(whole)
    assert from_document(kept) == whole
    assert [(one["share"], one["sems"]) for one in kept["cuts"]] == [("7/10", "1/2"), (None, "0")]
    old = {name: value for name, value in kept.items() if name != "intervals"}
    assert from_document(old).intervals == {"taught": 24, "same-mission": 24}
    assert [words({"en": "Yes", "fr": ""}, one) for one in ("en", "fr", "es")] == ["Yes"] * 3
    assert (words({"en": "Yes", "fr": "Oui"}, "fr"), words({}, "en")) == ("Oui", "")


def test_a_definition_finds_its_parts_and_where_an_appeal_leads():
    assert [SMALL.state("gone"), SMALL.transition("gone"), SMALL.evidence_kind("gone")] == [None] * 3
    assert [SMALL.panel_of(one) for one in ("rated", "asked", "gone")] == [PANEL, None, None]
    assert [one.code for one in SMALL.steps_from("issued")] == ["suspend", "expire"]
    uphold = SMALL.transition("uphold")
    assert uphold is not None
    assert SMALL.targets_of(uphold) == ("rated",)
    assert SMALL.targets_of(replace(uphold, target="asked")) == ("asked",)
    twice = steps(
        "", step("also", "rated", "refused", DECIDES, refusal=True), step("b", "asked", "left", SCREEN, refusal=True)
    )
    assert twice.targets_of(uphold) == ("rated", "asked")
    assert {one.code for one in SMALL.transitions if one.by_panel} == {"grant", "refuse", "uphold"}
    assert {one.code for one in SMALL.transitions if not one.by_person} == {"expire", "appeal"}
    assert uphold.target == BEFORE


def test_states_stand_under_the_longest_way_and_near_those_above_them():
    def drawn(*ways):
        codes = list(dict.fromkeys(one for way in ways for one in way))
        names = tuple(state(one) for one in codes)
        made = tuple(step(f"s{at}", a, b, "rule") for at, (a, b) in enumerate(ways))
        return replace(SMALL, initial=codes[0], states=names, transitions=made)

    crossing = layout_of(drawn("ab", "ac", "ce", "bd", "ef", "df", "fa"))
    assert {one.code: (one.layer, one.place) for one in crossing.states} == {
        "a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (2, 0), "e": (2, 1), "f": (3, 0),
    }  # fmt: skip
    assert (crossing.layers, crossing.widest, crossing.told) == (4, 2, ())
    assert [one.aside for one in crossing.links] == [False] * 6 + [True]
    assert (layout_of(replace(SMALL, states=(), transitions=())).layers, layout_of(drawn("ab")).widest) == (0, 1)
    many = tuple(state(one) for one in "abcdef")
    five = replace(step("all", "a", "f", "rule"), sources=tuple("abcde"))
    four = replace(step("some", "a", "f", "rule"), sources=tuple("abcd"))
    told = layout_of(replace(SMALL, initial="a", states=many, transitions=(five, four, step("stay", "a", "a", "rule"))))
    assert (told.told, [one.source for one in told.links]) == (("all",), list("abcd"))
    assert {one.code: one.layer for one in told.states}["f"] == 1
