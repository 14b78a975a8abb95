"""The file of seals: appended to and never lost, a torn line is said, two files become one."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from lms.audit.seals import keeping, seal_file
from lms.audit.seals.seal import Restoration, Seal, as_data, from_data
from lms.errors import RuleBroken

NOW = datetime(2026, 11, 25, tzinfo=UTC)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
moments = st.integers(0, 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds))
counts = st.integers(0, 10**9)
seals = st.builds(Seal, counts, hashes, moments, st.none() | st.builds(Restoration, moments, counts, counts))


def seal(entries=1, own="a", **more):
    return Seal(entries, own * 64, NOW, **more)


def write(path, *made):
    with seal_file.opened(path) as handle:
        for one in made:
            seal_file.append(handle, one, None)


@given(seals)
def test_what_is_written_is_read_again(made):
    line = seal_file.line_of(made, "a.b.c")
    [read] = seal_file.parsed([(1, line)]).lines
    assert (read.seal, read.token) == (made, "a.b.c")
    assert from_data(json.loads(json.dumps(as_data(made)))) == made


@pytest.mark.parametrize(
    "said",
    [None, [], {}, {"entries": True}, {"entries": -1},
     {"entries": 1, "hash": "a" * 63, "sealed_at": "2026-11-25T00:00:00Z"},
     {"entries": 1, "hash": "a" * 64, "sealed_at": "2026-11-25T00:00:00"},
     {"entries": 1, "hash": "a" * 64, "sealed_at": "2026-11-25T00:00:00Z", "restored": {"entries": 1}}],
)  # fmt: skip
def test_what_is_no_seal_is_refused(said):
    with pytest.raises(ValueError, match=r".+"):
        from_data(said)


def test_the_file_is_for_its_owner_alone(tmp_path):
    write(tmp_path / "s", seal())
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o600


def test_no_file_is_like_an_empty_one(tmp_path):
    assert seal_file.read(tmp_path / "none") == seal_file.tail(tmp_path / "none") == seal_file.SealLines()


def test_a_line_cut_off_is_said_and_the_next_one_stands_by_itself(tmp_path):
    path = tmp_path / "s"
    write(path, seal(1), seal(2))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    torn = seal_file.read(path)
    assert ([line.seal.entries for line in torn.lines], torn.torn, torn.unreadable) == ([1], True, ())
    write(path, seal(3))
    read = seal_file.read(path)
    assert ([line.seal.entries for line in read.lines], read.torn, read.unreadable) == ([1, 3], False, (2,))
    assert path.read_bytes().startswith(whole[:-20])


def test_a_last_line_without_its_end_of_line_counts(tmp_path):
    path = tmp_path / "s"
    write(path, seal(1))
    path.write_bytes(path.read_bytes()[:-1])
    write(path, seal(2))
    assert [line.seal.entries for line in seal_file.read(path).lines] == [1, 2]


def test_of_a_long_file_only_the_end_is_read(tmp_path):
    path = tmp_path / "s"
    write(path, *[seal(number) for number in range(1, 50)])
    found = seal_file.tail(path, 1000)
    assert 1 < len(found.lines) < 10
    assert found.last.seal.entries == 49
    assert found.unreadable == ()


@given(st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), unique=True), st.integers(0, 4))
def test_a_file_and_its_later_state_become_the_later(lines, older):
    later = b"".join(line + b"\n" for line in lines)
    earlier = b"".join(line + b"\n" for line in lines[:older])
    assert seal_file.merged(earlier, later) == seal_file.merged(later, earlier) == later


def test_of_two_files_that_went_apart_every_line_is_kept():
    assert seal_file.merged(b"1\n2\n", b"1\n3\n") == b"1\n2\n3\n"


class Chain:
    """A chain that grows, and somebody who signs once there is a key."""

    def __init__(self):
        self.newest, self.key, self.fault = (0, "0" * 64), False, None

    def sign(self, _made):
        if self.fault:
            raise self.fault
        return "a.b.c" if self.key else None

    def keep(self, folder):
        return keeping.keep_newest(folder, lambda: self.newest, self.sign, now=NOW)


def kept(folder):
    return [(one.seal.entries, one.token) for one in seal_file.read(seal_file.path_in(folder)).lines]


def test_a_round_that_sealed_something_is_one_line(tmp_path):
    chain = Chain()
    chain.key = True
    assert chain.keep(tmp_path) is None  # nothing was sealed yet
    for number in (3, 3, 5):
        chain.newest = (number, "a" * 64)
        chain.keep(tmp_path)
    assert kept(tmp_path) == [(3, "a.b.c"), (5, "a.b.c")]


def test_before_there_is_a_key_a_seal_is_unsigned_and_signed_once_there_is_one(tmp_path):
    chain = Chain()
    chain.newest = (3, "a" * 64)
    chain.keep(tmp_path)
    chain.keep(tmp_path)
    chain.key = True
    chain.keep(tmp_path)
    chain.keep(tmp_path)
    assert kept(tmp_path) == [(3, None), (3, "a.b.c")]


def test_a_key_that_cannot_be_used_leaves_the_seal_unsigned_and_is_said(tmp_path):
    chain = Chain()
    chain.newest, chain.fault = (3, "a" * 64), RuleBroken("KEYS_SECRET does not open the signing key.")
    with capture_logs() as said:
        assert chain.keep(tmp_path).entries == 3
    assert [(one["event"], one["log_level"]) for one in said] == [("audit-seal-unsigned", "error")]
    assert kept(tmp_path) == [(3, None)]


def test_another_chain_of_the_same_length_is_written_down_too(tmp_path):
    chain = Chain()
    for own in "ab":
        chain.newest = (3, own * 64)
        chain.keep(tmp_path)
    assert len(kept(tmp_path)) == 2


def test_who_finds_the_file_held_waits_for_a_while_and_then_says_so(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such lock")
    monkeypatch.setattr(seal_file, "PATIENCE", 0.05)
    chain = Chain()
    chain.newest = (3, "a" * 64)
    handle = os.open(seal_file.path_in(tmp_path), os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(BlockingIOError):
        chain.keep(tmp_path)
    os.close(handle)
    assert chain.keep(tmp_path).entries == 3
