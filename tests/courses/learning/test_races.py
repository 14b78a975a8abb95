"""Progress that comes at the same moment, on connections of its own with real commits."""

import pytest
from sqlalchemy import func, select

from config import Testing as Settings
from courses.learning import services
from courses.learning.models import Enrolment, LessonRead, StepDone
from courses.learning.queries import runs as queries
from courses.learning.versions import services as versions
from courses.ports.assessments import ASSESSMENTS
from courses.ports.runs import REOPENING, Reopening
from lms.access import Role
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from tests.builders import composition
from tests.builders.courses import load
from tests.builders.people import NOW, person
from tests.builders.races import Gate, at_once


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, monkeypatch, questions, steps):
    database = Database(new_database("progress_races", migrated_database))
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000")
    app = create_app(settings, database=database)
    composition.change(app, monkeypatch, ASSESSMENTS, questions=questions, steps=steps)
    yield app
    database.close()


@pytest.fixture
def under_way(own_app, folder):
    """A run in which everything but the last two steps is done, and the steps that are left."""
    with own_app.test_request_context(), transaction() as session:
        version = load(session, folder, NOW)
        officer = person(session, "Officer", Role.OFFICER)
        run = services.enrol(session, officer.id, version.id, now=NOW)
        *done, one, other = queries.all_steps(session, version.id)
        for step in done:
            services.record_completion(session, run.id, step, now=NOW)
    return run.id, (one, other)


def counted(app, table, *which):
    with app.test_request_context(), transaction() as session:
        return session.scalar(select(func.count()).select_from(table).where(*which))


def test_the_last_two_steps_at_the_same_moment_complete_the_course_once(own_app, under_way, monkeypatch):
    run_id, last_two = under_way
    gate = Gate(2)  # both look before either writes, if they can
    monkeypatch.setattr(queries, "done_in", gate.after(queries.done_in))

    def do(step):
        with transaction() as session:
            return services.record_completion(session, run_id, step, now=NOW)

    assert at_once(own_app, *(lambda step=step: do(step) for step in last_two)) == [True, True]
    assert counted(own_app, AuditEntry, AuditEntry.name == "course.completed") == 1


def test_the_same_step_at_the_same_moment_is_done_once(own_app, under_way, monkeypatch):
    run_id, (step, _other) = under_way
    monkeypatch.setattr(queries, "done_in", Gate(2).after(queries.done_in))

    def do():
        with transaction() as session:
            return services.record_completion(session, run_id, step, now=NOW)

    assert sorted(at_once(own_app, do, do)) == [False, True]
    assert counted(own_app, StepDone, StepDone.step == step) == 1
    assert counted(own_app, LessonRead) == 0


def test_begun_again_twice_at_the_same_moment_it_begins_once(own_app, under_way, monkeypatch):
    run_id, _steps = under_way

    def over(session, runs, now):
        return {run.id: Reopening("It is over.", "expired", allowed=True) for run in runs}

    composition.fill(own_app, monkeypatch, REOPENING, over)
    monkeypatch.setattr(queries, "own_run", Gate(2).before(queries.own_run))

    def again():
        with transaction() as session:
            run = queries.runs_by_id(session, [run_id])[run_id]
            return versions.take_again(session, run.person_id, run.course_id, run.uuid, now=NOW).id

    first, second = at_once(own_app, again, again)
    assert first == second != run_id
    assert counted(own_app, Enrolment) == 2
