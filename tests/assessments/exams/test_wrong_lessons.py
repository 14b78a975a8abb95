"""Which lessons stand behind a person's wrong answers: what other packages may know of them."""

from datetime import timedelta

from assessments.api import wrong_lessons
from assessments.exams.pages.revision import revision
from assessments.exams.services.adjudication import decide_late
from courses.api import course_taken, newest_runs
from lms.batch import one
from tests.builders import assessments as make
from tests.builders.people import viewer

DAY = timedelta(days=1)
ORDER = ["third", "first", "second"]
# The n-th kind asks about the n-th lesson, twice round: see write_exam_course.
FIRST, SECOND, THIRD, FIRST_TOO, SECOND_TOO, _THIRD_TOO = make.KINDS


def wrong(session, row, version, lessons):
    """The lessons that this person should read again, in the run that counts."""
    run = newest_runs(session, [row.id], version.course_id)[row.id]
    return one(wrong_lessons(session, [run.id], lessons))


def test_nobody_who_answered_nothing_has_a_wrong_lesson(session, version, officer):
    assert wrong(session, officer, version, ORDER) == []


def test_quizzes_and_exams_count_together_and_of_equals_the_order_given_decides(
    session, exam, quiz, version, officer, now
):
    make.sit(session, quiz, officer, now, wrong=[FIRST, SECOND, THIRD])
    make.sit(session, exam, officer, now, wrong=[SECOND, SECOND_TOO])
    assert wrong(session, officer, version, ORDER) == ["second", "third", "first"]
    assert wrong(session, officer, version, ["first", "third"]) == ["first", "third"]


def test_a_quiz_that_was_repeated_well_takes_its_lessons_off(session, exam, quiz, version, officer, now):
    make.sit(session, quiz, officer, now, wrong=[FIRST, THIRD])
    make.sit(session, exam, officer, now, wrong=[SECOND])
    make.sit(session, quiz, officer, now + DAY)
    assert wrong(session, officer, version, ORDER) == ["second"]


def test_a_question_left_without_an_answer_is_to_be_read_again(session, quiz, version, officer, now):
    attempt = make.start(session, quiz, officer, now)
    for position, name in make.kinds(session, attempt).items():
        if name is not THIRD:
            make.save(session, attempt, position, make.RIGHT[name], now)
    make.submit_attempt(session, attempt, key="k", now=now)
    make.grade_attempt(session, attempt.id, now=now)
    assert wrong(session, officer, version, ORDER) == ["third"]


def test_the_newest_score_of_a_question_counts(session, exam, version, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=[FIRST])
    position = make.position_of(session, attempt, FIRST)
    make.save(session, attempt, position, make.RIGHT[FIRST], now + DAY, client_seq=2, base_seq=1, given_at=now)
    decides = viewer(session, make.person(session, None, make.Role.PROGRAMME_MANAGER))
    decide_late(session, attempt, accept=True, reason="No network.", actor=decides, now=now + DAY)
    assert wrong(session, officer, version, ORDER) == []


def test_wrong_answers_are_a_persons_own(session, exam, version, officer, now):
    other = make.learner(session, version, now)
    make.sit(session, exam, officer, now, wrong=[FIRST])
    assert wrong(session, other, version, ORDER) == []


def test_card_and_page_name_the_same_lessons_in_the_same_order(session, exam, quiz, version, officer, now):
    make.sit(session, quiz, officer, now, wrong=[FIRST, FIRST_TOO, SECOND])
    make.sit(session, exam, officer, now, wrong=[THIRD, SECOND, SECOND_TOO])
    taken = course_taken(session, officer.id, make.SLUG)
    page = [found.url.rpartition("/")[2] for found in revision(session, taken).lessons]
    assert wrong(session, officer, version, ["first", "second", "third"]) == page
