"""Which lessons still count in another version."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.versions.rules import Done, LessonChanges, carried, corrected, is_same, lesson_changes

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SLUGS = ("first", "second", "third")

text = st.dictionaries(st.sampled_from(["", "fr", "ru"]), st.sampled_from("ab"))
texts = st.dictionaries(st.integers(1, 3), st.dictionaries(st.sampled_from(SLUGS), text), min_size=1)
done = st.builds(
    Done,
    st.sampled_from(SLUGS),
    st.integers(0, 9).map(lambda days: NOW + timedelta(days=days)),
    st.integers(1, 3),
    st.integers(1, 4),
)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({"": "a"}, {"": "a"}, True),
        ({"": "a"}, {"": "b"}, False),
        ({"": "a"}, {"": "a", "fr": "x"}, True),  # a translation was added
        ({"": "a", "fr": "x"}, {"": "a"}, True),  # or taken out
        ({"": "a", "fr": "x"}, {"": "a", "fr": "y"}, False),  # nobody knows in which language it was read
        ({"fr": "x"}, {"fr": "x"}, False),
        (None, {"": "a"}, False),
        ({"": "a"}, None, False),
    ],
)
def test_a_lesson_is_the_same_if_it_says_the_same_in_every_language_that_both_have(before, after, same):
    assert is_same(before, after) is same


def test_what_changes_between_two_versions_is_named_in_order():
    before = {slug: {"": slug} for slug in ("first", "second", "old")}
    after = {"first": {"": "first"}, "second": {"": "another"}, "third": {"": "third"}}
    assert lesson_changes(before, after, list(after), list(before)) == LessonChanges(("third",), ("second",), ("old",))


def test_of_two_readings_the_later_that_still_holds_counts():
    known = {1: {"first": {"": "a"}}, 2: {"first": {"": "b"}}, 3: {"first": {"": "a"}}}
    early, late = Done("first", NOW, 1, 1), Done("first", NOW + timedelta(days=1), 2, 2)
    assert carried([early, late], known, 3).counts == (early,)
    assert carried([early, late], known, 2).counts == (late,)
    assert carried([late], known, 3).before == (late,)


@given(st.lists(done), texts, st.integers(1, 3))
def test_nothing_that_was_read_is_lost_and_nothing_is_read_twice(read, known, version):
    found = carried(read, known, version)
    counts, before = ({one.step for one in each} for each in (found.counts, found.before))
    assert counts | before == {one.step for one in read}
    assert not counts & before
    assert len(found.counts) + len(found.before) == len(counts | before)


@given(st.lists(done), texts, st.integers(1, 3))
def test_what_counts_was_read_in_the_same_text(read, known, version):
    for one in carried(read, known, version).counts:
        assert one in read
        assert known[one.version_id][one.step][""] == known[version][one.step][""]


@given(st.lists(done), texts)
def test_in_the_version_in_which_it_was_read_it_counts(read, known):
    for one in read:
        if "" in known.get(one.version_id, {}).get(one.step, {}):
            assert one.step in {each.step for each in carried([one], known, one.version_id).counts}


def test_a_class_follows_the_corrections_of_its_version_and_nothing_else():
    versions = [(1, False), (2, True), (3, True), (4, False), (5, True)]
    assert corrected(versions) == {1: 3, 2: 3, 4: 5}


@given(st.lists(st.booleans(), max_size=12))
def test_a_correction_leads_forward_and_never_past_an_ordinary_version(flags):
    versions = list(enumerate(flags))
    for version, target in corrected(versions).items():
        assert version < target
        assert all(flags[version + 1 : target + 1])
        assert target + 1 == len(flags) or not flags[target + 1]
