"""Cut scores: published ones, the edges at which there is none, and the exam rule exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.statistics.standards.angoff import angoff_cut, angoff_rounds
from assessments.statistics.standards.borderline import (
    BorderlineSettings,
    CutRefusal,
    QualityLine,
    between_group_share,
    borderline_cut,
    quality_of,
)
from assessments.statistics.standards.decision_consistency import (
    effective_length,
    huynh,
    livingston_lewis,
    peng_subkoviak,
)
from assessments.statistics.standards.exam_rule import ExamFault, ExamRuleSettings, StationScore, exam_outcome
from assessments.statistics.standards.generalizability import Components, components, d_study
from assessments.statistics.standards.moving_cuts import EstimatedCut, MovingSettings, may_move_cut, proposed_cut
from tests.assessments.statistics.published import compare, data_of

JUDGES = [[0.6, 0.7, 0.4], [0.5, 0.8, 0.5], [0.7, 0.9, 0.3]]
SCORES = st.integers(0, 20)


@pytest.mark.reference
def test_angoff_as_constructed():
    found = angoff_cut(data_of("angoff_5x8")["ratings"])
    named = {
        "cut": found.cut,
        "cut_percent": found.cut_percent,
        "se_judges": found.se,
        "ci95": list(found.ci95),
        "judge_cut": list(found.judge_cuts),
        "judge_deviation": list(found.judge_deviations),
        "median_cut": found.median_cut,
        "icc2": found.icc2,
        "icc2k": found.icc2k,
    }
    assert compare("angoff_5x8", {(name,): value for name, value in named.items()}) == []


@pytest.mark.reference
def test_borderline_regression_as_constructed():
    data = data_of("borderline_regression_20")
    found = borderline_cut(data["global_grade"], data["score"], data["borderline_grade"], BorderlineSettings())
    named = {
        "slope": found.slope,
        "intercept": found.intercept,
        "cut": found.cut,
        "r2": found.r2,
        "rmse": found.rmse,
        "se_cut": found.se_cut,
        "inter_grade_discrimination": found.slope,
        "borderline_group_mean": found.borderline_mean,
        "borderline_group_median": found.borderline_median,
        "n_below_cut": found.n_below_cut,
    }
    assert compare("borderline_regression_20", {(name,): value for name, value in named.items()}) == []


@pytest.mark.reference
def test_consistency_of_decisions():
    data = data_of("decision_consistency_ctt20")
    scores, most, cut, reliability = data["scores"], data["max"], data["cut"], data["reliability"]
    two = livingston_lewis(scores, most, cut, reliability, four=False)
    closed, normal = huynh(scores, most, cut), peng_subkoviak(scores, most, cut)
    found = {
        ("effective_test_length",): effective_length(scores, most, reliability),
        ("ll_2p",): {"accuracy": two.accuracy, "consistency": two.consistency, "kappa": two.kappa},
        ("huynh_beta_binomial",): {
            "kr21": closed.kr21,
            "alpha": closed.a,
            "beta": closed.b,
            "p": closed.consistency,
            "kappa": closed.kappa,
        },
    }
    assert compare("decision_consistency_ctt20", found) == []
    assert normal.consistency == pytest.approx(0.79292971, abs=0.002)
    assert normal.kappa == pytest.approx(0.58585425, abs=0.002)


@pytest.mark.reference
def test_generalizability_of_brennan():
    parts = components(data_of("gtheory_brennan_synthetic4")["scores"])
    names = {"p": parts.person, "t": parts.task, "r:t": parts.rater, "pt": parts.person_task, "pr:t,e": parts.residual}
    found = {("variance_components",): names}
    for tasks, raters in ((3, 4), (3, 2), (6, 2), (10, 1), (12, 2)):
        study = d_study(parts, tasks, raters)
        found["d_study", str(tasks), str(raters)] = {
            "rel_error": study.relative_error,
            "abs_error": study.absolute_error,
            "Erho2": study.e_rho2,
            "Phi": study.phi,
        }
    assert compare("gtheory_brennan_synthetic4", found) == []


def test_more_stations_are_better_than_more_raters_at_each():
    parts = Components(0.47, 0.33, 0.65, 0.56, 2.38)
    assert d_study(parts, 10, 1).phi > d_study(parts, 3, 4).phi


def test_no_judge_is_left_out_and_a_small_panel_is_told():
    found = angoff_cut(JUDGES)
    assert found.cut == pytest.approx(1.8)
    assert sum(found.judge_deviations) == pytest.approx(0)
    assert not found.enough_judges


@pytest.mark.parametrize("judgements", [[], [[0.5, 0.6]], [[], []]])
def test_a_cut_needs_two_judges_and_an_item(judgements):
    assert angoff_cut(judgements) is None


def test_of_two_rounds_the_second_counts_and_the_first_is_shown_beside_it():
    second = [[0.6, 0.8, 0.4], [0.6, 0.8, 0.4], [0.6, 0.8, 0.4]]
    found = angoff_rounds(JUDGES, second, [0.55, 0.9, 0.3])
    assert found.moved == pytest.approx((0.1, 0.0, -0.1))
    assert found.second.se == pytest.approx(0)
    assert found.with_facility > 0.9


GRADES, GOOD = [0, 1, 2, 3] * 5, [5, 10, 16, 20] * 5


@pytest.mark.parametrize(
    ("grades", "scores", "refusal"),
    [
        ([2, 2, 2, 2], [10, 12, 14, 11], CutRefusal.NO_VARIANCE),
        ([0, 1, 2, 3], [20, 16, 12, 9], CutRefusal.NEGATIVE_SLOPE),
        ([0, 1, 2, 3], [5, 5, 5, 5], CutRefusal.NEGATIVE_SLOPE),
        (GRADES[:19], GOOD[:19], CutRefusal.TOO_FEW),
        ([], [], CutRefusal.NO_VARIANCE),
    ],
)
def test_a_station_that_cannot_have_a_cut_by_regression_says_why(grades, scores, refusal):
    found = borderline_cut(grades, scores, 1, BorderlineSettings())
    assert (found.refusal, found.cut, found.slope) == (refusal, None, None)


def test_twenty_candidates_are_enough():
    assert borderline_cut(GRADES, GOOD, 1, BorderlineSettings()).refusal is None


@given(st.lists(st.tuples(st.integers(0, 4), SCORES), min_size=20, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_never_matters(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    one, other = (borderline_cut(*zip(*each, strict=True), 1, BorderlineSettings()) for each in (pairs, shuffled))
    assert one.refusal == other.refusal
    assert one.cut is None or one.cut == pytest.approx(other.cut)


def test_a_station_with_a_weak_cut_says_what_speaks_against_it():
    flat = borderline_cut(GRADES, [10, 11, 10, 12] * 5, 1, BorderlineSettings())
    assert quality_of(flat, 30, 0.45, BorderlineSettings()) == tuple(QualityLine)
    assert quality_of(borderline_cut(GRADES, GOOD, 1, BorderlineSettings()), 30, 0.1, BorderlineSettings()) == ()


def test_variance_between_rooms_is_a_share():
    assert between_group_share([1, 1, 3, 3], ["a", "a", "b", "b"]) == pytest.approx(1)
    assert between_group_share([1, 3, 1, 3], ["a", "a", "b", "b"]) == pytest.approx(0)
    assert between_group_share([1, 3], ["a", "a"]) is None
    assert between_group_share([2, 2], ["a", "b"]) is None


def station(score, cut=10, *, critical_failure=False):
    return StationScore(Fraction(score), Fraction(cut), critical_failure)


@pytest.mark.parametrize(
    ("stations", "faults"),
    [
        ([station(11), station(11), station(11), station(11), station(8)], ()),
        ([station(10), station(10), station(11), station(11), station(8)], (ExamFault.TOTAL,)),
        ([station(20), station(20), station(9), station(9), station(9)], (ExamFault.STATIONS,)),
        ([station(20), station(20), station(9), station(9), station(10)], ()),
        ([station(20), station(20), station(20), station(20, critical_failure=True)], (ExamFault.CRITICAL,)),
        ([station(1, critical_failure=True)], tuple(ExamFault)),
    ],
)
def test_an_exam_is_passed_by_points_and_stations_and_without_a_critical_failure(stations, faults):
    outcome = exam_outcome(stations, Fraction(2), ExamRuleSettings())
    assert (outcome.faults, outcome.passed) == (faults, not faults)


def test_sixty_percent_of_eight_stations_are_five():
    outcome = exam_outcome([station(10)] * 8, Fraction(0), ExamRuleSettings())
    assert (outcome.stations_needed, outcome.total, outcome.needed) == (5, 80, 80)


def test_an_exam_without_a_station_has_no_outcome():
    with pytest.raises(ValueError, match="without a station"):
        exam_outcome([], Fraction(0), ExamRuleSettings())


def test_no_cut_is_moved_by_fewer_than_twenty_candidates():
    assert [may_move_cut(n, MovingSettings()) for n in (19, 20)] == [False, True]
    assert proposed_cut(EstimatedCut(12, 0.5), EstimatedCut(14, 0.5), 19, MovingSettings()) is None


def test_from_few_candidates_a_cut_is_drawn_towards_the_approved_one_and_the_surer_one_counts_more():
    found = proposed_cut(EstimatedCut(12, 1), EstimatedCut(14, 0.5), 25, MovingSettings())
    assert found.cut == pytest.approx(13.6)
    assert found.se < 0.5
    assert proposed_cut(EstimatedCut(12, 1), EstimatedCut(14, 0.5), 30, MovingSettings()) == EstimatedCut(12, 1)
    assert proposed_cut(EstimatedCut(12, 1), None, 25, MovingSettings()) == EstimatedCut(12, 1)


@given(st.lists(SCORES, min_size=2, max_size=30), st.integers(1, 20), st.floats(0, 1))
def test_consistency_is_a_share_or_nothing(scores, cut, reliability):
    found = livingston_lewis(scores, 20, cut, reliability)
    assert found is None or (0 <= found.accuracy <= 1 and 0.5 - 1e-9 <= found.consistency <= 1)


@pytest.mark.parametrize("scores", [[10, 10, 10], [10], []])
def test_scores_that_do_not_vary_have_no_consistency(scores):
    assert livingston_lewis(scores, 20, 10, 0.8) is None


def test_components_need_two_persons_tasks_and_raters():
    assert components([[[1.0, 2.0], [2.0, 3.0]]]) is None
    assert components([]) is None
