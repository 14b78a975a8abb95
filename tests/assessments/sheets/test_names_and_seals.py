"""How candidates and assessors are called where names are hidden, and when a sheet is sealed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.sheets.rules.aliases import assessor_letter, candidate_code, shown_as
from assessments.sheets.rules.states import SheetAct, is_sealed


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_assessors_are_lettered_as_columns_of_a_sheet_are(number, letter):
    assert assessor_letter(number) == letter


def test_no_two_assessors_and_no_two_candidates_are_called_alike():
    numbers = range(1, 2000)
    assert len({assessor_letter(one) for one in numbers}) == len(numbers)
    assert len({candidate_code(one) for one in numbers}) == len(numbers)


def test_where_names_are_hidden_the_code_stands_alone():
    assert shown_as("Mercy Banda", candidate_code(7), hidden=True) == "C-07"
    assert shown_as("Mercy Banda", candidate_code(7), hidden=False) == "C-07 Mercy Banda"


@given(st.lists(st.sampled_from(list(SheetAct))))
def test_the_last_seal_or_reopening_decides_and_nothing_else_does(acts):
    deciding = [one for one in acts if one in (SheetAct.SEAL, SheetAct.REOPEN)]
    assert is_sealed(acts) is (deciding[-1:] == [SheetAct.SEAL])
