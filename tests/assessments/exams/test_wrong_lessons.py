"""Which lessons stand behind a person's wrong answers: what other packages may know of them."""

from datetime import timedelta

from assessments.exams.services.starting import start_attempt
from assessments.items.kinds import KindName
from assessments.public import wrong_lessons
from tests.builders import assessments as make

DAY = timedelta(days=1)
# Of the six questions of quiz and exam, kinds and lessons go round: first, second, third, first, second, third.
LESSON_OF = {kind: ("first", "second", "third")[n % 3] for n, kind in enumerate(KindName)}
ONE, SEVERAL, TRUE_FALSE, NUMBER = list(KindName)[:4]


def test_nobody_who_answered_nothing_has_a_wrong_lesson(session, version, officer):
    assert wrong_lessons(session, officer.id, version.course_id) == {}


def test_all_right_leaves_no_lesson(session, exam, version, officer, now):
    make.sit(session, exam, officer, now)
    assert wrong_lessons(session, officer.id, version.course_id) == {}


def test_quizzes_and_exams_count_together_and_the_most_often_wrong_comes_first(
    session, exam, quiz, version, officer, now
):
    make.sit(session, quiz, officer, now, wrong=[ONE, NUMBER, SEVERAL])
    make.sit(session, exam, officer, now, wrong=[SEVERAL, ONE])
    found = wrong_lessons(session, officer.id, version.course_id)
    assert LESSON_OF[ONE] == LESSON_OF[NUMBER] == "first"
    assert list(found.items()) == [("first", 3), ("second", 2)]


def test_an_answer_right_in_part_counts_as_wrong(session, quiz, version, officer, now):
    make.sit(session, quiz, officer, now, wrong=[SEVERAL])
    assert wrong_lessons(session, officer.id, version.course_id) == {LESSON_OF[SEVERAL]: 1}


def test_an_attempt_under_way_says_nothing(session, exam, version, officer, now):
    attempt = make.start(session, exam, officer, now)
    make.save(session, attempt, make.position_of(session, attempt, ONE), make.WRONG[ONE], now)
    assert wrong_lessons(session, officer.id, version.course_id) == {}


def test_a_question_left_without_an_answer_says_nothing(session, quiz, version, officer, now):
    attempt = start_attempt(session, quiz, officer.id, seed=5, now=now)
    make.save(session, attempt, make.position_of(session, attempt, TRUE_FALSE), make.WRONG[TRUE_FALSE], now)
    make.submit_attempt(session, attempt, key="k", now=now)
    make.grade_attempt(session, attempt.id, now=now)
    assert wrong_lessons(session, officer.id, version.course_id) == {LESSON_OF[TRUE_FALSE]: 1}


def test_the_newest_score_of_a_question_counts(session, exam, version, officer, now):
    attempt = make.sit(session, exam, officer, now, wrong=[ONE])
    position = make.position_of(session, attempt, ONE)
    make.save(session, attempt, position, make.RIGHT[ONE], now + DAY, client_seq=2, base_seq=1)
    decided = make.person(session, None, make.Role.PROGRAMME_MANAGER)
    accept_late(session, attempt, decided, now + DAY)
    assert wrong_lessons(session, officer.id, version.course_id) == {}


def accept_late(session, attempt, row, now):
    from assessments.exams.services.deciding import decide_late
    from tests.builders.people import viewer

    decide_late(session, attempt, accept=True, reason="No network.", actor=viewer(session, row), now=now)


def test_wrong_answers_are_a_persons_own_and_of_one_course(session, exam, version, officer, now):
    other = make.learner(session, version, now)
    make.sit(session, exam, officer, now, wrong=[ONE])
    assert wrong_lessons(session, other.id, version.course_id) == {}
    assert wrong_lessons(session, officer.id, version.course_id + 1) == {}


def test_nothing_but_lessons_leaves(session, exam, version, officer, now):
    make.sit(session, exam, officer, now, wrong=list(KindName))
    found = wrong_lessons(session, officer.id, version.course_id)
    assert set(found) == {"first", "second", "third"}
    assert all(type(times) is int for times in found.values())
