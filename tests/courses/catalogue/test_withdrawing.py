"""A course is withdrawn: nobody begins it, and who is under way goes on to the end."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from courses.catalogue.commands import courses_commands
from courses.catalogue.models import CourseWithdrawal
from courses.events import CourseWithdrawn
from courses.learning.queries.runs import newest_runs
from courses.learning.services import begin_again, enrol, record_read, start
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.errors import RuleBroken
from tests.builders.people import person

SLUG = "tiny-course"


@pytest.fixture
def lms(app):
    """Runs `lms courses …` in the application of this test."""
    return lambda *words: CliRunner().invoke(courses_commands, list(words), obj=SimpleNamespace(get=lambda: app))


@pytest.fixture
def withdrawn(lms, version, session):
    session.commit()
    answer = lms("withdraw", SLUG, "--reason", "The law changed.")
    assert answer.exit_code == 0, answer.output


def test_nobody_begins_it_any_more(session, version, withdrawn, now):
    newcomer = person(session, None, Role.OFFICER)
    for begin in (start, enrol):
        with pytest.raises(RuleBroken, match="The law changed"):
            begin(session, newcomer.id, version.id, now=now)


def test_who_is_under_way_goes_on_and_does_not_begin_again(session, enrolled, version, withdrawn, now):
    assert record_read(session, enrolled.id, version.course_id, "first", now=now)
    assert newest_runs(session, [enrolled.id], version.course_id)[enrolled.id].is_open
    with pytest.raises(RuleBroken):
        begin_again(session, enrolled.id, version.id, now=now)


def test_its_page_says_so_and_lists_leave_it_out(session, signed_in, version, withdrawn):
    browser = signed_in(person(session, None, Role.OFFICER))
    assert "The law changed." in browser.get(f"/courses/{SLUG}").text
    assert f"/courses/{SLUG}" not in browser.get("/learn").text
    assert browser.post(f"/courses/{SLUG}/enrol").status_code == 409


def test_it_is_offered_again_and_the_record_keeps_both(session, lms, version, withdrawn, now):
    assert lms("withdraw", SLUG, "--offer-again").exit_code == 0
    session.expire_all()
    assert enrol(session, person(session, None, Role.OFFICER).id, version.id, now=now).is_open
    rows = session.scalars(select(CourseWithdrawal.withdrawn).order_by(CourseWithdrawal.id)).all()
    entries = session.scalars(select(AuditEntry).where(AuditEntry.name == CourseWithdrawn.name)).all()
    assert (rows, [one.data["withdrawn"] for one in entries]) == ([True, False], [True, False])


def test_a_second_time_changes_nothing(session, lms, version, withdrawn):
    answer = lms("withdraw", SLUG, "--reason", "Again.")
    assert (answer.exit_code, "Nothing was changed" in answer.output) == (0, True)
    assert len(session.scalars(select(CourseWithdrawal)).all()) == 1


def test_it_names_a_reason_and_a_course_that_is_there(session, lms, version):
    session.commit()
    assert lms("withdraw", SLUG).exit_code == 1
    assert lms("withdraw", "nothing", "--reason", "x").exit_code == 1
    assert lms("withdraw").exit_code == 2
