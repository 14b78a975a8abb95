"""The table "Where do I find …" of the developers' page: the files are there, and their terms find them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "developing.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", TEXT.partition("## Where do I find …")[2], re.MULTILINE)


def tracked():
    """The files that a search in an editor looks through."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return listed.stdout.splitlines()
    return [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]


FILES = tracked()


def found_by(term):
    """The files that this term finds by their own name or by the name of the folder in which they are."""
    return [path for path in FILES if any(term.lower() in part.lower() for part in PurePosixPath(path).parts[-2:])]


def test_the_table_has_the_questions_of_a_maintainer():
    assert len(ROWS) >= 40
    assert len({question for question, _term, _file in ROWS}) == len(ROWS)
    assert len(re.findall(r"^\| ", TEXT.partition("## Where do I find …")[2], re.MULTILINE)) == len(ROWS) + 1


@pytest.mark.parametrize(("term", "file"), [row[1:] for row in ROWS], ids=[f"{row[1]}-{row[2]}" for row in ROWS])
def test_the_term_finds_the_file_by_name(term, file):
    assert (ROOT / file).is_file()
    assert file in found_by(term)
    word = re.compile(rf"(?<![^\W_]){re.escape(term)}", re.IGNORECASE)
    assert any(word.search(part) for part in PurePosixPath(file).parts[-2:]), f"{term} is no word of {file}"
