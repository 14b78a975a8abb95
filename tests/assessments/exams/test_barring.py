"""Somebody is kept from an exam by two people, until a day or for ever."""

from datetime import timedelta

import pytest

from assessments.exams.queries.bars import sitting_barred
from lms.access import Role
from lms.errors import Conflict, RuleBroken
from tests.builders import assessments as make
from tests.builders.decisions import bar, manager, proposed_bar, upheld
from tests.builders.people import person, viewer

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("told_whole")


def test_only_what_a_second_person_confirmed_keeps_somebody_from_an_exam(session, exam, officer, now):
    made = proposed_bar(session, exam, officer, now)
    assert make.start(session, exam, officer, now).no == 1
    other = make.learner(session, session.get_one(make.CourseVersion, exam.course_version_id), now)
    bar(session, exam, other, now)
    with pytest.raises(RuleBroken, match="may not sit this exam yet"):
        make.start(session, exam, other, now)
    assert made.state == "proposed"


def test_on_the_day_that_it_names_the_exam_is_open(session, exam, officer, now):
    bar(session, exam, officer, now)
    with pytest.raises(RuleBroken, match="yet"):
        make.start(session, exam, officer, now + 29 * DAY)
    midnight = (now + 30 * DAY).replace(hour=0)
    with pytest.raises(RuleBroken, match="yet"):
        make.start(session, exam, officer, midnight - timedelta(seconds=1))
    assert make.start(session, exam, officer, midnight).no == 1


def test_of_two_bars_the_longer_counts(session, exam, officer, now):
    bar(session, exam, officer, now, opens_on=(now + 5 * DAY).date())
    bar(session, exam, officer, now, opens_on=(now + 9 * DAY).date())
    found = sitting_barred(session, [officer.id], [exam.course_id], now)[officer.id][exam.course_id]
    assert found.opens_on == (now + 9 * DAY).date()


def test_quizzes_and_other_people_are_not_concerned(session, exam, quiz, officer, version, now):
    bar(session, exam, officer, now, opens_on=None, never_again=True)
    assert make.start(session, quiz, officer, now).no == 1
    assert make.start(session, exam, make.learner(session, version, now), now).no == 1


def test_an_attempt_under_way_goes_on(session, exam, officer, now):
    attempt = make.start(session, exam, officer, now)
    bar(session, exam, officer, now)
    assert make.start(session, exam, officer, now).id == attempt.id


def test_an_objection_upheld_opens_the_exam(session, exam, officer, now):
    decision = bar(session, exam, officer, now, opens_on=None, never_again=True)
    upheld(session, decision, officer, now)
    assert make.start(session, exam, officer, now).no == 1


def test_nobody_proposes_a_bar_for_themselves_or_from_a_quiz(session, exam, quiz, officer, now):
    row = person(session, None, Role.PROGRAMME_MANAGER)
    with pytest.raises(RuleBroken, match="your own"):
        proposed_bar(session, exam, row, now, by=viewer(session, row))
    with pytest.raises(RuleBroken, match="This is a quiz"):
        proposed_bar(session, quiz, officer, now)


def test_the_same_form_proposes_once_and_one_waits_for_each_person(session, exam, officer, version, now):
    by = manager(session)
    first = proposed_bar(session, exam, officer, now, by=by, key="one")
    assert proposed_bar(session, exam, officer, now, by=by, key="one").id == first.id
    with pytest.raises(Conflict):
        proposed_bar(session, exam, officer, now, by=by, key="two")
    assert proposed_bar(session, exam, make.learner(session, version, now), now).id != first.id


def test_many_people_are_asked_at_once(session, exam, officer, version, counting, now):
    people = [officer, *(make.learner(session, version, now) for _ in range(3))]
    for row in people[:2]:
        bar(session, exam, row, now)
    with counting() as seen:
        found = sitting_barred(session, [row.id for row in people], [exam.course_id], now)
    assert [exam.course_id in found[row.id] for row in people] == [True, True, False, False]
    assert len(seen) == 2
