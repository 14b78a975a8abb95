"""The processes themselves: the server with its worker, and how they end. The demonstration is started by journeys."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

LMS = Path(sys.executable).parent / "lms"
SETTINGS = ("DATABASE_URL", "SITE_URL", "ISSUER", "SECRET_KEY", "KEYS_SECRET", "MAIL_URL", "SPOOR_ENV", "CI")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Process:
    """A running `lms`, and what it printed."""

    def __init__(self, folder, url, *words):
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        environment = kept | {"INSTANCE_PATH": str(folder), "DATABASE_URL": url, "PORT": str(self.port)}
        self.begun = time.monotonic()
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background are deaf to it
        self.process = subprocess.Popen(
            [LMS, *words],
            env=environment,
            cwd=folder.parent,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        signal.signal(signal.SIGINT, before)
        self.lines, self.printed = queue.Queue(), ""
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words, seconds=90):
        while words not in self.printed:
            try:
                self.printed += self.lines.get(timeout=0.2)
            except queue.Empty:
                assert self.process.poll() is None, self.printed
                assert time.monotonic() - self.begun < seconds, self.printed
        self.seconds = time.monotonic() - self.begun
        return self

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        """Until it has ended; its exit code."""
        code = self.process.wait(timeout=60)
        self.reader.join()
        self.process.stdout.close()
        return code


@pytest.fixture
def start(tmp_path, new_database, migrated_database):
    """Starts `lms` upon one installation with the tables of today, as often as asked."""
    url, made = new_database("served", migrated_database), []
    (tmp_path / "instance").mkdir()

    def begin(*words):
        made.append(Process(tmp_path / "instance", url, *words))
        return made[-1]

    yield begin
    for one in made:
        one.process.kill()
        one.wait()


def test_a_server_with_its_worker_serves_and_ends_when_it_is_told(start):
    running = start("serve", "--worker").until("Serving")
    assert running.get("/healthz") == "alive\n"
    assert "spoor_jobs_waiting" in running.get("/metrics")
    assert running.stop() == 0


def test_a_worker_ends_when_it_is_told(start):
    working = start("work").until("Working")
    assert working.stop() == 0
