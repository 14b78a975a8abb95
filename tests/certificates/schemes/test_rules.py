"""Drawing, comparison, dry run and sufficiency of schemes: pure, and right at their edges."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.schemes.labels import STATE_KINDS
from certificates.schemes.pages.drawing import scheme_svg
from certificates.schemes.rules.comparison import SchemeChange, differences
from certificates.schemes.rules.definition import State, StateKind, Transition
from certificates.schemes.rules.dry_run import Hindrance, History, PastPiece, PastStep, dry_run
from certificates.schemes.rules.layout import layout_of
from certificates.schemes.rules.second_person import UseBarrier, use_barrier, version_barrier
from certificates.schemes.rules.sufficiency import Lack, ShownPiece, gap_of
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from tests.builders import schemes
from tests.builders.people import NOW

SMALL = schemes.read().definition
assert SMALL is not None
ADVISOR = Path(__file__).parents[3] / "certificates/schemes/content/iwt-technical-and-operational-advisor"
NAMES = "abcdefgh"
WAYS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def graph(ways: list[tuple[str, str]]):
    """A scheme with these ways between eight states."""
    states = tuple(State(one, {"en": one}, StateKind.OPEN) for one in NAMES)
    steps = tuple(Transition(f"s{at}", {"en": "s"}, (a,), b, "rule") for at, (a, b) in enumerate(ways))
    return replace(SMALL, initial="a", states=states, transitions=steps)


@given(WAYS)
def test_every_state_has_a_place_of_its_own_and_steps_over_a_layer_go_round_the_boxes(ways):
    layout = layout_of(graph(ways))
    at = {one.code: (one.layer, one.place) for one in layout.states}
    assert sorted(at) == sorted(NAMES)
    assert len(set(at.values())) == len(NAMES)
    assert all(one.aside == (at[one.target][0] != at[one.source][0] + 1) for one in layout.links)
    assert layout == layout_of(graph(ways))


@given(st.permutations(NAMES[1:]))
def test_a_state_stands_below_the_longest_way_to_it(order):
    chain = ["a", *order]
    ways = [*pairwise(chain), ("a", chain[-1])]
    layers = {one.code: one.layer for one in layout_of(graph(ways)).states}
    assert [layers[one] for one in chain] == list(range(8))


def test_the_drawing_is_svg_with_each_state_and_no_style():
    advisor = read_scheme(files_of_folder(ADVISOR)).definition
    assert advisor is not None
    drawn = scheme_svg(advisor, "fr", {kind: str(kind) for kind in STATE_KINDS}, "Dessin")
    tree = ElementTree.fromstring(str(drawn))
    boxes = [one for one in tree.iter() if one.get("class", "").startswith("state ")]
    assert len(boxes) == len(advisor.states)
    assert "style" not in str(drawn)
    assert "Préaccrédité" in str(drawn)


def test_a_difference_names_what_came_went_and_changed():
    after = schemes.read("grace-days: 30", "grace-days: 60").definition
    assert [(one.change, one.part, one.value, one.before, one.after) for one in differences(SMALL, after)] == [
        (SchemeChange.CHANGED, "practice", "practice.grace_days", "30", "60")
    ]
    more = replace(SMALL, states=(*SMALL.states[1:], State("new", {"en": "New"}, StateKind.END)))
    assert {(one.change, one.code) for one in differences(SMALL, more)} == {
        (SchemeChange.ADDED, "new"),
        (SchemeChange.REMOVED, "asked"),
    }


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_competence_is_met_by_enough_kinds_pieces_and_observed_ones(courses, benches):
    shown = [ShownPiece("course", frozenset({"naming"}))] * courses
    shown += [ShownPiece("bench", frozenset({"naming"}), observed=True)] * benches
    gap = gap_of(SMALL.competences[0], shown)
    assert (gap is None) == (courses > 0 and benches > 0)
    assert gap is None or (Lack.OBSERVED in [one[0] for one in gap.lacks]) == (benches == 0)


@pytest.mark.parametrize("other", [{"kind": "talk"}, {"competences": frozenset({"other"})}])
def test_neither_a_kind_that_is_not_asked_for_nor_a_piece_for_another_competence_fills_a_gap(other):
    course = ShownPiece("course", frozenset({"naming"}))
    bench = ShownPiece("bench", frozenset({"naming"}), observed=True)
    assert gap_of(SMALL.competences[0], [course, bench]) is None
    assert gap_of(SMALL.competences[0], [course, replace(bench, **other)]) == gap_of(SMALL.competences[0], [course])


def history(*codes: str, kinds: tuple[str, ...] = ("course", "bench"), ended: str = "") -> History:
    """A way by these steps, each with a reason, with evidence from the beginning."""
    to = {"rate": "rated", "grant": "granted", "refuse": "refused", "release": "issued", "appeal": "appealed"}
    to |= {"uphold": "rated", "suspend": "held-back", "leave": "gone"}
    steps = [PastStep(code, to[code], NOW + timedelta(days=at), reasoned=True) for at, code in enumerate(codes)]
    pieces = [PastPiece(ShownPiece(kind, frozenset({"naming"}), kind == "bench"), NOW) for kind in kinds]
    return History("one", ended or (steps[-1].to_state if steps else "asked"), steps, pieces)


def test_nobody_ends_elsewhere_by_the_version_on_which_they_were():
    ways = [history(), history("rate", "refuse", "appeal", "uphold", "grant", "release")]
    assert dry_run(SMALL, ways) == []


def test_a_dry_run_says_where_somebody_would_end_at_which_step_and_why():
    def why(one: History, definition=SMALL):
        (found,) = dry_run(definition, [one])
        return found.would_end, found.step, found.why, found.names

    assert why(history("rate", "leave")) == ("rated", "leave", Hindrance.NO_STEP, ())
    assert why(history("grant")) == ("asked", "grant", Hindrance.NOT_FROM_HERE, ())
    assert why(history("rate", "grant", kinds=())) == ("rated", "grant", Hindrance.EVIDENCE_MISSING, ("bench",))
    assert why(history("rate", "grant", kinds=("bench",))) == ("rated", "grant", Hindrance.NOT_SUFFICIENT, ("naming",))
    assert why(history("rate", "grant", "release", "suspend"))[2] is Hindrance.NO_SECOND
    steps = (replace(one, target="expired") if one.code == "refuse" else one for one in SMALL.transitions)
    other = replace(SMALL, transitions=tuple(steps))
    assert why(history("rate", "refuse"), other) == ("expired", "refuse", None, ())


def test_evidence_that_was_withdrawn_before_a_step_does_not_count_for_it():
    one = history("rate", "grant")
    gone = replace(one, pieces=[replace(piece, withdrawn_at=NOW + timedelta(hours=1)) for piece in one.pieces])
    assert [each.why for each in dry_run(SMALL, [gone])] == [Hindrance.EVIDENCE_MISSING]


def test_the_loader_those_bound_to_them_and_candidates_are_no_second_person():
    assert use_barrier(1, 1, bound=(), candidates=()) is UseBarrier.LOADED
    assert use_barrier(2, 1, bound=(2,), candidates=()) is UseBarrier.APPOINTED
    assert use_barrier(3, 1, bound=(2,), candidates=(3,)) is UseBarrier.CANDIDATE
    assert use_barrier(4, None, bound=(), candidates=()) is None
    assert [version_barrier(no, (2,)) for no in (1, 2, 3)] == [UseBarrier.OLDER, UseBarrier.IN_USE, None]
