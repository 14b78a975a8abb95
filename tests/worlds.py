"""Laid worlds: what many tests need and is slow to make is made once, kept as a file, and copied.

The name of a world bears a digest of all it was made from, so a changed script, builder or content makes it anew; a
world of before is never taken. Two workers that ask at once wait for one another. Worlds lie in `build/worlds`.
"""

from __future__ import annotations

import fcntl
import pickle
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lms import schema
from lms.db import Database
from tests.suite.changes import ROOT, digest

PLACE = ROOT / "build" / "worlds"
SCRIPTS = ("migrations/**/*.py", "lms/schema.py", "lms/db.py")
PRODUCT = tuple(f"{name}/**/*" for name in ("lms", "courses", "assessments", "certificates", "migrations"))
OURS = ("tests/worlds.py",)


def laid(name: str, rests_on: Iterable[str], build: Callable[[Path], Any], *, place: Path = PLACE) -> tuple[Path, Any]:
    """The folder of a world and what its builder answered: made now if this world was never laid, else as it lies.

    `build` is handed an empty folder to fill. Take copies of what is in it; nobody writes into a laid world.
    """
    place.mkdir(parents=True, exist_ok=True)
    folder = place / f"{name}-{digest([*rests_on, *OURS])}"
    with (place / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _sweep(place, name)
            waiting = place / f"{name}-part"
            waiting.mkdir()
            (waiting / "answer.pickle").write_bytes(pickle.dumps(build(waiting)))
            waiting.rename(folder)
    return folder, pickle.loads((folder / "answer.pickle").read_bytes())


def new_file(file: Path) -> str:
    """The address of a new SQLite database in this file, as the scripts make it; the scripts run once a clone."""
    folder, _answer = laid("migrated", SCRIPTS, _migrate)
    shutil.copy(folder / "newest.db", file)
    return f"sqlite:///{file}"


def _migrate(folder: Path) -> None:
    made = Database(f"sqlite:///{folder / 'newest.db'}")
    schema.upgrade(made.engine, made.url)
    made.close()


def _sweep(place: Path, name: str) -> None:
    """Take away what was laid from other files, and what was begun and left."""
    for old in place.glob(f"{name}-*"):
        shutil.rmtree(old)
