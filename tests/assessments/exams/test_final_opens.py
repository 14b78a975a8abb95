"""A final exam that is not open: refused to who never began it, with what is missing; never to who has begun."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.exams.models import Attempt
from assessments.exams.pages.exam import exam_page
from assessments.exams.rules.admission import PreviousAttempt, RefusalReason, may_start
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.granting import grant_attempt
from courses.api import newest_runs, take_back_completion
from courses.learning.services import record_read
from courses.openings.services import open_final
from lms.access import Role
from lms.errors import RuleBroken
from tests.builders import assessments as make
from tests.builders.courses import read_and_pass
from tests.builders.decisions import bar, manager
from tests.builders.people import NOW, person, viewer

DAY = timedelta(days=1)
ADDRESS = f"/courses/{make.SLUG}/exams/{make.EXAM}"
pytestmark = pytest.mark.usefixtures("told_whole", "at_now")


@pytest.fixture
def version(session, tmp_path, quick_reading, now):
    """The small course, whose exam waits for lessons and checkpoints."""
    return make.load_folder(session, make.write_exam_course(tmp_path, final_opens="checkpoints"), now)


@pytest.fixture
def run(session, officer, version):
    return newest_runs(session, [officer.id], version.course_id)[officer.id]


def refusal(session, exam, run, now):
    return exam_page(session, exam, run, now).refusal


def test_who_has_read_nothing_cannot_start_it(session, exam, officer, now):
    with pytest.raises(RuleBroken, match="read every lesson and passed every checkpoint quiz"):
        make.start(session, exam, officer, now)


def test_who_has_read_and_passed_everything_starts_it(app, session, exam, version, officer, run, now):
    for lesson in make.LESSONS:
        record_read(session, officer.id, version.course_id, lesson, now=now)
    assert refusal(session, exam, run, now).reason is RefusalReason.NOT_OPEN
    for name in ("quiz-one", "quiz-two"):
        make.sit(session, make.exam_of(session, version, name), officer, now)
    assert refusal(session, exam, run, now) is None
    assert make.start(session, exam, officer, now).no == 1


def test_a_quiz_that_was_not_passed_keeps_it_shut(app, session, exam, quiz, version, officer, run, now):
    read_and_pass(session, [run], now)
    take_back_completion(session, run.id, make.QUIZ)
    make.sit(session, quiz, officer, now, wrong=tuple(make.RIGHT))
    page = exam_page(session, exam, run, now)
    assert [step.slug for step in page.missing] == [make.QUIZ]


def test_a_quiz_is_open_from_the_first_day(session, quiz, officer, now):
    assert make.start(session, quiz, officer, now).no == 1


def test_who_has_begun_it_is_not_shut_out(session, exam, officer, run, now):
    read_and_pass(session, [run], now)
    make.sit(session, exam, officer, now, wrong=tuple(make.RIGHT)[:5])
    take_back_completion(session, run.id, make.QUIZ)
    assert make.start(session, exam, officer, now + 2 * DAY).no == 2


def test_an_annulled_attempt_has_begun_it_too():
    voided = [PreviousAttempt(AttemptState.VOIDED, NOW, NOW, passed=None)]
    assert may_start([], NOW, 3, 24, is_open=False).reason is RefusalReason.NOT_OPEN
    assert may_start(voided, NOW + 2 * DAY, 3, 24, is_open=False) is None


def test_a_bar_is_told_first(app, session, exam, officer, run, now):
    bar(session, exam, officer, now)
    assert refusal(session, exam, run, now).reason is RefusalReason.BARRED


def test_the_page_lists_what_is_missing_with_its_links(session, officer, version, here, now):
    record_read(session, officer.id, version.course_id, "first", now=now)
    session.commit()
    page = here.get(ADDRESS).text
    assert "This exam is not open yet" in page
    assert "Start now" not in page
    assert f"/courses/{make.SLUG}/lessons/second" in page
    assert f"/courses/{make.SLUG}/exams/{make.QUIZ}" in page
    assert '/lessons/first"' not in page
    refused = here.post(f"{ADDRESS}/start")
    assert refused.status_code == 409
    assert "This exam is not open yet" in refused.text
    assert session.scalars(select(Attempt)).all() == []


def test_the_officer_reads_who_opened_it_and_why(session, exam, officer, run, here, now):
    trainer = person(session, "Rosa Almeida", Role.TRAINER)
    open_final(session, run, reason="Taught this for six years.", actor=viewer(session, trainer), now=now)
    session.commit()
    page = here.get(ADDRESS).text
    assert "Rosa Almeida" in page
    assert "Taught this for six years." in page
    assert "Start now" in page
    assert here.post(f"{ADDRESS}/start").status_code == 303


def test_the_page_of_the_exam_needs_at_most_one_query_more(session, officer, run, version, here, counting, now):
    def queries():
        here.get(ADDRESS)
        with counting() as seen:
            here.get(ADDRESS)
        return len(seen)

    waits = queries()
    read_and_pass(session, [run], now)
    session.commit()
    assert queries() == waits
    quiz = f"/courses/{make.SLUG}/exams/{make.QUIZ}"
    here.get(quiz)
    with counting() as of_quiz:
        here.get(quiz)
    assert waits <= len(of_quiz) + 2  # what is missing, and whether its keys were seen


def test_one_more_attempt_opens_nothing(session, exam, officer, now):
    said = {"course_id": exam.course_id, "exam_slug": exam.slug, "person_id": officer.id, "reason": "Please."}
    with pytest.raises(RuleBroken, match="still has attempts"):
        grant_attempt(session, **said, actor=manager(session), now=now)
