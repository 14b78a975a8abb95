"""Old faults: what commits mended is undone in a copy of the program of today, to measure whether the tests find it.

Undone are the files of the program that `faults.toml` names, as their commit changed them, and neither tests nor words.
The copy is a worktree of the commit that is checked out: what was not committed is not in it.
"""

import ast
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.mutants.functions import ROOT, outermost
from tests.mutants.measuring import Asked, Terms, asked, ran
from tests.mutants.reach import Reach
from tests.mutants.report import Row
from tests.mutants.running import Job, Judged

LIST = Path(__file__).parent / "faults.toml"
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+", re.MULTILINE)


def listed() -> list[dict[str, Any]]:
    """Commit, subject and files of each."""
    return tomllib.loads(LIST.read_text())["fault"]


def measured(reach: Reach, terms: Terms, only: Collection[str]) -> list[Row]:
    """What becomes of each old fault, or of those of these commits alone."""
    rows = list[Row]()
    with worktree() as tree:
        for fault in listed():
            if not only or fault["commit"] in only:
                rows.append(_row(fault, tree, reach, terms))
                print(f"{rows[-1].what}: {rows[-1].became} {rows[-1].killer}", file=sys.stderr)
    return rows


def _row(fault: dict[str, Any], tree: Path, reach: Reach, terms: Terms) -> Row:
    diff = undo(tree, fault["commit"], fault["files"])
    tests = asked(reach.tests_of(*touched(diff)), terms)
    place, what = " ".join(fault["files"]), f"{fault['commit']}: {fault['subject']}"
    while (judged := asking(tree, tests, terms)) is not None and judged.killer:
        every = [*tests.within, *tests.outside]
        today = asking(ROOT, Asked(every[: every.index(judged.killer) + 1], [], 0), terms)
        if today is not None and not today.killer:
            break
        tests = replace(tests, **{side: [t for t in getattr(tests, side) if t != judged.killer] for side in SIDES})
    if judged is None:
        return Row(place, what, "unloadable")
    became = ("outside" if judged.outside else "hung" if judged.over else "killed") if judged.killer else "alive"
    return Row(place, what, became, judged.killer, judged.ran, tests.reaching, judged.seconds)


SIDES = ("within", "outside")


@contextlib.contextmanager
def worktree() -> Iterator[Path]:
    """A copy of what is committed, which goes."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        tree = Path(folder) / "tree"
        _git(ROOT, "worktree", "add", "--quiet", "--detach", str(tree))
        try:
            yield tree
        finally:
            _git(ROOT, "worktree", "remove", "--force", str(tree))


def undo(tree: Path, commit: str, files: list[str]) -> str:
    """Take back what this commit did to these files, and nothing else; answers what differs now."""
    _git(tree, "checkout", "--quiet", "--force", "HEAD", "--", ".")
    _git(tree, "apply", "-", told=_git(tree, "diff", commit, f"{commit}~1", "--", *files))
    return _git(tree, "diff", "-U0")


def _git(folder: Path, *words: str, told: str | None = None) -> str:
    return subprocess.run(["git", *words], cwd=folder, input=told, capture_output=True, text=True, check=True).stdout


def touched(diff: str) -> list[str]:
    """The functions of today in which something differs; where that is none of a file, all of them, or the file."""
    names = list[str]()
    for part in diff.split("\ndiff --git "):
        file = re.search(r"^--- a/(.*)$", part, re.MULTILINE)[1]
        lines = {int(start) + more for start, many in HUNK.findall(part) for more in range(int(many or 1) or 2)}
        tree = ast.parse((ROOT / file).read_bytes()) if file.endswith(".py") else ast.Module([], [])
        spans = [(f"{file}::{name}", range(node.lineno, node.end_lineno + 1)) for name, node in outermost(tree)]
        met = [name for name, span in spans if lines & set(span)]
        names += met or [name for name, _span in spans] or [file]
    return names


def asking(folder: Path, tests: Asked, terms: Terms) -> Judged | None:
    """The first of these tests that fails in this folder; nothing where the program or the tests do not load."""
    told = json.dumps([tests.within, tests.outside, terms.db, terms.limit])
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, cwd=folder, input=told, stdout=subprocess.PIPE, text=True, check=False)
    return Judged(**json.loads(done.stdout)) if done.returncode == 0 else None


def main() -> None:
    """Inside that folder: tests from the standard input, the judgement to the standard output."""
    within, outside, db, limit = json.load(sys.stdin)
    found = list[Judged]()
    jobs = [Job(lambda: None, within, outside)]
    ran(lambda: jobs, lambda _n, judged, _s: found.append(judged), within + outside, Terms(db, limit), checked=False)
    print(json.dumps(asdict(found[0])))


if __name__ == "__main__":
    main()
