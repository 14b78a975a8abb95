"""A correction of a course reaches a cohort at once, and papers that are begun after it."""

import pytest

from assessments.exams.services.closing import submit_attempt
from courses.cohorts.services.cohort_versions import follow_corrections
from courses.cohorts.tasks import follow_later
from courses.learning.queries.runs import newest_runs
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders.people import NOW


@pytest.fixture
def folder(tmp_path):
    return make.write_exam_course(tmp_path)


@pytest.fixture
def version(session, folder):
    return make.load_folder(session, folder, NOW)


@pytest.fixture
def cohort(session, version):
    return cohorts.cohort(session, version, NOW)


@pytest.fixture
def officer(session, cohort):
    return cohorts.officers(session, cohort, 1, NOW)[0]


def correct(session, folder):
    """Publish the folder as a correction, with another text of its first lesson."""
    course, lesson = folder / "course.yaml", folder / "lessons" / "first.md"
    course.write_text(course.read_text().replace('version: "1.0"', 'version: "1.1"') + 'correction: "A wrong word."\n')
    lesson.write_text(lesson.read_text() + "\nOne more sentence.\n")
    return make.load_folder(session, folder, NOW)


def taken(session, officer, cohort):
    session.expire_all()
    return newest_runs(session, [officer.id], cohort.row.course_id)[officer.id]


def test_a_paper_that_was_begun_stays_and_the_next_one_is_of_the_correction(session, folder, version, cohort, officer):
    attempt = make.start(session, make.exam_of(session, version, make.QUIZ), officer, NOW)
    before = taken(session, officer, cohort)
    mended = correct(session, folder)
    left = follow_corrections(session, cohort.id, now=NOW).left
    assert list(left) == [before.id]
    assert taken(session, officer, cohort).version_id == before.version_id
    submit_attempt(session, attempt, key="k", now=NOW)
    session.commit()
    follow_later(NOW)
    assert taken(session, officer, cohort).version_id == mended.id
    assert cohorts.found(session, cohort.id).row.course_version_id == mended.id
