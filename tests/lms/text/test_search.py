"""Words as they are searched, and the index that finds rows by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.text.search import LONGEST_WORD, MOST_WORDS, fold, search_query, words_in

FOLDED = {
    "Écaille": "ecaille",
    "e\u0301caille": "ecaille",
    "Œuf": "oeuf",
    "ŒUF": "oeuf",
    "oeuf": "oeuf",
    "ﬁn": "fin",
    "Straße": "strasse",
    "ＡＢＣ": "abc",
    "Łódź": "lodz",
    "ช้าง": "ชาง",
}


@pytest.mark.parametrize("text", FOLDED)
def test_case_accents_and_ligatures_make_no_difference(text):
    assert fold(text) == FOLDED[text]


@pytest.mark.parametrize("text", ["l'ivoire", "l’ivoire", "L‘IVOIRE", "d’ivoire", "« ivoire »", "ivoire"])
def test_apostrophes_and_what_is_elided_before_them_make_no_difference(text):
    assert words_in(text) == ["ivoire"]


def test_the_s_of_an_owner_is_no_word():
    assert words_in("the rhino's horn, an elephant’s tusk") == ["the", "rhino", "horn", "an", "elephant", "tusk"]


@pytest.mark.parametrize("text", ["", "   ", "\0", '"', "***", "-:()", "'", "’’’", "🐘", "\u0301"])
def test_signs_alone_are_no_words(text):
    assert search_query(text).words == ()


def test_operators_are_words_like_others():
    assert search_query('NOT "ivory AND (teeth* OR -horn) NEAR title:x').words == (
        "not", "ivory", "and", "teeth", "or", "horn", "near", "title", "x",
    )  # fmt: skip


def test_a_question_is_never_long():
    assert len(search_query(" ".join(f"w{n}" for n in range(500))).words) == MOST_WORDS
    assert search_query("a" * 5000).words == ("a" * LONGEST_WORD,)


def test_a_word_twice_is_asked_once():
    assert search_query("ivory Ivory IVORY").words == ("ivory",)


@pytest.mark.parametrize(
    ("asked", "word", "is_found"),
    [
        ("ivo", "ivory", True),
        ("ivory", "ivory", True),
        ("iv", "ivory", False),  # two letters begin half of all words
        ("iv", "iv", True),
        ("ชา", "ชาง", True),
        ("ivo horn", "ivory", False),  # the last word alone finds what begins with it
        ("horn ivo", "ivory", True),
    ],
)
def test_the_last_word_also_finds_what_begins_with_it(asked, word, is_found):
    assert bool(search_query(asked).found_by(word)) is is_found


@given(st.text())
def test_words_hold_nothing_but_letters_and_digits_and_stay_what_they_are(text):
    words = words_in(text)
    assert all(word.isalnum() for word in words)
    assert words_in(" ".join(words)) == words
