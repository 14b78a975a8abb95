"""Typed words: what is compared as the same, and what a slip costs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.kinds.short_text import kind as short_text
from assessments.items.scoring.answers import BadAnswer
from assessments.items.scoring.reviews import Outcome
from assessments.items.scoring.wording import LONGEST, Accepted, distance, fold, is_slip, unlike, with_words_of
from tests.assessments.items.samples import define, try_define
from tests.builders.kind_names import KindName


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Éléphant", "elephant"),
        ("  ivory\u00a0 tusk ", "Ivory tusk"),
        ("cafe\u0301", "CAFÉ"),
        ("Straße", "STRASSE"),
        ("½", "1⁄2"),
        ("l’ivoire", "L'IVOIRE"),
        ("Œuf", "oeuf"),
        ("bœuf", "BOEUF"),
        ("trade–mark", "Trade-mark"),
        ("«ivory».", "ivory"),
        ("Łódź", "lodz"),
        ("i\u00advory", "ivory"),  # a soft hyphen, from a pasted text
        ("ＩＶＯＲＹ", "ivory"),
    ],
)
def test_case_accents_spaces_and_outer_punctuation_are_folded(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("งา", "งิ"), ("हाथी", "हथ"), ("ivory", "ivories"), ("n", "ñandu")])
def test_letters_that_look_like_accents_and_other_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_case_and_accents_count_where_the_item_says_so():
    assert fold("Ivory", case=True) != fold("ivory", case=True)
    assert fold("pêche", accents=True) != fold("péché", accents=True)
    assert fold("PÊCHE", accents=True) == fold("pe\u0302che", accents=True)


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_folding_twice_changes_nothing_more(text, case, accents):
    once = fold(text, case=case, accents=accents)
    assert fold(once, case=case, accents=accents) == once


@given(st.text(alphabet="abcd", max_size=8), st.text(alphabet="abcd", max_size=8))
def test_the_distance_is_even_and_nothing_only_between_equals(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("given", "word", "slip"),
    [
        ("ax", "ox", False),
        ("horm", "horn", False),  # four letters: no slip
        ("ivary", "ivory", True),
        ("iavry", "ivory", False),
        ("pangoiln", "pangolin", True),  # two neighbours changed places
        ("rhinocerso", "rhinoceros", True),
        ("rhonocerso", "rhinoceros", True),  # ten letters: two
        ("rhonocersa", "rhinoceros", False),
        ("appendix 2", "appendix 1", False),  # figures are never slips
    ],
)
def test_how_many_slips_a_word_bears(given, word, slip):
    assert is_slip(given, word) is slip


def test_slips_count_only_where_the_item_allows_them_and_a_word_goes_before_a_slip():
    words = (("pangolin", Fraction(1)), ("pangolins", Fraction(1, 2)))
    assert Accepted(words, typos=True).fraction("pangoli") == Fraction(1)
    assert Accepted(words, typos=True).fraction("Pangolins") == Fraction(1, 2)
    assert Accepted(words).fraction("pangoli") == 0


def test_the_words_of_other_languages_count_unless_the_own_has_them():
    own = Accepted((("ivory", Fraction(1)), ("tooth", Fraction(1, 2))))
    other = Accepted((("ivoire", Fraction(1)), ("Tooth", Fraction(1))))
    both = with_words_of(own, [other])
    assert [both.fraction(word) for word in ("ivory", "Ivoire", "tooth")] == [1, 1, Fraction(1, 2)]
    assert unlike(own, other) == ["Tooth"]


@pytest.mark.parametrize("raw", ["a\0b", "\ud800", 5, ["a"], {"text": "a"}, "x" * (LONGEST + 1), True])
def test_what_is_no_text_or_too_long_is_refused(raw):
    with pytest.raises(BadAnswer):
        short_text.check_answer(define(KindName.SHORT_TEXT), raw)


@pytest.mark.parametrize("raw", [None, "", "   ", "\n\t"])
def test_an_empty_text_is_no_answer(raw):
    assert short_text.check_answer(define(KindName.SHORT_TEXT), raw) is None


def test_a_text_of_the_longest_length_is_taken():
    assert short_text.check_answer(define(KindName.SHORT_TEXT), "x" * LONGEST) == "x" * LONGEST


@pytest.mark.parametrize(
    ("text", "fraction", "outcome"),
    [
        ("Loxodonta Africana", Fraction(1), Outcome.RIGHT),
        ("Loxodnota africana", Fraction(1), Outcome.RIGHT),
        ("loxodonta.", Fraction(1, 2), Outcome.PARTLY),
        ("Elephas", Fraction(0), Outcome.WRONG),
    ],
)
def test_a_short_text_earns_what_its_word_earns(text, fraction, outcome):
    definition = define(KindName.SHORT_TEXT)
    review = short_text.review(definition, short_text.check_answer(definition, text))
    assert (review.fraction, review.outcome) == (fraction, outcome)
    assert [(part.text, part.chosen, part.right) for part in review.parts] == [
        (text, True, fraction == 1),
        ("Loxodonta africana", False, True),
    ]
    assert review.parts[0].partly is (outcome is Outcome.PARTLY)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("typos: true\n", "“accepted” is missing"),
        ("accepted: ivory\n", "must be a list of words"),
        ("accepted: {ivory: 0.5}\n", "No accepted answer earns 1"),
        ("accepted: {ivory: 2}\n", "above 0 and at most 1"),
        ("accepted: [Ivory, ivory]\n", "are compared as the same"),
        ('accepted: [ivory, "..."]\n', "holds no word"),
        (f"accepted: [{'x' * 81}]\n", "longer than 80"),
        (f"accepted: [{', '.join(f'w{n}' for n in range(31))}]\n", "at most 30"),
        ("accepted: [ivory]\ntypo: true\n", "not known here"),
    ],
)
def test_a_fault_of_a_short_text_is_told_with_its_line(text, fault):
    _, faults = try_define(KindName.SHORT_TEXT, text)
    assert any(fault in one.message and one.line > 0 for one in faults), faults
