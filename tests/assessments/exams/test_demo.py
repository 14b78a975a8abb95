"""The part of exams in the demonstration: what it leaves for managers to decide."""

import pytest

from assessments import demo
from assessments.decisions.pages.waiting import check_decisions, decisions_next
from assessments.decisions.queries import decisions_first
from assessments.exams.pages.withdrawals import check_withdrawals
from assessments.exams.queries.withdrawn import withdrawn_now
from lms.access import Role
from lms.db import end_read_session
from lms.people.models import Person
from lms.ports import Health, HomeSource
from tests.builders import assessments as make
from tests.builders.home import steps_of
from tests.builders.people import person, viewer

DECISIONS = HomeSource(decisions_first, follows=decisions_next)


@pytest.fixture
def world(session, exam, version, now, monkeypatch):
    monkeypatch.setattr(demo, "WITHDRAWN", "exam-number-0")
    managers = {key: person(session, None, Role.PROGRAMME_MANAGER).id for key in demo.MANAGERS}
    readers = [make.learner(session, version, now).id for _n in range(4)]
    barred = person(session, None, Role.TRAINER).id
    session.commit()
    end_read_session()
    people = managers | {demo.ACCUSED: readers[0], demo.BARRED: barred}
    course = {"id": version.course_id, "version_id": version.id, "all_lessons_read_by": readers}
    return {"people": people, "course": course}


def test_each_manager_finds_something_that_another_began(app, session, world, now):
    demo.load(world, now)
    session.expire_all()
    waits = {}
    with app.test_request_context():
        for key in demo.MANAGERS:
            row = session.get_one(Person, world["people"][key])
            waits[key] = [one.text for one in steps_of(session, viewer(session, row), now, DECISIONS)]
    assert waits == {"rosa.almeida": ["1 waits."], "amina.diallo": ["1 waits."], "henrik.vasbo": ["1 waits."]}
    (withdrawn,) = withdrawn_now(session, now)
    assert withdrawn.withdrawal.actor_id == world["people"]["henrik.vasbo"]


def test_everything_that_waits_has_somebody_who_can_decide_and_none_is_overdue(session, world, now):
    demo.load(world, now)
    session.expire_all()
    findings = [*check_decisions(session, now), *check_withdrawals(session, now)]
    assert [one.health for one in findings] == [Health.OK] * 3
