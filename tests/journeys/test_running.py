"""Who runs an installation: the first administrator, the doctor, backup and restore, on both databases.

On SQLite each command is a process, as it is typed. On PostgreSQL, which starts no command in another way, they run in
this process: starting one takes longer than what it does.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.cli import main
from tests.journeys.site import clean_environment

pytestmark = pytest.mark.journey
LMS = Path(sys.executable).parent / "lms"


class Installation:
    """An installation that is run by commands alone."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.typed = folder, not database
        self.environment = clean_environment(INSTANCE_PATH=str(folder))
        if database:
            self.environment["DATABASE_URL"] = database

    def lms(self, *words: str, expect: int = 0) -> str:
        """A command, with the exit code that is expected of it."""
        code, told = (self._type if self.typed else self._call)(words)
        assert code == expect, told
        return told

    def _type(self, words: tuple[str, ...]) -> tuple[int, str]:
        done = subprocess.run(
            [str(LMS), *words], env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def _call(self, words: tuple[str, ...]) -> tuple[int, str]:
        elsewhere = dict.fromkeys(name for name in os.environ if name not in self.environment)
        done = CliRunner().invoke(main, list(words), env=elsewhere | self.environment)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return done.exit_code, done.output


@pytest.fixture(params=["sqlite", "pg"])
def new_installation(request, tmp_path):
    """Makes empty installations, each with a database of its own."""

    def make(name: str) -> Installation:
        if request.param == "sqlite":
            return Installation(tmp_path / name)
        return Installation(tmp_path / name, request.getfixturevalue("new_pg_database")(f"journey_{name}"))

    return make


def test_the_first_administrator_the_doctor_a_backup_and_its_return(new_installation, tmp_path):
    site = new_installation("first")
    told = site.lms("people", "add-admin", "--name", "Ada Obi", "--user-name", "ada.obi")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", told)

    found = json.loads(site.lms("doctor", "--json", expect=1))["findings"]
    assert {"database", "worker"} <= {one["name"] for one in found}
    assert next(one for one in found if one["name"] == "database")["health"] == "ok"
    assert next(one for one in found if one["name"] == "worker")["health"] == "bad"

    kept = tmp_path / "kept.spoor"
    site.lms("backup", str(kept))
    assert "exists" in site.lms("backup", str(kept), expect=1)
    assert "not empty" in site.lms("restore", str(kept), expect=1)

    other = new_installation("second")
    other.lms("restore", str(kept))
    again = other.lms("people", "add-admin", "--name", "Ada Obi", "--user-name", "ada.obi")
    assert "ada.obi" in again
    assert "The chain holds" in other.lms("audit", "verify")
