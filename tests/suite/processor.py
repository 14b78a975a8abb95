"""Processor time: what this process, its ended children and, where asked, its living descendants have used."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): who loses its parent becomes our child


def own() -> float:
    """Seconds of this process, with the children that it waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def with_descendants() -> float:
    """The same with every process below this one that still runs: a browser, a server."""
    total = own()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


def children() -> set[int]:
    """The numbers of the processes that this one started and that still run."""
    return {process.pid for process in psutil.Process().children()}


def yardstick() -> float:
    """Seconds that a fixed piece of Python takes here: the least of five, so a neighbour counts little."""
    return min(piece() for _ in range(5))


def piece() -> float:
    """Seconds that it takes at this moment, whatever runs beside it."""
    begun, kept = time.process_time(), dict[str, int]()
    for number in range(60_000):
        word = f"{number % 997}"
        kept[word] = kept.get(word, 0) + len(word)
    return time.process_time() - begun


@dataclass(frozen=True)
class Spent:
    """What a command cost: its exit code, seconds by the clock, and processor seconds of all that it started."""

    code: int
    wall: float
    processor: float


def spend(command: list[str], *, cwd: Path, env: dict[str, str]) -> Spent:
    """Run a command to its end and count every process that it started, servers that left it among them.

    Where the system cannot hand us orphans (all but Linux) servers that left it are not counted.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    begun, used = time.monotonic(), 0.0
    process = subprocess.Popen(command, cwd=cwd, env=env)
    while True:
        pid, status, usage = os.wait4(-1, 0)
        used += usage.ru_utime + usage.ru_stime
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)  # so that nobody waits for it again
            break
    wall = time.monotonic() - begun
    return Spent(process.returncode, wall, used + _orphans())


def _orphans() -> float:
    """What orphans used that have ended since."""
    used = 0.0
    with suppress(ChildProcessError):
        while (found := os.wait4(-1, os.WNOHANG))[0]:
            used += found[2].ru_utime + found[2].ru_stime
    return used
