"""Thousands of phones hold connections open, idle or slow: whoever comes next is answered all the same.

A sample in the ordinary suite; the full measure is `long`, and prints its figures with `-s`. Where the machine has
nginx, it is measured too, with the lines of the guide.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lms.operating.open_files import MOST_CONNECTIONS
from tests.durability.holding import IDLE, SLOW_BODY, SLOW_HEAD, Held, holding, large
from tests.durability.test_kill import ROOT, SECRET, free_port, wait_for

PAGE = "/sign-in"
GUIDE = (ROOT / "docs" / "install.md").read_text()
NGINX = shutil.which("nginx") or os.environ.get("NGINX_PROGRAM")  # nginx itself reads one named NGINX
NEWCOMERS = 10
PATIENCE = 90  # seconds; the guide lets granian wait 30 for a worker that was told to stop while it started


def run(folder: Path, port: int, url: str, command: list[str], soft: int | None = None) -> subprocess.Popen[bytes]:
    """A server on this port, once it answers; where told, with so many open files at its start."""
    kept = {word: os.environ[word] for word in ("PATH", "HOME", "LANG") if word in os.environ}
    settings = {
        "SPOOR_ENV": "testing",
        "INSTANCE_PATH": str(folder / "instance"),
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "SITE_URL": "http://127.0.0.1:8000",
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    words = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    if soft is not None:
        words = ["sh", "-c", f"ulimit -Sn {soft}; exec {shlex.join(words)}"]
    with (folder / "server.log").open("ab") as log:
        made = subprocess.Popen(words, cwd=folder, env=kept | settings, stdout=log, stderr=log)
    wait_for(made, f"http://127.0.0.1:{port}/healthz", folder / "server.log")
    return made


@contextmanager
def serving(folder: Path, url: str, command: list[str], soft: int | None = None) -> Iterator[int]:
    """A running server; its port."""
    port = free_port()
    (folder / "instance").mkdir(exist_ok=True)
    process = run(folder, port, url, [word.replace("8001", str(port)) for word in command], soft)
    try:
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def said(pattern: str) -> str:
    """What the guide says in this form."""
    found = re.search(pattern, GUIDE, re.MULTILINE | re.DOTALL)
    assert found, pattern
    return found.group()


def of_the_guide() -> list[str]:
    """The line that starts granian, as the guide has it."""
    return shlex.split(said(r"(?<=bin/)granian [^\n]*"))


@contextmanager
def nginx_before(folder: Path, behind: int) -> Iterator[int]:
    """nginx with the lines of the guide, without TLS; its port."""
    port, own = free_port(), folder / "nginx"
    own.mkdir()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {own}/{kind};" for kind in kinds)
    upstream = said(r"^upstream spoor \{.*?^\}").replace("8001", str(behind))
    (own / "nginx.conf").write_text(
        f"daemon off;\npid {own}/pid;\nerror_log {own}/error.log;\nworker_processes auto;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n{said(r'worker_rlimit_nofile [0-9]+;')}\n"
        f"events {{ {said(r'worker_connections [0-9]+;')} }}\n"
        f"http {{\naccess_log off;\n{places}\n{upstream}\n"
        f"server {{ listen 127.0.0.1:{port};\n{said(r'^    location / {.*?^    }')}\n}}\n}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-p", own, "-c", own / "nginx.conf"], env={"PATH": os.environ["PATH"]})
    wait_for(process, f"http://127.0.0.1:{port}/healthz", own / "error.log")
    try:
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


@pytest.fixture
def url(new_database, migrated_database) -> str:
    """A database of this version."""
    return new_database(f"held_{random.randrange(10**6)}", migrated_database)


def waits(held: Held) -> list[float]:
    """How long newcomers wait, one after the other, while slow ones send and read on."""
    found = []
    for _ in range(NEWCOMERS):
        held.drip()
        found.append(held.newcomer(PAGE))
    return found


def measured(port: int, idle: int, heads: int, bodies: int, readers: int) -> float:
    """The longest wait of a newcomer with so many connections held, of which the server closes none."""
    with holding(port) as held:
        held.hold(held.idle, idle, IDLE)
        held.hold(held.dripping, heads, SLOW_HEAD)
        held.hold(held.dripping, bodies, SLOW_BODY)
        held.hold(held.reading, readers, large(PAGE))
        longest = max(waits(held))
        assert held.still_open() == idle
        print(f"\n{idle} idle, {heads} slow heads, {bodies} slow bodies, {readers} slow readers: {longest:.2f} s")
    return longest


def test_the_guide_says_how_many_connections_each_way_of_running_holds_and_how_many_people_that_is():
    """The program's own number, and the one that the guide gives nginx."""
    of_nginx = int(re.search(r"worker_connections ([0-9]+);", GUIDE)[1])
    assert f"| connections held | {MOST_CONNECTIONS:,} | {of_nginx:,} for each core |" in GUIDE
    assert f"{MOST_CONNECTIONS:,} are {MOST_CONNECTIONS // 6 // 10 * 10} browsers" in GUIDE
    assert re.search(r"^\| people who read, .*\| [0-9,]+ \| [0-9,]+ for each core \|$", GUIDE, re.MULTILINE)


def test_two_hundred_connections_keep_no_newcomer_waiting_though_the_soft_limit_was_lower(tmp_path, url):
    with serving(tmp_path, url, ["lms", "serve"], soft=128) as port:
        assert measured(port, 110, 30, 30, 30) < 5  # on a machine with much else to do; it was 135 s


MANY = {"idle": (2000, 0, 0, 0), "slow": (0, 700, 700, 600), "mixed": (1400, 200, 200, 200)}


@pytest.mark.long
@pytest.mark.parametrize("numbers", MANY.values(), ids=MANY)
def test_waitress_holds_two_thousand_connections_and_answers_newcomers_within_a_second(tmp_path, url, numbers):
    with serving(tmp_path, url, ["lms", "serve"]) as port:
        assert measured(port, *numbers) < 1


@pytest.mark.long
def test_waitress_lets_the_longest_idle_go_when_more_come_than_it_holds(tmp_path, url):
    with serving(tmp_path, url, ["lms", "serve"]) as port, holding(port) as held:
        held.hold(held.dripping, 200, SLOW_BODY)
        held.hold(held.idle, 5000, IDLE)
        assert max(waits(held)) < 1
        assert held.still_open() < 4100
        assert held.cut_off() == 0


@pytest.mark.long
def test_granian_alone_holds_four_hundred_idle_connections_many_times_what_nginx_opens_to_it(tmp_path, url):
    with serving(tmp_path, url, of_the_guide()) as port:
        assert measured(port, 400, 0, 0, 0) < 1


if NGINX:

    @pytest.mark.long
    @pytest.mark.parametrize("numbers", MANY.values(), ids=MANY)
    def test_nginx_before_granian_holds_two_thousand_and_answers_newcomers_within_a_second(tmp_path, url, numbers):
        with serving(tmp_path, url, of_the_guide()) as behind, nginx_before(tmp_path, behind) as port:
            assert measured(port, *numbers) < 1
