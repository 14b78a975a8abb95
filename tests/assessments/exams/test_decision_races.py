"""What holds when several decide about the same at the same moment, each with a connection and commits of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.decisions.models import Decision, Objection
from assessments.decisions.rules import JUDGES
from assessments.decisions.services.deciding import confirm, refuse
from assessments.decisions.services.objecting import judge_objection, object_to
from assessments.exams.models import Attempt, AttemptGrant
from assessments.exams.rules.states import AttemptState
from assessments.exams.services.granting import grant_attempt
from config import Testing as Settings
from lms import clock
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from lms.errors import Conflict, RuleBroken
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders import decisions
from tests.builders.people import viewer
from tests.builders.races import at_once

MANY = 4


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real."""
    url = new_database(f"decision_races_{abs(hash(request.node.name)) % 10**6}", migrated_database)
    database = Database(url)
    settings = Settings(INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    yield create_app(settings, database=database)
    database.close()


@pytest.fixture
def scene(own_app, tmp_path, quick_reading):
    """The ids of a passed attempt, and of managers who decide at once."""
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        version = make.load_folder(session, make.write_exam_course(tmp_path), now)
        exam = make.exam_of(session, version)
        attempt = make.sit(session, exam, make.learner(session, version, now), now)
        return exam, attempt.id, [decisions.manager(session) for _ in range(MANY)]


def tried(act):
    """A call in a transaction of its own; what it was refused with, or True."""

    def call():
        try:
            with transaction() as session:
                act(session)
        except RuleBroken as fault:
            return type(fault)
        return True

    return call


def test_of_several_forms_about_one_attempt_one_is_proposed(own_app, scene):
    _exam, attempt_id, managers = scene
    now = clock.now()

    def propose(one):
        return tried(
            lambda session: decisions.proposed_annulment(session, session.get_one(Attempt, attempt_id), now, by=one)
        )

    answers = at_once(own_app, *(propose(one) for one in managers))
    assert answers.count(True) == 1
    assert answers.count(Conflict) == MANY - 1
    with own_app.app_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1


def test_of_several_second_people_one_decides(own_app, scene):
    _exam, attempt_id, managers = scene
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        uuid = decisions.proposed_annulment(session, session.get_one(Attempt, attempt_id), now).uuid

    def decide(one, act):
        return tried(lambda session: act(session, uuid, words=decisions.WORDS, actor=one, now=now))

    acts = (confirm, refuse, confirm, refuse)
    answers = at_once(own_app, *(decide(one, act) for one, act in zip(managers, acts, strict=True)))
    assert answers.count(True) == 1
    with own_app.app_context(), transaction() as session:
        state, names = session.scalars(select(Decision.state)).one(), session.scalars(select(AuditEntry.name)).all()
        annulled = session.get_one(Attempt, attempt_id).state == AttemptState.VOIDED
        assert annulled == (state == "in-force") == ("attempt.annulled" in names)
        assert names.count("decision.in-force") + names.count("decision.dropped") == 1


@pytest.mark.parametrize("judges", [1, JUDGES])
def test_of_several_judges_no_more_judge_than_it_takes_and_one_outcome_stands(own_app, scene, judges):
    _exam, attempt_id, managers = scene
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        attempt = session.get_one(Attempt, attempt_id)
        decision = decisions.annul(session, attempt, now)
        me = viewer(session, session.get_one(Person, attempt.person_id))
        object_to(session, decision.uuid, words="It was not so.", actor=me, now=now).judges = judges
        uuid = decision.uuid

    def judge(one, *, uphold):
        return tried(
            lambda session: judge_objection(session, uuid, uphold=uphold, reason=decisions.WORDS, actor=one, now=now)
        )

    answers = at_once(own_app, *(judge(one, uphold=n % 2 == 0) for n, one in enumerate(managers)))
    assert judges // 2 < answers.count(True) <= judges
    with own_app.app_context(), transaction() as session:
        upheld = session.scalars(select(Objection.outcome)).one() == "upheld"
        assert (session.get_one(Attempt, attempt_id).state == AttemptState.PUBLISHED) == upheld
        assert session.scalars(select(AuditEntry.name)).all().count("decision.objection-judged") == 1


def test_of_several_managers_one_gives_one_more_attempt(own_app, scene):
    exam, _attempt_id, managers = scene
    now = clock.now()
    with own_app.test_request_context(), transaction() as session:
        row = make.learner(session, session.get_one(make.CourseVersion, exam.course_version_id), now)
        for days in (9, 6, 3):
            make.sit(session, exam, row, now - timedelta(days=days), wrong=tuple(make.RIGHT)[:5], seed=days)
        person_id = row.id

    def give(one):
        said = {"course_id": exam.course_id, "exam_slug": exam.slug, "person_id": person_id, "reason": "The power."}
        return tried(lambda session: grant_attempt(session, **said, actor=one, now=now))

    assert at_once(own_app, *(give(one) for one in managers)).count(True) == 1
    with own_app.app_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(AttemptGrant)) == 1
