"""Small rules of sheets at their edges: observations, recordings, paper, recommendations, samples and aliases."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.independence.rules import Fact, Tie
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.sheets.rules.aliases import assessor_letter, candidate_code
from assessments.sheets.rules.observing import is_told, observation_passes
from assessments.sheets.rules.paper import PaperState, differing_fields, paper_state
from assessments.sheets.rules.recommending import all_settled, cites_digest, is_out_of_date, ties_of_signer
from assessments.sheets.rules.recording import RecordingFacts, recording_fault
from assessments.sheets.rules.sampled import LookedAt, as_sampled, margin_of, sample_standing
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import PaperStep
from assessments.statistics.sampling import SamplingPlan
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH

DEFINITION = read_rubric_text(BENCH)[0]


@pytest.mark.parametrize(
    ("names", "protects", "passes"), [(1, 1, True), (1, 0, False), (2, 0, False), (0, 2, False), (2, 1, True)]
)
def test_an_observation_passes_at_the_cut_with_its_critical_criteria(names, protects, passes):
    assert observation_passes(DEFINITION, {"names": names, "protects": protects}) is passes


def test_a_criterion_that_is_not_critical_or_names_no_level_fails_nobody():
    first, second = DEFINITION.criteria
    for changed in (replace(second, critical=False), replace(second, pass_level=None)):
        loose = replace(DEFINITION, criteria=(first, changed))
        assert observation_passes(loose, {"names": 2, "protects": 0})


def test_a_trainee_reads_what_was_sealed_at_the_moment_of_the_release_or_before():
    second = timedelta(seconds=1)
    assert [is_told(NOW + one, NOW) for one in (-second, 0 * second, second)] == [True, True, False]
    assert (is_told(None, NOW), is_told(NOW, None)) == (False, False)


MAY = RecordingFacts(at_workshop=True, own=False, written=False, agreed=True, third=False)


@pytest.mark.parametrize(
    ("change", "of_a_recording", "of_none"),
    [
        ({}, None, None),
        ({"at_workshop": False}, "no-one", "no-one"),
        ({"own": True}, "own", "own"),
        ({"written": True}, "written", "written"),
        ({"agreed": False}, "not-agreed", None),
        ({"third": True}, None, "third-named"),
        ({"at_workshop": False, "own": True, "written": True, "agreed": False, "third": True}, "no-one", "no-one"),
    ],
)
def test_each_reason_alone_keeps_a_recording_from_being_said_or_taken_back(change, of_a_recording, of_none):
    facts = replace(MAY, **change)
    assert (recording_fault(facts, True), recording_fault(facts, False)) == (of_a_recording, of_none)


ONE, OTHER = SheetContent({"names": 1}, grade=2), SheetContent({"names": 2}, grade=2)
FIRST, SECOND, SETTLED = PaperStep.FIRST, PaperStep.SECOND, PaperStep.SETTLED


@pytest.mark.parametrize(
    ("keyed", "state"),
    [
        ({}, PaperState.PRINTED),
        ({SECOND: ONE}, PaperState.PRINTED),
        ({FIRST: ONE}, PaperState.KEYED),
        ({FIRST: ONE, SECOND: ONE}, PaperState.DONE),
        ({FIRST: ONE, SECOND: OTHER}, PaperState.DIFFERS),
        ({FIRST: ONE, SECOND: OTHER, SETTLED: OTHER}, PaperState.DONE),
    ],
)
def test_a_paper_is_done_once_two_agree_or_the_paper_settled_it(keyed, state):
    assert paper_state(keyed) is state


def test_fields_that_differ_are_named_and_those_that_say_the_same_are_not():
    one = SheetContent({"names": 1, "protects": 2}, {"names": "Calm  now.", "": "Well."}, 2, True)
    assert differing_fields(one, one) == []
    assert differing_fields(one, replace(one, comments={"names": "Calm now."})) == ["comment-"]
    assert differing_fields(one, replace(one, ratings={"names": 1})) == ["rating-protects"]
    assert differing_fields(replace(one, ratings={"protects": 2}), one) == ["rating-names"]
    assert differing_fields(one, replace(one, comments=one.comments | {"names": "Loud.", "protects": "No bag."})) == [
        "comment-names", "comment-protects",
    ]  # fmt: skip
    assert differing_fields(one, replace(one, grade=None, flagged=False)) == ["grade", "flagged"]


@pytest.mark.parametrize("tie", [Tie.SAME_ADMINISTRATION, Tie.SAME_MISSION])
def test_who_is_near_signs_from_the_moment_at_which_that_ends(tie):
    last = Fact(tie, 1, 2, until=NOW + timedelta(seconds=1))
    over = Fact(tie, 1, 2, until=NOW)
    assert ties_of_signer([last, over], now=NOW) == [last]


def test_what_bars_a_moderator_is_told_before_that_they_rated_and_that_before_that_they_are_near():
    near, rated, self = Fact(Tie.SAME_MISSION, 1, 2), Fact(Tie.EXAMINED, 1, 2, until=NOW), Fact(Tie.DECLARED, 1, 2)
    assert ties_of_signer([near, rated, self], now=NOW) == [self, rated, near]
    assert ties_of_signer([], now=NOW) == []


def test_a_digest_of_results_depends_on_each_and_on_no_order():
    cited = {"a": "1", "b": "2"}
    assert cites_digest(cited) == cites_digest(dict(reversed(cited.items())))
    assert cites_digest(cited) != cites_digest({"a": "2", "b": "1"})
    assert not is_out_of_date(cited, dict(reversed(cited.items())))
    assert all_settled(["final"])


def test_a_margin_is_counted_in_errors_of_measurement_on_either_side_of_the_cut():
    outcome = {"total": "5", "settings": {"cut": "8", "sem": "2"}}
    assert margin_of(outcome) == Fraction(-3, 2)
    assert margin_of(outcome | {"total": None}) is None
    assert margin_of(None) is None


@pytest.mark.parametrize(
    ("values", "critical", "moderated"),
    [
        ({}, False, False),
        ({"outcome": {"critical_ok": False}}, True, False),
        ({"outcome": {"critical_ok": True}, "agrees": False}, False, True),
        ({"outcome": {"critical_ok": None}, "agrees": True}, False, True),
    ],
)
def test_a_sample_knows_a_critical_failure_and_whether_somebody_looked(values, critical, moderated):
    found = as_sampled(LookedAt(**{"uuid": "p", "exercise": "1", "outcome": None} | values))
    assert (found.critical_failure, found.moderated, found.performance) == (critical, moderated, "p")


def test_a_sample_with_something_to_look_at_or_not_ready_is_not_complete():
    plan = SamplingPlan(share=Fraction(1))
    open_one, waiting = LookedAt("a", "1", None, final=True), LookedAt("b", "1", None)
    seen = LookedAt("c", "1", None, final=True, agrees=False)
    found = {
        name: sample_standing(known, plan, seed="s")
        for name, known in {"open": [seen, open_one], "waits": [waiting, seen], "done": [seen]}.items()
    }
    assert [(one.complete, one.done) for one in found.values()] == [(False, 1), (False, 1), (True, 1)]
    assert (found["open"].to_look_at, found["waits"].not_ready, found["done"].disagreed) == (("a",), ("b",), ("c",))


def test_codes_have_two_figures_and_letters_begin_with_the_first():
    assert [candidate_code(one) for one in (1, 99, 100)] == ["C-01", "C-99", "C-100"]
    assert [assessor_letter(one) for one in (0, 2, 25, 28, 702)] == ["", "B", "Y", "AB", "ZZ"]
