"""Words without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.scoring import wording
from lms.accents import without_accents
from lms.text import search


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Éléphant", "Elephant"),
        ("proteção", "protecao"),
        ("Øresund, Łódź, Đông", "Oresund, Lodz, Dong"),
        ("cœur", "cœur"),  # a ligature is no accent
        ("ἐλέφας", "ελεφας"),
        ("", ""),
    ],
)
def test_accents_go_and_letters_stay(text, bare):
    assert without_accents(text) == bare
    assert without_accents(bare) == bare


def test_vowel_signs_of_other_scripts_go_only_when_asked():
    assert without_accents("हाथी") == "हाथी"
    assert without_accents("हाथी", every_script=True) == "हथ"


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=30))
def test_search_and_typed_answers_do_not_see_accents_of_latin_letters(text):
    bare = without_accents(text)
    assert search.fold(bare) == search.fold(text)
    assert wording.fold(bare) == wording.fold(text)
