"""What a device sends is read by its shape: a fault says which part is wrong, and one bad entry spoils no other."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import BadInput
from lms.offline.models import OfflineReceipt
from lms.offline.payloads import MOST, UnreadableEntry, read_moment, read_sync
from tests.lms.offline.conftest import as_sent, entry


@pytest.fixture(autouse=True)
def in_request(app):
    with app.test_request_context():
        yield


def body(*entries, **more):
    return json.dumps({"person": "p", "entries": list(entries)} | more).encode()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "entries"),
        (b"not json", "entries"),
        (b"[]", "entries"),
        (b"[" * 100_000, "entries"),
        (b"1" * 6000, "entries"),
        (b'{"entries": 5, "person": "p"}', "entries"),
        (b'{"entries": [], "person": "p"}', "entries"),
        (b'{"entries": [{}]}', "person"),
        (b'{"entries": [{}], "person": 5}', "person"),
        (body(*[{}] * (MOST + 1)), "entries"),
    ],
)
def test_what_is_no_request_is_refused_whole(data, field):
    with pytest.raises(BadInput) as fault:
        read_sync(data)
    assert fault.value.field == field
    assert fault.value.message


BAD = [
    ("id", 5), ("id", None), ("id", "no uuid"), ("id", ""),
    ("id", "a" * 15), ("id", "a" * 37), ("id", "a" * 15 + "\n"), ("id", "a" * 15 + "/"),
    ("kind", 5), ("kind", ""), ("kind", "Notes"), ("kind", "k" * 41), ("kind", "a b"),
    ("subject", None), ("subject", ""), ("subject", "a\0"), ("subject", "\ud800"), ("subject", "s" * 121),
    ("device", 5), ("device", ""), ("device", "d" * 41), ("device", "a/b"),
    ("seq", "1"), ("seq", -1), ("seq", 1.5), ("seq", True), ("seq", 2**31), ("seq", None),
    ("body", None), ("body", 5), ("body", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_entry_says_which_part_is_wrong_and_spoils_no_other(name, value):
    good = [entry() for _ in range(2)]
    wrong = as_sent(entry()) | {name: value}
    first, bad, last = read_sync(body(as_sent(good[0]), wrong, as_sent(good[1]))).entries
    assert [first, last] == good
    assert isinstance(bad, UnreadableEntry)
    assert bad.field == f"entries[1].{name}"
    assert bad.message
    assert bad.id == (None if name == "id" else wrong["id"])


@pytest.mark.parametrize("name", ["kind", "subject", "device"])
def test_a_name_may_be_as_long_as_its_column_and_not_longer(name):
    column = OfflineReceipt.__table__.c[name].type.length
    longest, longer = (as_sent(entry()) | {name: "x" * length} for length in (column, column + 1))
    good, bad = read_sync(body(longest, longer)).entries
    assert getattr(good, name) == "x" * column
    assert (bad.field, "too long" in bad.message) == (f"entries[1].{name}", True)


def test_an_entry_that_is_no_object_says_where_it_stands():
    bad = read_sync(body(5)).entries[0]
    assert (bad.id, bad.field) == (None, "entries[0]")


def test_an_id_in_capitals_is_the_same_id():
    one = entry()
    assert read_sync(body(as_sent(one, id=one.id.upper()))).entries[0].id == one.id


def test_a_random_name_is_an_id_as_it_is():
    assert read_sync(body(as_sent(entry(), id="_aB3-" * 4))).entries[0].id == "_aB3-" * 4


def test_a_request_that_does_not_say_when_it_was_sent_was_sent_when_its_last_entry_was_made():
    early, late = (datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (8, 9))
    entries = [as_sent(entry(), made_at=moment) for moment in (early.isoformat(), late.isoformat(), "yesterday")]
    assert read_sync(body(*entries, {})).sent_at == late
    assert read_sync(body(*entries, sent_at=early.isoformat())).sent_at == early
    assert read_sync(body(*entries, sent_at="nonsense")).sent_at is None
    assert read_sync(body(entries[2], {})).sent_at is None


def test_a_sealed_body_is_a_text():
    assert read_sync(body(as_sent(entry(), body="c2VhbGVk"))).entries[0].body == "c2VhbGVk"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-25T11:30:00+03:00", datetime(2026, 11, 25, 8, 30, tzinfo=UTC)),
        ("2026-11-25T11:30:00.123Z", datetime(2026, 11, 25, 11, 30, 0, 123000, tzinfo=UTC)),
        ("2026-11-25T11:30:00", None),  # nobody could say when that is
        ("+275760-09-13T00:00:00.000Z", None),  # the last moment that a browser can name
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (5, None),
        (None, None),
    ],
)
def test_a_clock_that_cannot_be_read_says_nothing_and_loses_nothing(said, moment):
    assert read_moment(said) == moment
    assert read_sync(body(as_sent(entry(), made_at=said))).entries[0].made_at == moment


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = ["id", "kind", "subject", "device", "seq", "made_at", "body"]


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING) | ANYTHING, min_size=1, max_size=5), ANYTHING)
def test_whatever_is_sent_is_read_or_refused_and_never_breaks(app_for_words, listed, sent_at):
    with app_for_words.test_request_context():
        found = read_sync(json.dumps({"person": "p", "sent_at": sent_at, "entries": listed}).encode())
    assert len(found.entries) == len(listed)


@pytest.fixture(scope="session")
def app_for_words(shared_app):
    return shared_app
