"""A gain test of tests: a small course that has one, and people who sit it before the course and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assessments.exams.models import Attempt
from assessments.exams.queries.exams import ExamInForce
from assessments.exams.services.closing import submit_attempt
from assessments.exams.services.gain import start_gain_test
from assessments.exams.services.grading import grade_attempt
from courses.api import Run, newest_runs
from lms import ids
from lms.db import Session
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders.kind_names import KindName

GAIN = "the-gain-test"
ASKED = (KindName.ONE_CHOICE, KindName.TRUE_FALSE, KindName.SEVERAL_CHOICES, KindName.NUMBER)
ENTRY = """\
- slug: the-gain-test
  use: gain
  title: "Before and after"
  draw:
    - {count: 4}
"""


def add_gain_test(root: Path, entry: str = ENTRY, *, named: str = GAIN) -> Path:
    """Give a course folder a gain test with an item of each of four kinds."""
    items = [make.item("gain", kind, 0) for kind in ASKED]
    (root / "questions" / "gain.yaml").write_text("".join(items))
    exams = root / "exams.yaml"
    exams.write_text(f"{exams.read_text()}{entry}")
    course = root / "course.yaml"
    course.write_text(f"{course.read_text()}gain_test: {named}\n")
    return root


def write_gain_course(folder: Path) -> Path:
    """The small course with a gain test."""
    return add_gain_test(make.write_exam_course(folder))


def run_of(session: Session, exam: ExamInForce, row: Person) -> Run:
    """The run of a person in the course of a gain test."""
    return newest_runs(session, [row.id], exam.course_id)[row.id]


def sit_gain_test(
    session: Session, exam: ExamInForce, row: Person, now: datetime, wrong: Sequence[KindName] = ()
) -> Attempt:
    """Answer it once, all right but the kinds named, and hand it in."""
    attempt = start_gain_test(session, exam, run_of(session, exam, row), seed=5, now=now)
    for position, name in make.kinds(session, attempt).items():
        make.save(session, attempt, position, (make.WRONG if name in wrong else make.RIGHT)[name], now)
    submit_attempt(session, attempt, key=ids.new_token(), now=now)
    grade_attempt(session, attempt.id, now=now)
    session.refresh(attempt)
    return attempt


def sit_both(
    session: Session, version_exam: tuple[ExamInForce, ExamInForce], row: Person, now: datetime, wrong: int = 2
) -> None:
    """Answer it before the course with so many wrong, sit the final exam, and answer it again with none wrong."""
    gain, final = version_exam
    sit_gain_test(session, gain, row, now, wrong=ASKED[:wrong])
    make.sit(session, final, row, now)
    sit_gain_test(session, gain, row, now)
