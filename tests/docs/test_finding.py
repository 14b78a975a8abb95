"""The table "Where do I find …" of the developers' page: the files are there, and their terms find them."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

from tests.every_case import every_case

ROOT = Path(__file__).resolve().parents[2]


@cache
def table():
    return (ROOT / "docs" / "developing.md").read_text().partition("## Where do I find …")[2]


@cache
def rows():
    return re.findall(r"^\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", table(), re.MULTILINE)


def tracked():
    """The files that a search in an editor looks through."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return listed.stdout.splitlines()
    return [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]


@cache
def names():
    """The own name and the folder's name of each of these files, in small letters."""
    return {path: [part.lower() for part in PurePosixPath(path).parts[-2:]] for path in tracked()}


def found_by(term):
    """The files that this term finds by their own name or by the name of the folder in which they are."""
    return [path for path, parts in names().items() if any(term.lower() in part for part in parts)]


def test_the_table_has_the_questions_of_a_maintainer():
    assert len(rows()) >= 40
    assert len({question for question, _term, _file in rows()}) == len(rows())
    assert len(re.findall(r"^\| ", table(), re.MULTILINE)) == len(rows()) + 1


@every_case("term, file", lambda: [row[1:] for row in rows()])
def test_the_term_finds_the_file_by_name(term, file):
    assert (ROOT / file).is_file()
    assert file in found_by(term)
    word = re.compile(rf"(?<![^\W_]){re.escape(term)}", re.IGNORECASE)
    assert any(word.search(part) for part in PurePosixPath(file).parts[-2:]), f"{term} is no word of {file}"
