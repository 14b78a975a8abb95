"""An author's first hour: a new course, a copy of a shipped one, and no fault named beside its own cause."""

import re
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.new_course import begin_course
from courses.demo import MORE, SHIPPED
from lms.cli import main
from lms.errors import RuleBroken
from tests.docs.refusals import ROOT

CONTENT = ROOT / "courses/content"
TODAY = date(2026, 11, 26)
pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.once]  # folders are read, and nothing is kept


def found(folder):
    return [str(one) for one in problems_of(read_bundle(folder), TODAY)]


def change(folder, path, old, new):
    file = folder / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.fixture
def folder(tmp_path):
    begin_course(tmp_path / "my-course")
    return tmp_path / "my-course"


def test_a_new_course_is_written_by_a_command_and_passes_the_check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    answer = run(main, ["courses", "new", "rosewood-at-the-port"])
    assert (answer.exit_code, "courses preview rosewood-at-the-port" in answer.stdout) == (0, True)
    answer = run(main, ["courses", "check", "rosewood-at-the-port"])
    assert (answer.exit_code, "Nothing is wrong" in answer.stdout) == (0, True)
    assert read_bundle(tmp_path / "rosewood-at-the-port").course.slug == "rosewood-at-the-port"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rosewood-at-the-port"]


@pytest.mark.parametrize("name", ["My course", "two--hyphens", "a" * 80])
def test_a_folder_whose_name_cannot_stand_in_an_address_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(RuleBroken, match="small letters"):
        begin_course(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "my-course").mkdir()
    (tmp_path / "my-course" / "notes.txt").write_text("mine")
    with pytest.raises(RuleBroken, match="not empty"):
        begin_course(tmp_path / "my-course")
    assert [path.name for path in (tmp_path / "my-course").iterdir()] == ["notes.txt"]


@pytest.mark.long  # as they lie, tests/test_shipped_courses.py checks them in each run
@pytest.mark.parametrize("name", [SHIPPED.name, *MORE])
def test_a_copy_of_a_shipped_course_passes_the_check(tmp_path, name):
    shutil.copytree(CONTENT / name, tmp_path / "copy")
    assert found(tmp_path / "copy") == []


def test_a_course_that_names_no_word_gets_no_glossary(folder):
    (folder / "glossary.csv").unlink()
    change(folder, "lessons/first-lesson.md", "[[checkpoint quiz]]", "quiz")
    assert read_bundle(folder).glossary == {}


EXAM = "questions/exam.yaml"


@pytest.mark.parametrize(
    ("path", "old", "new", "named"),
    [
        (EXAM, "accepted: [check]", "accepted: []", EXAM),  # then the exam has too few to draw from
        (EXAM, "  use: exam\n", "  use: exams\n", EXAM),
        (EXAM, "- id: exam-lessons-001", "- id: [", EXAM),  # the whole file
        ("questions/practice.yaml", "right: true", "right: maybe", "questions/practice.yaml"),  # then the check
        ("questions/checkpoint.yaml", "answer: true", "answer: perhaps", "questions/checkpoint.yaml"),
        ("exams.yaml", "minutes: 10", "minutes: ten", "exams.yaml:1[0-9]"),  # then the course names no final exam
        ("exams.yaml", "- slug: checkpoint", "- slug: [", "exams.yaml"),
        ("sources.yaml", "S1:", "S1: [", "sources.yaml"),  # then no source is known
        ("glossary.csv", "term_en", "word", "glossary.csv"),  # then no word is
    ],
)
def test_a_fault_that_follows_from_another_is_not_named_beside_it(folder, path, old, new, named):
    change(folder, path, old, new)
    problems = found(folder)
    assert problems
    assert [one for one in problems if not re.match(named, one)] == []


def test_a_cell_that_names_a_question_in_vain_says_that_and_nothing_of_its_number(folder):
    change(folder, "exams.yaml", "checkpoint-first-module-2]", "checkpoint-first-module-9]")
    problems = found(folder)
    assert [one.partition(": ")[2] for one in problems] == [
        "checkpoint-first-module: There is no item “checkpoint-first-module-9”."
    ]


def test_too_few_questions_are_still_named_where_none_was_refused(folder):
    change(folder, "exams.yaml", "count: 1}", "count: 2}")
    assert ["draws 2 of 3 items; there must be 6" in one for one in found(folder)] == [True]


def test_in_another_language_a_refused_question_is_not_missed_too(folder):
    (folder / "fr").mkdir()
    for name in ("course.yaml", "exams.yaml"):
        shutil.copy(folder / name, folder / "fr" / name)
    for name in ("lessons", "questions"):
        shutil.copytree(folder / name, folder / "fr" / name)
    change(folder, "fr/course.yaml", "language: en", "language: fr")
    assert found(folder) == []
    change(folder, "fr/questions/exam.yaml", "accepted: [check]", "accepted: []")
    problems = found(folder)
    assert problems
    assert [one for one in problems if not one.startswith("fr/questions/exam.yaml")] == []
    assert not any("missing here" in one for one in problems)
