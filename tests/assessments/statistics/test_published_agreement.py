"""Agreement reproduces published values; see the sources in each file."""

import numpy as np
import pytest

from assessments.statistics.agreement.concordance import kendall_w
from assessments.statistics.agreement.intraclass import FORMS, intervals, intraclass, mean_squares
from assessments.statistics.agreement.krippendorff import Level, krippendorff_alpha
from assessments.statistics.agreement.many_markers import (
    agreement_within,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    light_kappa,
)
from assessments.statistics.agreement.tables import Weights, agreement_weights, kappa, weights_of_disagreement
from assessments.statistics.matrices import as_matrix, counts_by_value, from_table, values_of
from tests.assessments.statistics.published import compare, data_of

pytestmark = pytest.mark.reference
PUBLISHED_FORMS = {form: form.replace("(", "").replace(")", "").replace(",", "") for form in FORMS}


def table_of(name):
    return np.array(data_of(name)["table"], dtype=float)


def weighted(table, weights):
    return kappa(table, agreement_weights(np.arange(len(table), dtype=float), weights))


def test_kappa_of_cohen():
    table = table_of("kappa_cohen_1968")
    plain = weighted(table, Weights.NONE)
    given = weights_of_disagreement(np.array(data_of("kappa_cohen_1968")["disagreement_weights"], dtype=float))
    found = {
        ("kappa",): plain.value,
        ("kappa_se",): plain.se,
        ("weighted_kappa", "given disagreement weights"): kappa(table, given).value,
        ("weighted_kappa", "linear"): weighted(table, Weights.LINEAR).value,
        ("weighted_kappa", "quadratic"): weighted(table, Weights.QUADRATIC).value,
    }
    assert compare("kappa_cohen_1968", found) == []


def test_kappa_of_ordered_categories_with_its_error():
    table = table_of("kappa_sexual_fun")
    matrix = as_matrix(from_table(data_of("kappa_sexual_fun")["table"]))
    found = {("exact_agreement",): agreement_within(matrix, 0), ("adjacent_agreement",): agreement_within(matrix, 1)}
    for weights in Weights:
        one = weighted(table, weights)
        found |= {("weighted_kappa", weights): one.value, ("weighted_kappa_ase", weights): one.se}
    assert compare("kappa_sexual_fun", found) == []


def test_high_agreement_with_a_kappa_of_nothing():
    matrix = as_matrix(from_table(data_of("kappa_paradox")["table"]))
    found = {
        ("exact_agreement",): agreement_within(matrix, 0),
        ("kappa",): weighted(table_of("kappa_paradox"), Weights.NONE).value,
        ("gwet_ac1",): gwet_ac(counts_by_value(matrix, values_of(matrix)), np.eye(2)),
    }
    assert compare("kappa_paradox", found) == []


def test_kappa_of_fleiss_and_its_kin():
    counts = data_of("fleiss_1971")["counts"]
    raters = np.array([[value for value, many in enumerate(row) for _ in range(many)] for row in counts], dtype=float)
    fleiss = fleiss_kappa(np.array(counts, dtype=float))
    found = {
        ("fleiss_kappa",): fleiss.value,
        ("fleiss_se0",): fleiss.se0,
        ("fleiss_z",): fleiss.z,
        ("category_kappa",): fleiss.by_category,
        ("exact_kappa_conger",): conger_kappa(raters),
        ("light_kappa",): light_kappa(raters),
    }
    assert compare("fleiss_1971", found) == []


def test_alpha_of_krippendorff_with_missing_ratings():
    observers = data_of("krippendorff_2011")["ratings"]
    matrix = as_matrix(list(zip(*observers, strict=True)))
    found = {("krippendorff_alpha", level): krippendorff_alpha(matrix, level) for level in Level}
    assert compare("krippendorff_2011", found) == []


def test_intraclass_correlations_with_their_intervals():
    matrix = as_matrix(data_of("icc_shrout_fleiss")["ratings"])
    squares = mean_squares(matrix)
    found = {
        ("icc",): {PUBLISHED_FORMS[form]: value for form, value in intraclass(matrix).items()},
        ("icc_ci95",): {PUBLISHED_FORMS[form]: list(ends) for form, ends in intervals(matrix).items()},
        ("mean_squares",): dict(
            zip(
                ("MSR", "MSC", "MSE", "MSW"),
                (squares.rows, squares.columns, squares.error, squares.within),
                strict=True,
            )
        ),
    }
    assert compare("icc_shrout_fleiss", found) == []


def test_concordance_with_and_without_ties():
    matrix = as_matrix(data_of("kendall_w_anxiety")["ratings"])
    found = {
        ("kendall_w", "True"): kendall_w(matrix).w,
        ("kendall_w", "False"): kendall_w(matrix, ties=False).w,
        ("kendall_w_chisq", "True"): kendall_w(matrix).chi_square,
    }
    assert compare("kendall_w_anxiety", found) == []
