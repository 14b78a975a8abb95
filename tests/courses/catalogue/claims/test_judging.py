"""Which sources carry a claim, and which do not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.claims.judging import Statement, StatementKind, claim_faults, reading_faults
from courses.catalogue.claims.references import references_in
from courses.catalogue.claims.source import (
    SourceGrade,
    SourceRead,
    rests_on_one_report,
    source_as_data,
    source_from_data,
)
from tests.builders.sources import own, source

KNOWN = {
    "A1": source("A1"),
    "B1": source("B1", "B", ["One body", "Another body"]),
    "C1": source("C1", "C", ["A newspaper"]),
    "C2": source("C2", "C", ["a Newspaper"]),
    "C3": source("C3", "C", ["A charity"]),
    "D1": source("D1", "D"),
    "W1": source("W1", "W"),
    "T": own(),
}
SAID = "Reported: it is in Appendix I. Check the Checklist."
SOURCES = st.lists(st.sampled_from(sorted(KNOWN)), max_size=5).map(lambda codes: [KNOWN[code] for code in codes])


def faults(text, kind=StatementKind.PARAGRAPH, around=""):
    said = Statement(kind, "lessons/a.md", 1, text, references_in(text) or references_in(around), around=around)
    return list(claim_faults(said, KNOWN, "sources.yaml"))


@pytest.mark.parametrize("codes", ["A1", "B1", "W1", "C1:p. 2][^C3", "C1][^A1", "W1][^T"])
def test_these_carry_a_claim_in_a_lesson_and_in_a_question(codes):
    text = f"It is in Appendix I.[^{codes}]"
    assert faults(text) == []
    assert faults(text, StatementKind.QUESTION) == []


@pytest.mark.parametrize("kind", [StatementKind.CASE, StatementKind.QUESTION])
def test_what_was_made_for_the_course_carries_what_is_invented(kind):
    assert faults("The permit says Appendix I.[^T]", kind) == []


def test_elsewhere_it_carries_figures_and_no_law():
    assert faults("Say that a box holds 10 kg.[^T]") == []
    assert ["made for this course alone" in told for told in faults("It is in Appendix I.[^T]")] == [True]


@pytest.mark.parametrize("codes", ["C1", "C1][^C2", "C1][^T"])
def test_one_report_carries_nothing_but_what_is_said_to_be_reported(codes):
    assert "one report alone" in faults(f"It is in Appendix I.[^{codes}]")[0]
    assert faults(f"{SAID}[^{codes}]") == []
    assert "is not asked" in faults(f"{SAID}[^{codes}]", StatementKind.QUESTION)[0]


def test_what_the_block_says_is_said_of_each_of_its_rows():
    around = "As reported. Check the Checklist.[^C1]"
    assert faults("Shark | I", StatementKind.ROW, around) == []


@pytest.mark.parametrize("kind", [StatementKind.FIGURE, StatementKind.WORD, StatementKind.CASE])
def test_a_claim_without_a_source_is_told_where_to_write_one(kind):
    (told,) = faults("It is in Appendix I.", kind)
    assert "Appendix I" in told
    assert "CODE" in told


def test_a_text_without_a_claim_needs_no_source():
    assert faults("Look twice.") == []
    assert faults("Look twice.[^C1]") == []


@pytest.mark.parametrize(("code", "words"), [("X9", "There is no source “X9”"), ("D1", "grade D")])
def test_a_code_that_is_not_there_and_one_from_memory_are_refused_under_anything(code, words):
    assert [words in told for told in faults(f"Look twice.[^{code}]")] == [True]


@given(SOURCES)
def test_order_and_what_is_own_change_nothing(found):
    assert rests_on_one_report(found) == rests_on_one_report(found[::-1])
    facts = [one for one in found if not one.is_own]
    assert rests_on_one_report(found) == rests_on_one_report(facts)


@given(SOURCES, st.sampled_from(["A1", "B1", "W1"]))
def test_whatever_stands_beside_a_better_source_does_not_stand_alone(found, better):
    assert not rests_on_one_report([*found, KNOWN[better]])


@given(SOURCES)
def test_a_report_alone_is_one_body_and_nothing_better(found):
    facts = [one for one in found if not one.is_own]
    bodies = {name.casefold() for one in facts for name in one.body}
    alone = bool(facts) and all(one.grade is SourceGrade.ONE_REPORT for one in facts) and len(bodies) == 1
    assert rests_on_one_report(found) is alone


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_a_source_is_overdue_from_the_day_after(due, days):
    one = source("S1", next_reading=due)
    assert bool(list(reading_faults(one, due + timedelta(days)))) is (days > 0)


def test_a_reading_of_tomorrow_is_refused():
    one = source("S1", read=SourceRead.SOURCE, read_on=date(2027, 1, 2), read_by="A. Reader, customs", sheet="")
    assert "has not come" in next(reading_faults(one, date(2027, 1, 1)))
    assert list(reading_faults(one, date(2027, 1, 2))) == []


@given(st.sampled_from(sorted(KNOWN)), st.one_of(st.none(), st.dates()), st.text(max_size=20))
def test_a_source_that_was_stored_is_the_source(code, day, words):
    one = source(code, next_reading=day, address=words, place=words, newer=words)
    assert source_from_data(source_as_data(one)) == one
    assert source_from_data(source_as_data(KNOWN[code])) == KNOWN[code]
