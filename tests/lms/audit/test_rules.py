"""A chain of hashes: whatever is changed, taken out or put elsewhere in it is found and named by its number."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.audit.rules import FIRST, EntryContent, entry_hash, fault_of, sealed

START = datetime(2026, 11, 25, tzinfo=UTC)
words = st.text('ab"ក', max_size=3)
values = st.none() | st.booleans() | st.integers(-5, 2**60) | words | st.lists(words, max_size=2)
contents = st.builds(
    EntryContent,
    at=st.integers(0, 10**6).map(lambda seconds: START + timedelta(seconds=seconds)),
    name=st.sampled_from(["a.made", "a.changed", "b.made"]),
    subject=st.sampled_from(["a:1", "a:2", "b:1"]),
    actor_id=st.none() | st.integers(1, 5),
    data=st.dictionaries(words, values, max_size=2),
)


def chain(said):
    """The contents, sealed in this order."""
    made, last = [], FIRST
    for number, one in enumerate(said, 1):
        made.append(sealed(number, last, one))
        last = made[-1].hash
    return made


chains = st.lists(contents, min_size=2, max_size=6).map(chain)


def broken(entries):
    """The number of the first entry that does not hold."""
    last = FIRST
    for number, entry in enumerate(sorted(entries, key=lambda one: one.number), 1):
        fault = fault_of(entry, number=number, previous=last)
        if fault:
            return fault.number
        last = entry.hash
    return None


@given(chains)
def test_a_chain_that_nobody_touched_holds(entries):
    assert broken(entries) is None


@given(chains, st.data())
def test_an_entry_whose_words_were_changed_is_named(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["at", "name", "subject", "actor_id", "data"]))
    other = getattr(data.draw(contents), field)
    before = entries[place]
    after = replace(before, content=replace(before.content, **{field: other}))
    assume(entry_hash(before.previous, after.content) != before.hash)  # the same words again are no change
    entries[place] = after
    assert broken(entries) == place + 1


@given(chains, st.data(), st.sampled_from(["previous", "hash"]))
def test_an_entry_whose_seal_was_changed_is_named(entries, data, field):
    place = data.draw(st.integers(0, len(entries) - 1))
    entries[place] = replace(entries[place], **{field: hashlib.sha256(b"other").hexdigest()})
    assert broken(entries) == place + 1


@given(chains, st.data())
def test_who_changes_an_entry_and_seals_it_again_is_found_at_the_next(entries, data):
    place = data.draw(st.integers(0, len(entries) - 2))
    said = replace(entries[place].content, subject="c:9")
    entries[place] = sealed(place + 1, entries[place].previous, said)
    assert broken(entries) == place + 2


@given(chains, st.data())
def test_an_entry_that_was_removed_or_lost_its_seal_is_named(entries, data):
    place = data.draw(st.integers(0, len(entries) - 2))
    del entries[place]
    assert broken(entries) == place + 1


@given(chains, st.data())
def test_of_entries_put_in_each_others_place_the_first_is_named(entries, data):
    one, other = sorted(
        data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True), label="places")
    )
    entries[one], entries[other] = (
        replace(entries[other], number=one + 1),
        replace(entries[one], number=other + 1),
    )
    assert broken(entries) == one + 1


@given(chains, st.data())
def test_an_entry_with_another_number_is_found(entries, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    number = data.draw(st.sampled_from([-3, 0, len(entries) + 1, len(entries) + 7]))
    assume((place + 1, number) != (len(entries), len(entries)))
    entries[place] = replace(entries[place], number=number)
    assert broken(entries) == min(number if number < 1 else place + 1, place + 1)


@given(chains)
def test_what_is_cut_off_at_the_end_cannot_be_seen_from_the_chain_alone(entries):
    assert broken(entries[:-1]) is None


def test_the_hash_is_that_of_the_chains_of_0_1():
    said = EntryContent(
        START, "people.person-made", "person:7", None, {"unit": None, "administration": 4, "title": "ກຳປູເຈຍ"}
    )
    body = (
        f'["{FIRST}", "2026-11-25T00:00:00+00:00", "people.person-made", "person:7", null, '
        '{"administration": 4, "title": "ກຳປູເຈຍ", "unit": null}]'
    )
    assert entry_hash(FIRST, said) == hashlib.sha256(body.encode()).hexdigest()


@pytest.mark.parametrize("number", [0, 1])
def test_a_number_that_was_given_already_is_named(number):
    (one, _other) = chain([EntryContent(START, "a", "a:1", None, {})] * 2)
    assert fault_of(replace(one, number=number), number=2, previous=one.hash).number == number
