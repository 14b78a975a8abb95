"""Pages of decisions: dated, of one page, in the index, and about files that are there."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from tests.every_case import every_case

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MOST_LINES = 40
MOST_WORDS = 260


@cache
def pages() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.md"))


every_page = every_case("page", pages)


def test_the_index_names_every_page_once_and_nothing_else():
    named = re.findall(r"^- \[(\d+)\. (.+)\]\(([\w-]+\.md)\)$", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert sorted(name for _no, _title, name in named) == [page.name for page in pages()]
    for number, title, name in named:
        assert (FOLDER / name).read_text().startswith(f"# {number}. {title}\n")


def test_numbers_are_given_once_and_without_a_gap():
    assert [int(page.name[:4]) for page in pages()] == list(range(1, len(pages()) + 1))


@every_page
def test_a_page_is_dated_says_where_and_has_its_three_parts(page):
    lines = page.read_text().splitlines()
    assert re.fullmatch(r"# \d+\. .+", lines[0])
    said = re.match(r"Decided (\d{4}-\d{2}-\d{2})\. Where: \[", lines[1])
    assert said
    assert date.fromisoformat(said[1])
    parts = re.findall(r"^\*\*(\w+)\.\*\* \S", page.read_text(), re.MULTILINE)
    assert parts == ["Context", "Decision", "Rejected"]


@every_page
def test_a_page_is_one_page(page):
    text = page.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    assert len(LINK.sub("", text).split()) <= MOST_WORDS


@every_page
def test_its_links_lead_to_files_that_are_there(page):
    links = LINK.findall(page.read_text())
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
