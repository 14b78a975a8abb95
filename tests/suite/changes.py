"""What changed since everything was seen to pass: the record `tests/whole.txt`, and git."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECORD = "tests/whole.txt"  # written by `make test-all` alone
TOO_OLD = 20  # commits, after which a record says too little
GROUND = re.compile(
    r"(lms|migrations|tests/builders|tests/suite|requirements)/|tests/(conftest|run|servers)\.py$"
    r"|(config\.py|pyproject\.toml|constraints\.txt|Makefile)$"
)
SHOWN = re.compile(
    r"/(views|pages|forms|templates|static|translations|labels|practice|kinds)[/.]|\.(html|js|css|po|mo|svg)$"
)
PACKAGES = ("lms", "courses", "assessments", "certificates")  # each stands on those before it


@dataclass(frozen=True)
class Record:
    """A line of `tests/whole.txt`: at this commit, with this tree, everything passed."""

    commit: str
    tree: str
    counts: str


@dataclass(frozen=True)
class Change:
    """The files that changed since the newest record, or why nobody knows."""

    files: frozenset[str]
    unknown: str = ""  # a reason to take everything for changed

    @property
    def ground(self) -> bool:
        """Whether what everything stands on changed: the ground floor, the scripts, the builders, the settings."""
        return bool(self.unknown) or any(GROUND.match(file) for file in self.files)

    @property
    def shown(self) -> bool:
        """Whether anything changed that a browser shows."""
        return bool(self.unknown) or any(SHOWN.search(file) and not file.startswith("tests/") for file in self.files)

    @property
    def areas(self) -> frozenset[str]:
        """The areas of which a file changed, in the product or in its tests: `courses/cohorts`."""
        return frozenset(filter(None, map(area_of, self.files)))

    @property
    def packages(self) -> frozenset[str]:
        """The packages that changed and those that stand above them."""
        changed = [PACKAGES.index(name) for file in self.files if (name := top(file)) in PACKAGES]
        return frozenset(PACKAGES[min(changed) :]) if changed else frozenset()


def top(file: str) -> str:
    """The folder at the top to which a file belongs, of the product, its documentation or its tests."""
    return file.removeprefix("tests/").split("/", 1)[0]


def area_of(file: str) -> str:
    """The package and folder of a file, of the product or of tests; empty outside the four packages."""
    parts = file.removeprefix("tests/").split("/")
    return "/".join(parts[:2]) if parts[0] in PACKAGES and len(parts) > 2 else ""


def lines_of(text: str) -> list[str]:
    """The lines of a list that is committed; those that begin with # are for readers."""
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def read_records(text: str) -> list[Record]:
    """The records of the file, newest last."""
    return [Record(*line.split(maxsplit=2)) for line in lines_of(text)]


def git(*words: str, cwd: Path = ROOT) -> str:
    """What git answers; empty where it fails, as in a folder that is no clone."""
    done = subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def changed_since(records: Iterable[Record], cwd: Path = ROOT) -> Change:
    """What changed since the newest record that is an ancestor of this tree, with what is not committed yet."""
    for record in reversed(list(records)):
        if git("merge-base", record.commit, "HEAD", cwd=cwd) != record.commit:
            continue
        if git("rev-parse", f"{record.commit}^{{tree}}", cwd=cwd) != record.tree:
            return Change(frozenset(), f"the tree that {RECORD} tells of is not that of {record.commit[:8]}")
        commits = int(git("rev-list", "--count", f"{record.commit}..HEAD", cwd=cwd) or 0)
        if commits > TOO_OLD:
            return Change(frozenset(), f"the last whole run is {commits} commits ago, more than {TOO_OLD}")
        committed = git("diff", "--name-only", record.commit, "HEAD", cwd=cwd).splitlines()
        pending = [line[3:] for line in git("status", "--porcelain", "-uall", cwd=cwd).splitlines()]
        return Change(frozenset([*committed, *pending]) - {RECORD})
    return Change(frozenset(), f"{RECORD} names no commit that this tree stands on")


def change(cwd: Path = ROOT) -> Change:
    """What changed in this clone since everything passed."""
    file = cwd / RECORD
    return changed_since(read_records(file.read_text()) if file.is_file() else [], cwd)


def head(cwd: Path = ROOT) -> str:
    """The commit that is checked out; what is drawn by lot is drawn by it."""
    return git("rev-parse", "HEAD", cwd=cwd) or "no commit"


def committed_tree(cwd: Path = ROOT) -> str:
    """The tree of this clone; empty where something in it is not committed."""
    return "" if git("status", "--porcelain", cwd=cwd) else git("rev-parse", "HEAD^{tree}", cwd=cwd)


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def digest(patterns: Iterable[str], root: Path = ROOT) -> str:
    """Of the contents of the files that these patterns name: changes with each of them."""
    found = hashlib.sha256()
    for file in sorted({path for pattern in patterns for path in root.glob(pattern) if _is_source(path)}):
        found.update(f"{file.relative_to(root)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:16]


HEADING = """# At these commits everything passed: both databases, pages, what takes long. Made by `make test-all`.
# commit, tree, counts
"""


def write_record(commit: str, counts: str, cwd: Path = ROOT) -> None:
    """Write down that everything passed at this commit; the three newest records are kept."""
    file = cwd / RECORD
    kept = read_records(file.read_text()) if file.is_file() else []
    kept = [*kept, Record(commit, git("rev-parse", f"{commit}^{{tree}}", cwd=cwd), counts)][-3:]
    file.write_text(HEADING + "".join(f"{one.commit} {one.tree} {one.counts}\n" for one in kept))
