"""Rules of printed quizzes: codes that notice a slip, steps of two people, what differs, text for paper."""

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from assessments.exams.printed.pages.blocks import BLOCKS
from assessments.exams.printed.pages.named_fields import forms_of, with_names
from assessments.exams.printed.rules.answers import keying_hash
from assessments.exams.printed.rules.codes import LENGTH, check_digit, draw_sheet_code, is_sheet_code, normal_sheet_code
from assessments.exams.printed.rules.inline import inline_runs, plain_text
from assessments.exams.printed.rules.kinds import ON_PAPER
from assessments.exams.printed.rules.sheets import (
    KeyingRefusal,
    KeyingStep,
    SheetState,
    differences,
    refuse_keying,
    settled_answers,
    sheet_state,
)
from assessments.exams.printed.rules.squares import ACROSS, NoSquare, Squares
from assessments.items.kinds.registry import KINDS
from lms.text.codes import CODE_LETTERS

SIGN = st.sampled_from(CODE_LETTERS)
CODES = (
    st.lists(SIGN, min_size=LENGTH - 1, max_size=LENGTH - 1).map("".join).map(lambda signs: signs + check_digit(signs))
)
ANSWERS = st.dictionaries(st.integers(1, 9).map(str), st.sampled_from(["a", "b", ["a", "b"], True, {"x": "y"}]))


def test_a_drawn_code_is_one():
    signs = iter("K7MX42P")
    assert is_sheet_code(draw_sheet_code(lambda _letters: next(signs)))


def test_the_check_digit_of_a_printed_code_stays_what_it_is():
    assert [check_digit(signs) for signs in ("K7MX42P", "2222222", "3222222")] == ["Z", "2", "4"]


@given(CODES, st.integers(0, LENGTH - 1), SIGN)
def test_one_wrong_sign_is_always_noticed(code, place, sign):
    other = code[:place] + sign + code[place + 1 :]
    assert is_sheet_code(other) == (other == code)


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_that_changed_places_are_always_noticed(code, place):
    other = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_sheet_code(other) == (other == code)


@pytest.mark.parametrize("typed", ["", "K7MX-42P", "O0I1-LLLL", "K7MX 42PD 2", "ทดสอบสิบ"])
def test_what_is_no_code_is_none(typed):
    assert not is_sheet_code(normal_sheet_code(typed))


@given(CODES)
def test_hyphens_spaces_and_small_letters_do_not_matter(code):
    assert normal_sheet_code(f" {code[:4].lower()}-{code[4:]} ") == code


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), SheetState.PRINTED),
        ((KeyingStep.FIRST,), SheetState.KEYED),
        ((KeyingStep.FIRST, KeyingStep.SECOND), SheetState.DIFFERS),
    ],
)
def test_an_open_sheet_is_where_its_keyings_are(steps, state):
    assert sheet_state(steps, is_open=True, counts=True) is state


@pytest.mark.parametrize(("counts", "state"), [(True, SheetState.HANDED_IN), (False, SheetState.GIVEN_UP)])
def test_a_closed_sheet_is_submitted_or_given_up(counts, state):
    assert sheet_state((KeyingStep.FIRST,), is_open=False, counts=counts) is state


@pytest.mark.parametrize(
    ("state", "actor", "first", "refusal"),
    [
        (SheetState.PRINTED, 7, None, KeyingRefusal.OWN),
        (SheetState.KEYED, 7, 1, KeyingRefusal.OWN),
        (SheetState.KEYED, 1, 1, KeyingRefusal.SAME_PERSON),
        (SheetState.DIFFERS, 1, 1, KeyingRefusal.SAME_PERSON),
        (SheetState.DIFFERS, 2, 1, None),
        (SheetState.PRINTED, 1, None, None),
        (SheetState.HANDED_IN, 2, 1, KeyingRefusal.DONE),
        (SheetState.GIVEN_UP, 2, None, KeyingRefusal.DONE),
    ],
)
def test_neither_the_officer_nor_the_first_person_checks(state, actor, first, refusal):
    assert refuse_keying(state, actor, 7, first) is refusal


@given(ANSWERS, ANSWERS)
def test_what_differs_is_the_same_from_both_sides_and_in_order(one, other):
    found = differences(one, other)
    assert found == differences(other, one)
    assert all(a < b for a, b in pairwise(found))
    assert (found == []) == (one == other)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_settling_changes_only_what_differed(first, second, paper):
    differing = differences(first, second)
    counts = settled_answers(second, paper, differing)
    for place in map(str, range(1, 10)):
        source = paper if int(place) in differing else second
        assert counts.get(place) == source.get(place)


def test_styles_become_runs_and_entities_become_signs():
    html = "A &lt;b&gt; <strong>bold</strong> x<sub>2</sub>"
    assert inline_runs(html) == [
        {"text": "A <b> ", "style": ""},
        {"text": "bold", "style": "strong"},
        {"text": " x", "style": ""},
        {"text": "2", "style": "sub"},
    ]
    assert plain_text("one<br>two") == "one two"


def test_lines_break_between_paragraphs_items_and_where_it_says_so():
    found = inline_runs("<p>one</p><ul><li>two</li></ul>x<br>y")
    assert "".join(run["text"] for run in found) == "one\n\ntwox\ny".replace("\n\n", "\n")
    assert {run["style"] for run in found} == {""}


def test_a_style_inside_another_ends_before_it_and_one_that_never_began_ends_nothing():
    found = inline_runs("a</em>b<strong>c<em>d</em>e</strong>f")
    assert [(run["text"], run["style"]) for run in found] == [
        ("a", ""), ("b", ""), ("c", "strong"), ("d", "em"), ("e", "strong"), ("f", "")
    ]  # fmt: skip


def test_what_was_keyed_in_has_one_hash_however_it_is_ordered_and_another_for_each_step_and_sheet():
    answers = {"2": "café", "1": ["a", "b"]}
    known = keying_hash(7, "first", answers)
    assert known == keying_hash(7, "first", dict(reversed(answers.items())))
    assert known == sha256('7\0first\0{"1":["a","b"],"2":"café"}'.encode()).hexdigest()
    others = [keying_hash(8, "first", answers), keying_hash(7, "second", answers), keying_hash(7, "first", {})]
    assert len({known, *others}) == 4


def test_names_of_fields_are_set_behind_their_question_and_read_back():
    html = Markup('<p>Say name="x" &amp; go</p><input type="radio" name="answer" value="a"><select name="place-b">')
    said = with_names(html, "q3-")
    assert 'Say name="x" &amp; go' in said
    assert 'name="q3-answer"' in said
    assert 'name="q3-place-b"' in said
    sent = {"q3-answer": ["a"], "q12-place-b": ["2"], "csrf_token": ["t"], "q-x": ["1"]}
    assert forms_of(sent) == {3: {"answer": ["a"]}, 12: {"place-b": ["2"]}}


def test_every_kind_is_printed_or_said_not_to_be():
    assert set(BLOCKS) == ON_PAPER == {one.name for one in KINDS}


SIZES = st.tuples(st.integers(64, 2000), st.integers(40, 1500))


@given(SIZES, st.lists(st.tuples(st.integers(0, ACROSS - 1), st.integers(0, 400)), max_size=6))
def test_the_middle_of_a_square_lies_in_it(size, places):
    squares = Squares(*size)
    names = {f"{squares.columns[column]}{row % squares.down + 1}" for column, row in places}
    middles = squares.middles(", ".join(sorted(names)))
    assert set(squares.named(middles)) == names
    assert all(0 <= x <= squares.width and 0 <= y <= squares.height for x, y in middles)


def test_order_case_and_what_stands_between_do_not_matter():
    squares = Squares(640, 300)
    assert squares.middles("c4; AF12") == squares.middles(" AF12 C 4 c4") == [[50, 70], [630, 230]]
    assert squares.middles("  ") == []


def test_a_point_on_a_line_lies_in_the_square_after_it_save_at_the_edge_and_the_last_row_may_be_cut():
    squares = Squares(640, 310)
    points = [(0, 0), (20, 20), (19.9, 299.9), (640, 310), (520, 0)]
    assert squares.named(points) == ["A1", "B2", "A15", "AF16", "AA1"]
    assert squares.middles("A16") == [[10, 305]]
    assert (Squares(640, 300).down, squares.down) == (15, 16)


@pytest.mark.parametrize("typed", ["C16", "AG1", "C0", "4C", "C", "C4 and D5", "ฃ4"])
def test_what_names_no_square_is_said(typed):
    with pytest.raises(NoSquare):
        Squares(640, 300).middles(typed)
