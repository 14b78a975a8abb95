"""The table in docs/authoring.md holds every sentence with which a course folder is refused, and no other."""

import re
from datetime import date

import pytest

from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.new_course import begin_course
from tests.docs.refusals import GAP, ROOT, refusals, table

pytestmark = pytest.mark.once  # folders are read, and nothing is kept

HEADING = "## What `check` refuses"
TODAY = date(2026, 11, 26)


def rows():
    text = (ROOT / "docs/authoring.md").read_text(encoding="utf-8")
    section = text.partition(HEADING)[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][1:]


def test_the_table_and_the_source_say_the_same():
    assert rows() == table().splitlines(), "python -m tests.docs.refusals prints the rows as they must be"


def known(message):
    """Whether a row holds this message, by what may stand before it: the name of a question, an exam or a part."""
    return any(
        re.search("(?:^|: )" + ".*?".join(map(re.escape, one.split(GAP))) + r"\Z", message, re.DOTALL)
        for each in refusals().values()
        for one in each
    )


FAULTS = [
    ("course.yaml", 'title: "New course"', "title: 5"),
    ("course.yaml", "lessons: [first-lesson]", "lessons: [first-lesson, second]"),
    ("sources.yaml", "kind: guidance", "kind: book"),
    ("sources.yaml", 'sheet: "docs', 'read_by: "docs'),
    ("lessons/first-lesson.md", "[^S1:The folder]", ""),
    ("lessons/first-lesson.md", "[^S1:The folder]", "[^S9]"),
    ("questions/exam.yaml", "course.yaml holds the outline.", "The outline is in Appendix II."),
    ("glossary.csv", "checkpoint quiz,", "checkpoint quiz,more,"),
    ("lessons/first-lesson.md", "::: counter", "::: story"),
    ("lessons/first-lesson.md", "[[checkpoint quiz]]", "[[seal]]"),
    ("figures/parts.svg", "<rect width", '<rect onclick="x()" width'),
    ("questions/exam.yaml", "kind: one-choice", "kind: essay"),
    ("questions/exam.yaml", "accepted: [check]", "accepted: []"),
    ("questions/exam.yaml", "- id: exam-lessons-001", "- id: exam_lessons-001"),
    ("exams.yaml", "count: 1}", "count: 2}"),
    ("exams.yaml", "cut: 70 #", "cut: 170 #"),
]


@pytest.mark.parametrize(("path", "old", "new"), FAULTS)
@pytest.mark.usefixtures("app")
def test_what_is_said_of_a_planted_fault_stands_in_the_table(tmp_path, path, old, new):
    folder = tmp_path / "my-course"
    begin_course(folder)
    file = folder / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    found = [one.message for one in problems_of(read_bundle(folder), TODAY)]
    assert found
    assert [one for one in found if not known(one)] == []
