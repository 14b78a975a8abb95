"""What a person got wrong in a course: their own newest attempts, lesson by lesson, and nothing of the final exam."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assessments.exams.models import Attempt
from assessments.exams.pages.revision import revision
from assessments.exams.rules.revising import Answered, to_revise
from assessments.exams.rules.states import AttemptState
from assessments.items.models import ItemVersion
from courses.api import course_taken
from lms.access import Role
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import person

PAGE = f"/courses/{make.SLUG}/revise"
# The n-th kind asks about the n-th lesson, twice round: see write_exam_course.
FIRST, SECOND, THIRD, FIRST_TOO, SECOND_TOO, _THIRD_TOO = make.KINDS


def one(number, lesson, exact="0"):
    return Answered(number, lesson, exact, True, "uuid", number)


@pytest.mark.parametrize(
    ("answered", "lessons"),
    [
        ([], []),
        ([one(1, "a", "1")], []),
        ([one(1, "b"), one(2, "a"), one(3, "a")], ["a", "b"]),
        ([one(1, "a"), one(2, "c"), one(3, "c")], ["c", "a"]),
        ([one(1, "c"), one(2, "b")], ["b", "c"]),  # as often: in the order of the course
        ([one(1, "a", "1/2")], ["a"]),  # a part of the points is not right
        ([one(1, "gone"), one(2, "b")], ["b"]),
    ],
)
def test_most_often_wrong_comes_first(answered, lessons):
    assert [lesson for lesson, _each in to_revise(answered, ["a", "b", "c"])] == lessons


@pytest.fixture
def look(session):
    """What the page shows to somebody."""

    def at(row):
        return revision(session, course_taken(session, row.id, make.SLUG))

    return at


def counts(page):
    return {found.url.rpartition("/")[2]: found.count for found in page.lessons}


def text_of(response):
    assert response.status_code == 200, response.status
    return response.get_data(as_text=True)


def test_only_the_newest_attempt_at_each_quiz_counts(session, quiz, officer, now, look):
    make.sit(session, quiz, officer, now - timedelta(days=2), wrong=[SECOND, THIRD])
    assert counts(look(officer)) == {"second": 1, "third": 1}
    make.sit(session, quiz, officer, now - timedelta(days=1), wrong=[FIRST, FIRST_TOO, SECOND])
    assert counts(look(officer)) == {"first": 2, "second": 1}
    assert [found.count for found in look(officer).lessons] == [2, 1]


def test_exam_and_quizzes_are_counted_together(session, exam, quiz, officer, now, look):
    make.sit(session, quiz, officer, now - timedelta(days=2), wrong=[SECOND])
    make.sit(session, exam, officer, now - timedelta(days=1), wrong=[SECOND, SECOND_TOO, THIRD])
    page = look(officer)
    assert counts(page) == {"second": 3, "third": 1}
    assert [(len(found.open), found.hidden) for found in page.lessons] == [(1, 2), (0, 1)]


def test_an_attempt_under_way_or_voided_says_nothing(session, quiz, officer, now, look):
    attempt = make.sit(session, quiz, officer, now - timedelta(days=2), wrong=[SECOND])
    make.start(session, quiz, officer, now)
    assert counts(look(officer)) == {"second": 1}
    session.execute(update(Attempt).where(Attempt.id == attempt.id).values(state=AttemptState.VOIDED))
    assert not look(officer).has_sat


def test_what_others_got_wrong_is_theirs(session, version, quiz, officer, now, look):
    other = make.learner(session, version, now)
    make.sit(session, quiz, other, now, wrong=list(KindName))
    assert look(officer).lessons == ()
    assert not look(officer).has_sat


def test_a_quiz_shows_its_questions_and_the_exam_shows_none(session, exam, quiz, officer, now, signed_in):
    make.sit(session, quiz, officer, now - timedelta(days=2), wrong=[SECOND])
    make.sit(session, exam, officer, now - timedelta(days=1), wrong=list(KindName))
    page = text_of(signed_in(officer).get(PAGE))
    stems = {row.hash: row.stem for row in session.scalars(select(ItemVersion)) if row.stem in page}
    quizzes = set(session.scalars(select(ItemVersion.hash).where(ItemVersion.stem.in_(list(stems.values())))))
    assert len(stems) == len(quizzes) == 1
    assert make.item("checkpoint", SECOND, 0).split('stem: "')[1].split('"')[0] in page
    assert make.revealed(page) == []
    assert "3 questions" in page  # of the second lesson: one of the quiz, two of the exam
    assert "2 questions of the exam. They are not shown here" in page


def test_each_lesson_leads_to_itself_and_to_its_checks(session, quiz, officer, now, signed_in):
    attempt = make.sit(session, quiz, officer, now, wrong=[THIRD])
    here = signed_in(officer)
    page = text_of(here.get(PAGE))
    home = f"/courses/{make.SLUG}/lessons/third"
    assert f'href="{home}"' in page
    assert f'href="{home}#check-practice-third-1"' in page
    assert f'href="/attempts/{attempt.uuid}#r{make.position_of(session, attempt, THIRD)}"' in page
    assert f'id="r{make.position_of(session, attempt, THIRD)}"' in text_of(here.get(f"/attempts/{attempt.uuid}"))
    assert 'id="check-practice-third-1"' in text_of(here.get(home))


def test_before_the_first_quiz_the_page_says_what_will_be_here(officer, signed_in):
    assert "After your first quiz or exam" in text_of(signed_in(officer).get(PAGE))


def test_with_everything_right_there_is_nothing_to_read_again(session, quiz, officer, now, signed_in):
    make.sit(session, quiz, officer, now)
    assert "You got everything right" in text_of(signed_in(officer).get(PAGE))


def test_the_page_is_for_who_takes_the_course(session, version, signed_in):
    assert signed_in(person(session, None, Role.OFFICER)).get(PAGE).status_code == 404


def test_course_and_result_lead_to_it(session, quiz, officer, now, signed_in):
    attempt = make.sit(session, quiz, officer, now, wrong=[THIRD])
    here = signed_in(officer)
    assert f'href="{PAGE}"' in text_of(here.get(f"/courses/{make.SLUG}"))
    assert f'href="{PAGE}"' in text_of(here.get(f"/attempts/{attempt.uuid}"))


def test_more_wrong_answers_are_no_more_queries(session, exam, quiz, officer, now, signed_in, counting):
    here = signed_in(officer)

    def asked():
        here.get(PAGE)
        with counting() as seen:
            here.get(PAGE)
        return len(seen)

    make.sit(session, quiz, officer, now - timedelta(days=3), wrong=[SECOND])
    session.commit()
    few = asked()
    make.sit(session, quiz, officer, now - timedelta(days=2), wrong=list(KindName))
    make.sit(session, exam, officer, now - timedelta(days=1), wrong=list(KindName))
    session.commit()
    assert asked() == few <= 4
