"""What a question says of the world is carried by its sources, and lists that change have their day."""

from datetime import date

import pytest

from assessments.exams.services.loading import Questions
from assessments.items.content.bundle import Surroundings, read_items
from assessments.items.content.reading import question_texts
from courses.api import CourseFacts
from tests.builders.sources import own, source

KNOWN = {
    "A1": source("A1"),
    "C1": source("C1", "C", ["A newspaper"]),
    "C2": source("C2", "C", ["A charity"]),
    "D1": source("D1", "D"),
    "T": own(),
}
ITEM = """\
- id: {use}-marine-001
  kind: true-false
  use: {use}
  topic: marine
  lesson: fins
  stem: "{stem}"
  answer: true
  explain: "{explain}"
  sources: [{sources}]
{more}"""
LISTED = "The whale shark is in Appendix I."


def read(use="exam", stem="Is this so?", explain=LISTED, sources="A1", more="  until: 2027-12-31\n"):
    """The item of a folder that holds it alone, and what is said of it."""
    text = ITEM.format(use=use, stem=stem, explain=explain, sources=sources, more=more)
    items, problems = read_items({"questions/one.yaml": text.encode()}, Surroundings({"fins": "first"}, KNOWN))
    return items[0], [one.message for one in problems]


@pytest.mark.parametrize("sources", ["A1", '"A1:Art. III"', "C1, C2", "C1, A1", "T"])
def test_these_sources_carry_a_question(sources):
    assert read(sources=sources)[1] == []


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ("C1", "rests on one report alone (grade C), so it is not asked"),
        ("C1, T", "rests on one report alone (grade C), so it is not asked"),
        ("D1, A1", "The source “D1” has grade D"),
        ('"X9:Art. III"', "There is no source “X9” in sources.yaml"),
    ],
)
def test_these_do_not(sources, words):
    assert [words in told for told in read(sources=sources)[1]] == [True]


def test_one_report_carries_what_is_no_claim():
    assert read(explain="It has spots.", sources="C1")[1] == []


@pytest.mark.parametrize("use", ["exam", "checkpoint", "gain"])
def test_a_question_that_names_an_appendix_has_a_last_day(use):
    assert ["Give it “until”" in told for told in read(use, more="")[1]] == [True]
    assert ["Give it “until”" in told for told in read(use, stem=LISTED, explain="So.", more="")[1]] == [True]
    assert read(use)[1] == []
    assert read(use, explain="It has spots.", more="")[1] == []


def test_a_practice_question_is_mended_with_its_lesson():
    assert read("practice", more="")[1] == []


def test_whoever_signs_a_question_signs_the_sources_of_its_explanation_too():
    text = ITEM.format(use="exam", stem="Is this so?", explain="It has spots.[^T:p. 2]", sources="A1", more="")
    (found,) = question_texts({"questions/one.yaml": text.encode()})
    assert found.sources == ("A1", "T:p. 2")


def test_references_of_an_explanation_are_sources_and_no_text():
    item, told = read(explain=f"{LISTED}[^A1:App. I] It has spots [^T].")
    assert told == []
    assert item.explain == f"{LISTED} It has spots."
    assert item.sources == ("A1", "A1:App. I", "T")
    assert item.codes == {"A1", "T"}


@pytest.mark.parametrize("broken", [{"stem": "Is this so?[^A1]"}, {"explain": "So.[^A1"}])
def test_a_reference_stands_in_no_other_text_and_is_whole(broken):
    assert ["A reference stands in “explain”" in told for told in read(**broken)[1]] == [True]


def test_courses_are_told_what_each_question_says_and_rests_on():
    text = ITEM.format(use="exam", stem="Is this so?", explain=LISTED, sources='"A1:Art. III"', more="")
    facts = CourseFacts("s", {"fins": "first"}, KNOWN, {}, (), (), None)
    (said,) = Questions().statements({"questions/one.yaml": text.encode()}, facts)
    assert (said.file, said.line, said.name, said.lesson) == ("questions/one.yaml", 1, "exam-marine-001", "fins")
    assert [str(one) for one in said.references] == ["A1:Art. III"]
    assert said.is_claim
    assert date(2027, 12, 31) == read()[0].until
