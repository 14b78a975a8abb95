"""How a piece stands after any readings, what is missing before it is published, and two texts side by side."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.course_folder.bundle import Bundle
from courses.catalogue.course_folder.files import SOURCES, Folder
from courses.catalogue.review.pieces import described, sources_of
from courses.catalogue.review.rules.differences import SentenceChange, side_by_side
from courses.catalogue.review.rules.standing import (
    Need,
    PieceContent,
    PieceState,
    ReviewVerdict,
    SpecialistReading,
    missing,
    newest_of_each,
    sources_changed,
    standing_of,
)
from tests.builders.sources import source

THEN = datetime(2026, 11, 1, tzinfo=UTC)
LAW, SPECIES = "law-specialist", "species-specialist"
PIECE = PieceContent("t1", {"S1": "a", "S2": "b"}, (date(2027, 6, 30), date(2027, 1, 31)))


def reading(by=1, verdict=ReviewVerdict.SIGNED, *, text="t1", days=0, rights=(LAW,), **sources):
    known = dict(PIECE.sources) | sources
    return SpecialistReading(by, "Lawyer", frozenset(rights), verdict, text, known, THEN + timedelta(days=days))


def returned(by=1, **more):
    return reading(by, ReviewVerdict.RETURNED, **more)


def state(*readings, piece=PIECE):
    return standing_of(piece, readings).state


def test_what_nobody_read_was_never_checked_and_its_next_check_is_the_earliest_of_its_sources():
    standing = standing_of(PIECE, ())
    assert (standing.state, standing.next_check) == (PieceState.NEVER, date(2027, 1, 31))
    assert standing_of(PieceContent("t1", {}), ()).next_check is None


def test_a_signature_on_this_text_and_these_sources_makes_it_checked():
    assert state(reading()) is PieceState.CHECKED


def test_another_text_or_another_source_makes_it_not_checked_since():
    of_text, of_source = standing_of(PIECE, [reading(text="t0")]), standing_of(PIECE, [reading(S2="old")])
    assert (of_text.state, of_text.text_changed, of_text.sources_changed) == (PieceState.CHANGED, True, ())
    assert (of_source.state, of_source.text_changed, of_source.sources_changed) == (PieceState.CHANGED, False, ("S2",))


def test_a_source_that_came_or_went_is_a_change():
    assert sources_changed({"A": "1", "B": "2"}, {"B": "2", "C": "3"}) == ("A", "C")


def test_a_text_that_changed_back_is_checked_again():
    assert state(reading(text="t1"), piece=PIECE) is PieceState.CHECKED


def test_a_return_stands_whoever_else_signs_until_its_person_signs_or_the_text_changes():
    assert state(returned(1), reading(2, days=1)) is PieceState.RETURNED
    assert state(returned(1), reading(1, days=1)) is PieceState.CHECKED
    assert state(returned(1, text="t0"), reading(2)) is PieceState.CHECKED
    assert state(returned(1, text="t0")) is PieceState.NEVER
    assert state(reading(2, text="t0"), returned(1, text="t0", days=1)) is PieceState.CHANGED


def test_of_each_person_the_newest_reading_counts_and_of_two_at_once_the_later_one():
    first, second = reading(1), returned(1)
    assert newest_of_each([first, second]) == [second]
    assert newest_of_each([reading(1, days=2), reading(1), reading(2, days=1)])[0].at == THEN + timedelta(days=2)


READINGS = st.lists(
    st.builds(
        reading,
        by=st.integers(1, 3),
        verdict=st.sampled_from(ReviewVerdict),
        text=st.sampled_from(["t0", "t1"]),
        days=st.integers(0, 5),
        S1=st.sampled_from(["a", "z"]),
        rights=st.sets(st.sampled_from([LAW, SPECIES])),
    ),
    max_size=8,
)
NEEDS = st.lists(
    st.one_of(st.builds(Need, role=st.sampled_from([LAW, SPECIES])), st.builds(Need, person_id=st.integers(1, 3))),
    max_size=4,
)


@given(READINGS)
def test_a_piece_is_checked_only_by_signatures_on_this_very_text(readings):
    standing = standing_of(PIECE, readings)
    if standing.state is PieceState.CHECKED:
        assert all(one.verdict is ReviewVerdict.SIGNED and one.fits(PIECE) for one in standing.readings)
    if standing.state is PieceState.RETURNED:
        assert all(one.verdict is ReviewVerdict.RETURNED and one.fits(PIECE) for one in standing.readings)
    if standing.state is PieceState.NEVER:
        assert not standing.readings


@given(READINGS, NEEDS)
def test_without_needs_nothing_is_missing_and_what_is_not_checked_lacks_them_all(readings, needs):
    assert missing((), PIECE, readings) == ()
    lacks = missing(needs, PIECE, readings)
    assert set(lacks) <= set(needs)
    if standing_of(PIECE, readings).state is not PieceState.CHECKED:
        assert lacks == tuple(needs)


def test_a_right_is_met_by_who_held_it_and_a_person_by_themselves_alone():
    law, person = Need(role=LAW), Need(person_id=2)
    assert missing([law, person], PIECE, [reading(1)]) == (person,)
    assert missing([law, person], PIECE, [reading(2, rights=(SPECIES,))]) == (law,)
    assert missing([law, person], PIECE, [reading(1), reading(2, rights=(SPECIES,))]) == ()


WORDS = st.lists(st.sampled_from(["Hold.", "Ask.", "Release.", "Write."]), max_size=7)


@given(WORDS, WORDS)
def test_both_texts_stand_whole_beside_each_other(before, now):
    pairs = side_by_side(before, now)
    assert [one.before for one in pairs if one.change is not SentenceChange.NEW] == before
    assert [one.now for one in pairs if one.change is not SentenceChange.GONE] == now
    assert all((one.change is SentenceChange.SAME) == (one.before == one.now) for one in pairs)


def test_a_source_read_again_and_found_the_same_is_no_other_source():
    before = source("LS1", next_reading=date(2027, 6, 30), read_on=date(2026, 6, 1))
    again = replace(before, next_reading=date(2028, 6, 30), read_on=date(2027, 6, 2), read_by="L. Moreau")
    assert described(before).hash == described(again).hash
    assert described(again).next_reading == date(2028, 6, 30)
    assert described(replace(before, title="Another")).hash != described(before).hash


def test_a_version_of_before_keeps_the_bare_texts_of_its_sources():
    found = sources_of(Bundle(Folder({SOURCES: b'S1: "A source, 2020"\n'})))
    assert [(code, one.said, one.next_reading) for code, one in found.items()] == [("S1", "A source, 2020", None)]
