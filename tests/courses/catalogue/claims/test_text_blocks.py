"""A Markdown text falls into blocks, each with the text beside it that carries it."""

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.claims.text_blocks import BlockKind, text_blocks_of

TEXT = """\
First line.
Second line.

## A heading

Before the list. These are asked for:

- one
  more of one
    - inside one
- two

Sentence one. The table says.[^S1]

| Kind | Number |
|---|---|
| Caviar | 125 g |
| Shells | 3 |

It is from the law.[^S2] And more.
"""


def blocks():
    return {one.text: one for one in text_blocks_of(TEXT)}


def test_each_block_has_its_kind_and_its_line():
    assert [(one.kind.value, one.line) for one in text_blocks_of(TEXT)] == [
        ("paragraph", 1), ("heading", 4), ("paragraph", 6), ("item", 8), ("item", 10), ("item", 11),
        ("paragraph", 13), ("row", 17), ("row", 18), ("paragraph", 20),
    ]  # fmt: skip


def test_lines_of_one_block_are_joined():
    found = blocks()
    assert "First line. Second line." in found
    assert "one more of one" in found


def test_the_first_line_of_a_table_only_names_its_columns():
    assert not any("Kind" in text for text in blocks())


def test_a_list_is_carried_by_the_sentence_that_opens_it_and_an_inner_item_by_its_outer_one():
    found = blocks()
    assert found["two"].beside == "These are asked for:"
    assert found["inside one"].beside == "These are asked for: one more of one"


def test_a_table_is_carried_by_the_sentences_directly_before_and_after_it():
    assert blocks()["Caviar | 125 g"].beside == "The table says.[^S1] It is from the law.[^S2]"


def test_a_paragraph_is_carried_by_itself_alone():
    assert {one.beside for one in text_blocks_of(TEXT) if one.kind is BlockKind.PARAGRAPH} == {""}


def test_a_heading_between_parts_a_list_from_what_stood_before():
    assert text_blocks_of("Rules.[^S1]\n\n## Others\n\n- one")[-1].beside == ""


def test_a_place_and_the_number_of_an_article_end_no_sentence():
    opening = "Two kinds stay outside:[^LS10:preamble][^LW1:Art. VII.3]"
    assert text_blocks_of(f"Read Art. VII first. {opening}\n\n- one")[-1].beside == opening


@given(st.text(st.sampled_from("ab|-*#:. \n\t1[]^"), max_size=200))
def test_no_word_is_lost_and_lines_only_go_on(text):
    found = text_blocks_of(text)
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert all(1 <= one.line <= text.count("\n") + 1 for one in found)
