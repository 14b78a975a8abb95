"""What may be lost for half a second is gathered and written in batches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lms.write_behind import WriteBehind

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20  # seconds
PROGRAM = """
import signal, sys, threading
from pathlib import Path
from lms.write_behind import WriteBehind

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
buffer = WriteBehind(lambda batch: Path(sys.argv[1]).write_text(str(batch)), max)
threading.Thread(target=buffer.put, args=("key", 7), daemon=True).start()
while buffer.get("key") is None:
    pass
print("waits", flush=True)
if sys.argv[2] == "waits":
    threading.Event().wait()
"""


class Shelf(list):
    """Keeps every batch; fails as often as it is told to."""

    def __init__(self, faults=0):
        super().__init__()
        self.faults = faults
        self.came = threading.Event()

    def __call__(self, batch):
        if self.faults:
            self.faults -= 1
            raise OSError("The disk is full.")
        self.append(dict(batch))
        self.came.set()


def test_only_the_newest_of_a_key_is_written_and_once():
    shelf = Shelf()
    buffer = WriteBehind(shelf, max, timed=False)
    for value in (2, 5, 3):
        buffer.put("one", value)
    buffer.put("other", 1)
    buffer.flush()
    buffer.flush()
    assert shelf == [{"one": 5, "other": 1}]


def test_what_waits_is_known_at_once_and_no_longer_than_it_waits():
    shelf = Shelf()
    buffer = WriteBehind(shelf, max, timed=False)
    assert buffer.get("one") is None
    buffer.put("one", 5)
    assert buffer.get("one") == 5
    buffer.flush()
    assert buffer.get("one") is None


def test_what_is_being_written_is_known_until_it_is():
    seen = []
    buffer = WriteBehind(lambda _batch: seen.append(buffer.get("one")), max, timed=False)
    buffer.put("one", 5)
    buffer.flush()
    assert seen == [5]


def test_what_could_not_be_written_waits_beside_what_came_meanwhile():
    shelf = Shelf(faults=1)
    buffer = WriteBehind(shelf, max, timed=False)
    buffer.put("one", 5)
    buffer.put("other", 1)
    with pytest.raises(OSError, match="full"):
        buffer.flush()
    buffer.put("one", 4)
    buffer.put("other", 2)
    buffer.flush()
    assert shelf == [{"one": 5, "other": 2}]


def test_a_batch_is_written_by_itself_soon():
    shelf = Shelf()
    buffer = WriteBehind(shelf, max)
    buffer.put("one", 5)
    assert shelf.came.wait(PATIENCE)
    assert shelf == [{"one": 5}]


def test_after_a_fault_it_is_tried_again_by_itself(monkeypatch):
    monkeypatch.setattr("lms.write_behind.AGAIN", 0.05)
    shelf = Shelf(faults=1)
    buffer = WriteBehind(shelf, max)
    buffer.put("one", 5)
    assert shelf.came.wait(PATIENCE)
    assert shelf == [{"one": 5}]


def test_what_is_forgotten_is_never_written():
    shelf = Shelf()
    buffer = WriteBehind(shelf, max)
    buffer.put("one", 5)
    buffer.discard()
    buffer.put("other", 1)
    buffer.flush()
    assert shelf == [{"other": 1}]


@pytest.mark.parametrize("end", ["ends", "waits"])
def test_a_process_that_ends_or_is_told_to_writes_first(tmp_path, end):
    kept = tmp_path / "kept"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(kept), end],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    with process:
        assert process.stdout.readline() == b"waits\n"
        if end == "waits":
            process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert kept.read_text() == "{'key': 7}"
