"""What is different in quizzes and exam of two versions of a course."""

import pytest

from assessments.exams.pages.outline_steps import ExamSteps
from courses.api import ChangeKind, move_runs, newest_runs
from tests.builders import assessments as make
from tests.builders.people import NOW


@pytest.fixture(autouse=True)
def in_request(app):
    """The words are in the language of a request."""
    with app.test_request_context():
        yield


@pytest.fixture
def folder(tmp_path):
    return make.write_exam_course(tmp_path)


@pytest.fixture
def version(session, folder):
    return make.load_folder(session, folder, NOW)


@pytest.fixture
def changed(session, folder, version):
    """What a newer version makes of each step, where the text of a file of the folder is replaced."""

    def load(file, old, new):
        for name, before, after in ((file, old, new), ("course.yaml", 'version: "1.0"', 'version: "1.1"')):
            path = folder / name
            text = path.read_text()
            assert before in text
            path.write_text(text.replace(before, after, 1))
        newer = make.load_folder(session, folder, NOW)
        return {one.slug: one for one in ExamSteps().changes(session, version.id, newer.id)}, newer

    return load


def test_what_nobody_changed_is_the_same_and_stands(changed):
    found, _newer = changed("course.yaml", "Tiny course", "Small course")
    assert {(one.change, one.stands) for one in found.values()} == {(ChangeKind.SAME, True)}


def test_another_time_and_number_of_attempts_are_said(changed):
    found, _newer = changed("exams.yaml", "attempts: 3", "attempts: 2")
    exam = found[make.EXAM]
    assert (exam.change, exam.words, exam.stands) == (ChangeKind.CHANGED, ("Attempts: 2 instead of 3.",), True)
    assert found[make.QUIZ].change is ChangeKind.SAME


def test_a_question_that_is_worded_anew_makes_another_quiz_which_is_taken_again(session, folder, changed):
    text = (folder / "questions" / "checkpoint.yaml").read_text()
    stem = next(line for line in text.splitlines() if "stem:" in line)
    found, _newer = changed("questions/checkpoint.yaml", stem, stem.replace("stem: ", "stem: Now "))
    quiz = found[make.QUIZ]
    assert (quiz.change, quiz.stands) == (ChangeKind.CHANGED, False)
    assert quiz.words == ("Some of its questions are new or changed.",)


def test_a_run_with_an_attempt_under_way_is_not_moved(session, version, changed):
    row = make.learner(session, version, NOW)
    make.start(session, make.exam_of(session, version, make.QUIZ), row, NOW)
    _found, newer = changed("course.yaml", "Tiny course", "Small course")
    run = newest_runs(session, [row.id], version.course_id)[row.id]
    told = move_runs(session, [run.id], newer.id, by=None, now=NOW)
    assert (told.moved, list(told.left)) == ({}, [run.id])
