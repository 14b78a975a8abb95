"""Folders of one course that are loaded at the same moment, on connections of their own with real commits."""

import re

import pytest
from sqlalchemy import select

from config import Testing as Settings
from courses.catalogue import queries
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.models import CourseVersion
from courses.catalogue.review.rules.standing import Need
from courses.catalogue.review.services import requiring
from courses.catalogue.review.services.requiring import decide_rule, propose_rule
from courses.catalogue.services import loading
from courses.catalogue.services.loading import load_course
from courses.ports.assessments import ASSESSMENTS
from lms.access import Role
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from tests.builders import composition
from tests.builders.courses import fake_blocks, load
from tests.builders.people import NOW, person
from tests.builders.races import Gate, at_once
from tests.courses.reviews.conftest import LAW
from tests.courses.reviews.test_services import rule


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, monkeypatch, questions, steps):
    database = Database(new_database("loading_races", migrated_database))
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=database.url, SITE_URL="http://127.0.0.1:8000")
    app = create_app(settings, database=database)
    composition.change(app, monkeypatch, ASSESSMENTS, questions=questions, steps=steps, check_blocks=fake_blocks)
    yield app
    database.close()


@pytest.fixture
def together(monkeypatch):
    """Both look whether the content is there before either keeps it, if they can."""
    monkeypatch.setattr(queries, "version_of_content", Gate(2).after(queries.version_of_content))


def bundle_of(folder, label):
    """The folder as its authors call it `label`: another content than under any other label."""
    file = folder / "course.yaml"
    file.write_text(re.sub(r'version: ".*"', f'version: "{label}"', file.read_text()))
    return read_bundle(folder)


def loads(bundle):
    def do():
        with transaction() as session:
            done = load_course(session, bundle, actor_id=None, now=NOW)
            return done.version.no, done.is_new

    return do


def kept(app):
    """The versions that there are, by number, each with whether it is published, and of which the record says that."""
    with app.test_request_context(), transaction() as session:
        rows = session.scalars(select(CourseVersion).order_by(CourseVersion.no)).all()
        told = select(AuditEntry).where(AuditEntry.name == "course.version-published").order_by(AuditEntry.id)
        return [(one.no, one.published_at is not None) for one in rows], [
            one.data["no"] for one in session.scalars(told)
        ]


def test_the_same_new_course_twice_is_one_course_with_one_version(own_app, folder, together):
    do = loads(bundle_of(folder, "1.0"))
    assert sorted(at_once(own_app, do, do)) == [(1, False), (1, True)]
    assert kept(own_app) == ([(1, True)], [1])


def test_two_contents_of_a_known_course_are_two_versions_in_order(own_app, folder, together):
    at_once(own_app, loads(bundle_of(folder, "1.0")))
    two = [loads(bundle_of(folder, label)) for label in ("1.1", "1.2")]
    assert sorted(at_once(own_app, *two)) == [(2, True), (3, True)]
    assert kept(own_app) == ([(1, True), (2, True), (3, True)], [1, 2, 3])


def test_what_is_loaded_while_its_signatures_are_waived_waits_for_nobody(own_app, folder, monkeypatch):
    with own_app.test_request_context(), transaction() as session:
        version = load(session, folder, NOW)
        rule(session, version, [Need(role=LAW)], NOW)
        one, two = (person(session, None, Role.ADMINISTRATOR).id for _ in range(2))
        asked = propose_rule(session, version.course_id, [], reason="It is open.", actor_id=one, now=NOW).uuid
        course_id = version.course_id
    gate = Gate(2)  # one knows what is lacking by the old rule, the other is about to publish what waits
    monkeypatch.setattr(loading, "lacking", gate.after(loading.lacking))
    monkeypatch.setattr(requiring, "publish_when_signed", gate.before(requiring.publish_when_signed))

    def waive():
        with transaction() as session:
            decide_rule(session, course_id, asked, confirmed=True, actor_id=two, now=NOW)

    at_once(own_app, loads(bundle_of(folder, "1.1")), waive)
    assert kept(own_app) == ([(1, True), (2, True)], [1, 2])
