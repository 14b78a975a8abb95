"""Surface clues are counted exactly, and told as advice with their figures."""

from __future__ import annotations

import json
from math import isclose

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.clues.figures import binomial_p, chi_squared, chi_squared_p
from assessments.items.clues.model import FOLDS, picked_keys
from assessments.items.clues.reading import clues_in
from assessments.items.clues.report import ShownAssertion, ShownQuestions, advice_of, clues_of, picked_words
from assessments.items.clues.surface import ShownChoice, ShownOption, echo, longest, odd_first_word, shortest
from assessments.items.commands import items_group
from assessments.statistics.monitoring import wilson_interval


def choice(*options: str, key: int = 0, stem: str = "What do you do?", name: str = "a") -> ShownChoice:
    shown = tuple(ShownOption(text, place == key, place != key) for place, text in enumerate(options))
    return ShownChoice(name, "exam", stem, shown)


def questions(*choices: ShownChoice, true: int = 0, false: int = 0) -> ShownQuestions:
    statements = [ShownAssertion(str(n), "exam", "It is so.", n < true) for n in range(true + false)]
    return ShownQuestions(choices, statements, {"one-choice": len(choices)}, {"exam": len(choices)})


# chi² and its probabilities: critical values of any table, to three decimals
@pytest.mark.parametrize(
    ("value", "degrees", "p"),
    [
        (3.841, 1, 0.05),
        (5.991, 2, 0.05),
        (7.815, 3, 0.05),
        (9.488, 4, 0.05),
        (16.266, 3, 0.001),
        (0, 3, 1.0),
        (5, 0, 1),
    ],
)
def test_the_probability_of_chi_squared_is_that_of_the_tables(value, degrees, p):
    assert isclose(chi_squared_p(value, degrees), p, abs_tol=5e-4)


def test_chi_squared_of_even_places_is_nought_and_grows_with_distance():
    assert chi_squared([5, 5, 5, 5], [5, 5, 5, 5]) == 0
    assert chi_squared([20, 0, 0, 0], [5, 5, 5, 5]) == 60


@pytest.mark.parametrize(("found", "of", "chance", "p"), [(0, 10, 0.5, 2 / 1024), (5, 10, 0.5, 1.0), (0, 0, 0.5, 1.0)])
def test_the_binomial_probability_is_exact(found, of, chance, p):
    assert isclose(binomial_p(found, of, chance), p)


@given(st.integers(1, 60), st.floats(0, 1))
def test_wilsons_interval_holds_the_share_and_lies_between_nought_and_one(of, part):
    found = round(part * of)
    low, high = wilson_interval(found / of, of)
    assert -1e-12 <= low <= found / of + 1e-12
    assert found / of - 1e-12 <= high <= 1 + 1e-12


def test_what_stands_out_in_an_option():
    one = choice("Hold the crate and call", "Release it", "Release them", "Release all", stem="Which crate is it?")
    assert (longest(one), shortest(one), odd_first_word(one), echo(one)) == ([0], [1], [0], [0])


def test_where_two_first_words_stand_alone_none_is_odd():
    assert odd_first_word(choice("Hold it", "Call home", "Release it", "Release all")) == []


@given(st.lists(st.text("abc ", min_size=1), min_size=3, max_size=5), st.integers(0, 2))
def test_some_option_is_always_longest_and_some_shortest(texts, key):
    one = choice(*texts, key=key)
    assert longest(one)
    assert shortest(one)
    assert len(echo(one)) <= 1


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_keys_are_counted_once_each_at_their_place(places):
    found = clues_of(questions(*(choice("a", "b", "c", "d", key=place) for place in places)))
    assert sum(found.places) == len(places) == found.one_choice
    assert found.places == tuple(places.count(place) for place in range(4))


def test_a_bank_without_clues_gets_no_advice():
    texts = ("Hold the box", "Keep the bag", "Clear it: in order", "Call your chief")
    good = [choice(*texts, key=place % 4, name=str(place)) for place in range(40)]
    assert advice_of(clues_of(questions(*good, true=10, false=10))) == []


@pytest.mark.parametrize(
    ("bank", "words"),
    [
        ([choice("Hold it", "Release the box", "Release the bag", "Release all", key=0)] * 10,
         "begin with “release” are never right: 0 of 30"),
        ([choice("b", "a", "c", "d", key=1)] * 20, "Keys by place: 0, 20, 0, 0"),
        ([choice("Ask for a longer paper", "Wait", "Go", "Run")] * 20, "The key is the longest option in 20 of 20"),
        ([choice("Hold it", "Never hold it", "Always go", "Only ask")] * 20, "stand in 0.0% of the keys"),
        ([choice("Hold it", "Ask him", "Call her", "Wait")] * 20, "Of 20 decisions 0 end in letting go"),
        ([choice("Measure the crate", "Ask", "Call", "Wait", stem="How do you measure a crate?")] * 20,
         "alone repeats most words of the question is the key in 20 of 20"),
        ([choice("Hold it", "Release a", "Release b", "Release c")] * 20, "begins with another word in 20 of 20"),
    ],
)  # fmt: skip
def test_each_planted_clue_is_told_with_its_figures(bank, words):
    assert any(words in one for one in advice_of(clues_of(questions(*bank)))), advice_of(clues_of(questions(*bank)))


def test_wrong_options_that_do_not_say_why_are_counted():
    silent = ShownChoice("b", "exam", "What now?", (ShownOption("Hold it", True), ShownOption("Accept it", False)))
    advice = advice_of(clues_of(questions(choice("Ask", "Accept", "Wait", "Go"), silent)))
    assert any(one.startswith("1 of 4 wrong options do not say why they are wrong.") for one in advice)


def test_statements_that_are_mostly_false_are_told():
    assert "Of 39 statements 30 are false" in " ".join(advice_of(clues_of(questions(true=9, false=30))))


def numbered(made, count=60):
    return [made(number) for number in range(count)]


def test_the_model_finds_a_clue_that_it_could_learn_from_other_questions():
    bank = numbered(lambda n: choice("Hold the box", "Release it", "Release all", "Release some", key=0, name=f"q{n}"))
    assert picked_keys(bank).found == len(bank)


def test_the_model_picks_what_chance_gives_where_all_options_look_alike():
    bank = numbered(lambda n: choice(f"a{n}", f"b{n}", f"c{n}", f"d{n}", key=n % 4, name=f"q{n}"))
    picked = picked_keys(bank)
    assert (picked.of, picked.by_chance, picked.found) == (60, 15, 15)


def test_the_model_says_the_same_each_time_whatever_the_order_of_the_questions():
    bank = numbered(lambda n: choice("Hold the box", "Ask", "Release it", "Call", key=n % 3, name=f"q{n}"), 3 * FOLDS)
    assert picked_keys(bank) == picked_keys(bank[::-1])


def test_of_no_question_the_model_says_nothing():
    assert picked_words(picked_keys([])) == "There is no one-choice question to look at."


ITEMS = """- id: exam-a-1
  kind: one-choice
  use: exam
  topic: t
  lesson: l
  stem: "A box is late. What do you do?"
  options:
    - {id: a, text: "Hold it", right: true}
    - {id: b, text: "Release it"}
    - {id: c, text: "Release all"}
  explain: "So."
  sources: [S1]
- id: exam-a-2
  kind: true-false
  use: exam
  topic: t
  lesson: l
  stem: "It is so."
  answer: false
  explain: "No."
  sources: [S1]
"""


def test_a_folder_is_read_in_the_language_of_its_course():
    found = clues_in({"questions/a.yaml": ITEMS.encode(), "fr/questions/a.yaml": ITEMS.encode()})
    assert (found.questions, found.one_choice, found.false, found.decisions, found.releases) == (2, 1, 1, 1, 0)
    assert found.levels == {"judge": 1, "remember": 1}


def test_the_command_gives_figures_for_each_course_and_for_all(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "questions").mkdir(parents=True)
        (tmp_path / name / "questions" / "a.yaml").write_text(ITEMS)
    answer = CliRunner().invoke(items_group, ["clues", str(tmp_path / "one"), str(tmp_path / "two"), "--json"])
    document = json.loads(answer.output)
    assert (answer.exit_code, list(document)) == (0, ["one", "two", "all"])
    assert document["all"]["one_choice"] == document["all"]["model"]["of"] == 2
    told = CliRunner().invoke(items_group, ["clues", str(tmp_path / "one"), "--no-model"]).output
    assert "one: 2 questions, 1 of them one-choice" in told
    assert "A model" not in told
