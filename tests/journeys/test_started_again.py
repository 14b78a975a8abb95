"""The demonstration is stopped and started again: nothing is loaded a second time, and nothing is lost."""

import json
import re
import signal
import subprocess
import urllib.request

import pytest

from tests.journeys.site import Site, clean_environment

PRINTED = re.compile(r"^  .*?(\w+\.\w+) +([\w-]+)$", re.MULTILINE)


def read(site: Site, path: str) -> str:
    with urllib.request.urlopen(f"{site.url}{path}", timeout=20) as answer:
        return answer.read().decode()


def trail(site: Site) -> dict[str, object]:
    told = json.loads(site.lms("audit", "verify", "--json").stdout)
    assert (told["broken"], told["waiting"]) == (None, 0)
    return told


def started_and_told_to_stop(site: Site) -> int:
    """`lms demo` without `make` before it; the exit code after SIGTERM."""
    words = [str(site.folder / ".venv" / "bin" / "lms"), "demo"]
    environment = clean_environment(PORT=str(site.port), PYTHONUNBUFFERED="1")
    with subprocess.Popen(words, cwd=site.folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        while "Stop with" not in (line := process.stdout.readline()):
            assert line, "It ended by itself."
        process.send_signal(signal.SIGTERM)
        return process.wait(60)


@pytest.mark.journey
def test_the_demonstration_keeps_its_data_and_is_not_loaded_a_second_time(site):
    people, loaded_at = PRINTED.findall(site.printed), site.loaded_at
    assert len(people) == 33
    assert json.loads(read(site, "/readyz"))["ready"]
    assert "emonstration" in read(site, "/")
    site.stop()
    assert site.process.returncode != -signal.SIGKILL
    entries = trail(site)["entries"]

    site.start()
    assert PRINTED.findall(site.printed) == people
    assert site.loaded_at == loaded_at
    assert json.loads(read(site, "/readyz"))["ready"]
    site.stop()
    assert started_and_told_to_stop(site) == 0
    assert trail(site)["entries"] >= entries > 100
    site.start()  # for the journeys that come after
