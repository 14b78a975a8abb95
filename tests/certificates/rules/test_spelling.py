"""Which names a machine takes for one name in two spellings, and what it leaves to a person."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from certificates.credentials.rules.spelling import Doubt, doubts, spelled_alike, titles_added
from tests.builders.people import NOW

LETTERS = "abdefghijklmnoprstuvwyz"
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030c\u0323\u0327"
words = st.lists(st.text(alphabet=LETTERS, min_size=2, max_size=8), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("wished", "checked"),
    [
        ("Ngozi Okafor", "Ngozi Okafor"),
        ("OKAFOR Ngozi", "Ngozi Okafor"),
        ("Nguyễn Thị Hoa", "NGUYEN THI HOA"),
        ("Jean Pierre Dupont", "Jean-Pierre Dupont"),
        ("DUPONT Jeanpierre", "Jean-Pierre Dupont"),
        ("Amelie Angstrom-Nunez", "Amélie Ångström Núñez"),
        ("Ewa Lodz", "Ewa Łódź"),
        ("Maria dos Santos da Silva e Souza Lima", "MARIA DOS SANTOS DA SILVA E SOUZA LIMA"),
        ("Máire O'Brien", "Máire O’Brien"),
    ],
)
def test_accents_case_order_hyphens_and_spaces_make_no_other_name(wished, checked):
    assert spelled_alike(wished, checked)


@pytest.mark.parametrize(
    ("wished", "checked"),
    [
        ("Eve Mallory", "Malee Srisuk"),
        ("Grace Wambui", "James Kiprono"),
        ("Malee", "Malee Srisuk"),
        ("Malee Srisuk Srisuk", "Malee Srisuk"),
        ("Ngozi A. Okafor", "Ngozi Okafor"),
        ("Ngozi Okafour", "Ngozi Okafor"),
        ("Dr Ngozi Okafor", "Ngozi Okafor"),
        ("Mallee Srisuk", "Malee Srissuk"),
        ("Nora Silva", "Aron Silva"),  # the same letters
        ("Мalee Srisuk", "Malee Srisuk"),  # a Cyrillic letter that looks the same
    ],
)
def test_anything_else_is_another_name(wished, checked):
    assert not spelled_alike(wished, checked)


@settings(deadline=None)
@given(words, st.randoms(use_true_random=False))
def test_every_spelling_that_is_allowed_is_taken(parts, chance):
    turned = list(parts)
    chance.shuffle(turned)
    spelled = [
        "".join(
            unicodedata.normalize("NFC", letter + chance.choice(ACCENTS)) if chance.random() < 0.3 else letter
            for letter in (word.upper() if chance.random() < 0.5 else word.title())
        )
        for word in turned
    ]
    wished = spelled[0] + "".join(chance.choice([" ", "-", ""]) + word for word in spelled[1:])
    assert spelled_alike(wished, " ".join(parts))
    assert spelled_alike(" ".join(parts), wished)


@settings(deadline=None)
@given(words, st.data())
def test_a_letter_more_less_or_another_is_never_taken(parts, data):
    name = " ".join(parts)
    place = data.draw(st.sampled_from([n for n, sign in enumerate(name) if sign != " "]))
    letter = data.draw(st.sampled_from(LETTERS))
    assume(letter != name[place])
    for wished in (name[:place] + letter + name[place + 1 :], name[:place] + letter + name[place:]):
        assert not spelled_alike(wished, name)
    assert not spelled_alike(name[:place] + name[place + 1 :], name)


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_the_comparing_is_the_same_both_ways_and_ends_for_every_text(one, other):
    assert spelled_alike(one, other) == spelled_alike(other, one)
    assert titles_added(one, one) == ()


@settings(deadline=None)
@given(words, words)
def test_two_names_of_different_letters_are_two(one, other):
    assume(sorted("".join(one)) != sorted("".join(other)))
    assert not spelled_alike(" ".join(one), " ".join(other))


@pytest.mark.parametrize(
    ("wished", "titles"),
    [
        ("Dr. Ngozi Okafor", ("Dr.",)),
        ("Ngozi Okafor PhD", ("PhD",)),
        ("Ngozi Okafor, Ph.D.", ("Ph.D.",)),
        ("Grace Ngozi Okafor Director General", ()),
        ("Ngozi Okafor Director General", ("Director", "General")),
        ("Ngozi Okafor Director-General", ("Director", "General")),
        ("Mme Ngozi Okafor", ("Mme",)),
        ("Eng Ngozi Okafor", ()),  # somewhere a name: for a person to judge
        ("Md Ngozi Okafor", ()),
        ("Ngozi Okafor", ()),
    ],
)
def test_titles_are_told_from_names(wished, titles):
    assert titles_added(wished, "Ngozi Okafor") == titles


def test_a_word_that_stands_in_the_checked_name_is_no_title():
    assert titles_added("Prince General Okafor", "Prince General Okafor") == ()


def judged(latin="Malee Srisuk", local="", **more):
    values = {"name": "Malee Srisuk", "local_name": "", "named_at": None, "earned_at": NOW} | more
    return doubts(latin, local, **values)


def test_a_spelling_of_the_checked_name_needs_nobody():
    assert judged("SRISUK Málee") == set()


def test_another_name_needs_somebody():
    assert judged("Eve Mallory") == {Doubt.LATIN}


def test_a_name_in_another_script_stands_checked_or_waits():
    assert judged(local="มาลี ศรีสุข", local_name="มาลี ศรีสุข") == set()
    assert judged(local="มาลี ศรีสุข") == {Doubt.LOCAL}
    assert judged(local="มาลี ศรีสุด", local_name="มาลี ศรีสุข") == {Doubt.LOCAL}
    assert judged(local="ΑΝΑ", local_name="Ανα") == {Doubt.LOCAL}  # no machine folds what it cannot judge


def test_an_account_whose_name_is_in_another_script_leaves_its_latin_name_to_a_person():
    assert judged("Malee Srisuk", "มาลี ศรีสุข", name="มาลี ศรีสุข") == {Doubt.LATIN}


def test_a_name_given_and_checked_by_one_person_after_the_exam_needs_another():
    second = timedelta(seconds=1)
    assert judged(named_at=NOW + second) == {Doubt.RENAMED}
    assert judged(named_at=NOW) == set()
    assert judged(named_at=NOW - second) == set()
