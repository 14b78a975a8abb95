"""The questions of the shipped courses: what papers ask, what the surface gives away, what is said to who is wrong."""

from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from assessments.exams.content.bundle import ReadBundle, pool_of, read_bundle
from assessments.exams.rules.paper import draw_paper
from assessments.items.clues.model import picked_keys
from assessments.items.clues.reading import as_questions
from assessments.items.clues.report import MOST_PICKED, advice_of, clues_of
from assessments.items.content.bundle import Surroundings
from assessments.items.item import Use
from tests import worlds
from tests.builders.folders import files_of
from tests.every_case import every_case

CONTENT = Path(__file__).resolve().parents[3] / "courses" / "content"
COURSES = sorted(path.parent.name for path in CONTENT.glob("*/course.yaml"))
WITH_PARTS = frozenset({"permit", "manifest", "ordering", "matching", "gaps", "short-text"})
LEAST_KINDS = 3
SEEDS = range(20)
READ_FROM = ("courses/**/*", "assessments/**/*.py", "lms/**/*.py")


@cache
def around(course: str) -> Surroundings:
    said = yaml.safe_load((CONTENT / course / "course.yaml").read_text(encoding="utf-8"))
    return Surroundings({lesson: module["slug"] for module in said["modules"] for lesson in module["lessons"]})


def _read_all(_folder: Path) -> dict[tuple[str, str], ReadBundle]:
    spoken = [(course, language) for course in COURSES for language in ("", "fr")]
    return {one: read_bundle(files_of(CONTENT / one[0] / one[1]), around(one[0])) for one in spoken}


@cache
def _all_read() -> dict[tuple[str, str], ReadBundle]:
    """Laid until a course or what reads it changes: to read all questions takes many seconds."""
    return worlds.laid("shipped-papers", READ_FROM, _read_all)[1]


def read(course: str, language: str = "") -> ReadBundle:
    return _all_read()[course, language]


def exams() -> list[tuple[str, str]]:
    return [(course, exam.slug) for course in COURSES for exam in read(course).exams if exam.use is not Use.GAIN]


@every_case("course, slug", exams)
def test_every_paper_asks_three_kinds_with_parts_and_three_papers_in_a_row_repeat_no_question(course, slug):
    bundle = read(course)
    exam = next(one for one in bundle.exams if one.slug == slug)
    pool = pool_of(bundle.items, exam.use, around(course))
    kinds = {item.id: item.kind for item in bundle.items}
    for seed in SEEDS:
        seen: Counter[str] = Counter()
        papers = []
        for attempt in range(3):
            paper = {one.item for one in draw_paper(exam, pool, seed * 3 + attempt, seen).items}
            assert len({kinds[name] for name in paper} & WITH_PARTS) >= LEAST_KINDS
            seen.update(paper)
            papers.append(paper)
        assert all(one.isdisjoint(other) for one, other in combinations(papers, 2))


def test_there_are_thirty_permits_and_twenty_manifests_and_of_each_some_are_clean():
    found: Counter[str] = Counter()
    clean: Counter[str] = Counter()
    for course in COURSES:
        for item in read(course).items:
            found[item.kind] += 1
            if item.kind == "permit":
                clean[item.kind] += not any(one.defect for one in item.definition.fields)
            elif item.kind == "manifest":
                clean[item.kind] += not any(one.suspicious for one in item.definition.lines)
    assert found["permit"] >= 30
    assert found["manifest"] >= 20
    assert clean["permit"] * 4 >= found["permit"]
    assert clean["manifest"] * 5 >= found["manifest"]


@pytest.mark.parametrize("language", ["", "fr"])
@pytest.mark.parametrize("course", COURSES)
def test_every_wrong_option_of_one_choice_says_why_it_is_wrong(course, language):
    silent = [
        f"{item.id} {option.id}"
        for item in read(course, language).items
        if item.kind == "one-choice"
        for option in item.definition.options
        if not option.right and not option.feedback
    ]
    assert silent == []


@pytest.mark.parametrize("language", ["", "fr"])
def test_a_model_that_sees_the_surface_alone_picks_at_most_three_keys_of_ten(language):
    items = [item for course in COURSES for item in read(course, language).items]
    picked = picked_keys(as_questions(items).choices)
    assert picked.of > 200
    assert picked.found / picked.of <= MOST_PICKED


@pytest.mark.parametrize("course", COURSES)
def test_the_surface_of_a_course_gets_no_advice(course):
    assert advice_of(clues_of(as_questions(read(course).items))) == []
