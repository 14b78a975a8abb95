"""Every question about people takes as many statements for 1,200 and 3,000 as for 3, as ids and as a Select."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from courses.catalogue.models import CourseVersion
from courses.learning.models import Enrolment
from courses.learning.pages.counter_card import card_courses
from courses.learning.pages.overview import courses_of
from courses.learning.queries import runs as queries
from courses.learning.queries.cards import card_uses
from courses.ports.assessments import ASSESSMENTS
from courses.ports.steps import StepState
from lms.people.models import Person
from tests.builders import composition
from tests.builders.courses import FakeQuestions, load, write_course
from tests.builders.crowd import FEW, crowded, make_crowd, runs_of_people, statements
from tests.builders.people import NOW

SLUG = "tiny-course"
OF_PEOPLE = {
    "the courses that they take": lambda session, people, _course: queries.taken_by(session, people),
    "one course that they take": lambda session, people, _course: queries.taken_by(session, people, SLUG, "en"),
    "all their runs": queries.runs_of,
    "the run that counts": queries.newest_runs,
    "how far they are": lambda session, people, _course: courses_of(session, people, NOW, SLUG),
    "their cards": lambda session, people, _course: card_courses(session, people, SLUG, "en"),
    "how often they used the card": card_uses,
}
OF_RUNS = {
    "what is done": queries.done_in,
    "the runs themselves": queries.runs_by_id,
}


@crowded
def crowd(request, shared_app, module_session, tmp_path_factory):
    """The ids of the course and of the people who take it, made once for all tests here."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        composition.change(shared_app, patch, ASSESSMENTS, questions=FakeQuestions())
        made = load(session, write_course(tmp_path_factory.mktemp("course")), NOW)
        return made.id, make_crowd(session, made, request.param)


@pytest.fixture
def version(session, crowd):
    return session.get_one(CourseVersion, crowd[0])


@pytest.fixture
def people(crowd):
    return crowd[1]


def select_people(people):
    return select(Person.id).where(Person.id.in_(people))


def select_runs(runs):
    return select(Enrolment.id).where(Enrolment.id.in_(runs))


@pytest.fixture
def app_context(app):
    with app.test_request_context():
        yield


def counted(session, ask, *of):
    """How many statements it takes for these."""
    return statements(session, lambda: ask(session, *of))


@pytest.mark.parametrize("form", [list, select_people])
def test_every_question_about_people_takes_as_many_statements_for_many_as_for_few(
    session, version, people, app_context, form
):
    for name, question in OF_PEOPLE.items():
        question(session, people[:1], version.course_id)  # what never changes is remembered from now on
        few, _answer = counted(session, question, form(people[:FEW]), version.course_id)
        many, answer = counted(session, question, form(people), version.course_id)
        assert (name, many) == (name, few)
        assert name == "how often they used the card" or len(answer) == len(people)


@pytest.mark.parametrize("form", [list, select_runs])
def test_every_question_about_runs_takes_one_statement_for_many_as_for_few(session, people, form):
    runs = list(session.scalars(runs_of_people(people)))
    for name, ask in OF_RUNS.items():
        few, _answer = counted(session, ask, form(runs[:FEW]))
        many, answer = counted(session, ask, form(runs))
        assert (name, few, many) == (name, 1, 1)
        assert len(answer) == len(runs)


def test_a_board_of_many_officers_is_made_of_what_is_answered(session, version, people, steps, app_context):
    steps.answers["quiz-one"] = StepState("70 %, passed", "ok", attempts=2, passed=True)
    board = courses_of(session, people, NOW, SLUG)
    [line] = board[people[-1]]
    assert (line.done_count, len(line.outline.steps)) == (2, 6)
    assert (line.next.slug, line.taken.stopped_at, line.taken.position.at) == ("second", "second", NOW)
    assert (line.states["quiz-one"].attempts, line.states["quiz-one"].passed) == (2, True)
    assert (line.is_open, line.taken.run.begun_at) == (True, NOW)


def test_whoever_was_asked_for_has_an_answer_even_if_it_is_empty(session, version, officer):
    assert queries.taken_by(session, [officer.id]) == {officer.id: []}
    assert queries.runs_of(session, [officer.id]) == {officer.id: []}
    assert card_courses(session, [officer.id], SLUG, "en") == {officer.id: None}
    assert card_uses(session, [officer.id], version.course_id)[officer.id].days == 0
    assert queries.newest_runs(session, [officer.id], version.course_id) == {}
