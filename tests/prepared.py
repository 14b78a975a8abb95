"""Fork server: one process imports the whole product, and each real process that a test starts is forked from it.

What is forked is a process of its own in every respect: it has its number, its signals, its exit code, and can be
killed. It only need not read three thousand modules again, which is most of what starting costs.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lms.start import importing

ROOT = Path(__file__).resolve().parents[1]
LMS = "from lms.cli import main; main(prog_name='lms')"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


class Forked:
    """A process, with the part of `subprocess.Popen` that tests use."""

    def __init__(self, server: Server, pid: int) -> None:
        self.server, self.pid = server, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        if self.returncode is None:
            self.returncode = self.server.ask(poll=self.pid)
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Until it has ended; its exit code."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """A signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Without a chance to end anything."""
        self.send_signal(signal.SIGKILL)


class Server:
    """The process that has imported everything; one question at a time."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.prepared"],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.ask(ready=True) is True

    def ask(self, **question: Any) -> Any:
        """What it answers."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, code: str, *words: object, env: Mapping[str, str], cwd: Path, log: Path) -> Forked:
        """A process that runs this code with these words, in this environment alone; it prints into the file."""
        question = {"code": code, "words": [*map(str, words)], "env": dict(env), "cwd": str(cwd), "log": str(log)}
        return Forked(self, self.ask(**question))

    def lms(self, *words: object, env: Mapping[str, str], cwd: Path, log: Path) -> Forked:
        """The `lms` command."""
        return self.start(LMS, *words, env=env, cwd=cwd, log=log)


@contextmanager
def server() -> Iterator[Server]:
    """A fork server, and at its end none of what it forked."""
    made = Server()
    try:
        yield made
    finally:
        with made.process:  # at the end of its questions it ends
            pass


def become(question: Mapping[str, Any]) -> None:
    """In a new process: find what a process finds that a shell started."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(question["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for there, here in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(there, here)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    os.environ.clear()
    os.environ.update(question["env"])
    os.chdir(question["cwd"])
    tempfile.tempdir = None  # TMPDIR may be another
    sys.argv[1:] = question["words"]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(pid: int) -> int | None:
    """The exit code of a forked process, or None while it runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def answer_until_forked() -> str | None:
    """Answer questions until there are none; in each process that is forked, the code that it is to run."""
    running = set()
    for line in sys.stdin:
        question = json.loads(line)
        if "ready" in question:
            answer = True
        elif "poll" in question:
            answer = ended(question["poll"])
            running -= {question["poll"]} if answer is not None else set()
        else:
            answer = os.fork()
            if answer == 0:
                become(question)
                return str(question["code"])
            running.add(answer)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return None


if __name__ == "__main__":
    with importing():
        for package in importlib.import_module("lms.app").PACKAGES:
            importlib.import_module(f"{package}.manifest")
        importlib.import_module("lms.cli")
    if (code := answer_until_forked()) is not None:
        exec(compile(code, "<test>", "exec"), {"__name__": "__main__"})  # and then end as every process of Python does
    else:
        os._exit(0)
