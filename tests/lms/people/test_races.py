"""What must hold when two come at the same moment, each with a connection of its own."""

import threading

import pytest

from config import Testing as Settings
from lms.access import Grant, Role, Viewer
from lms.app import create_app
from lms.db import Database, transaction
from lms.errors import RuleBroken
from lms.people.models import Person
from lms.people.queries import people as queries
from lms.people.rules import SecretPurpose
from lms.people.services import rights, secrets
from tests.builders import people as make
from tests.builders.people import NOW


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real."""
    url = new_database(f"races_{abs(hash(request.node.name)) % 10**6}", migrated_database)
    database = Database(url)
    settings = Settings(INSTANCE_PATH=str(tmp_path), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    yield create_app(settings, database=database)
    database.close()


def at_once(app, *calls):
    """Run each call in a thread and a request of its own, all starting together; answers what became of them."""
    start, became = threading.Barrier(len(calls)), []

    def run(call):
        with app.test_request_context():
            start.wait()
            try:
                with transaction() as session:
                    call(session)
                became.append("done")
            except RuleBroken:
                became.append("refused")

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


def test_a_link_used_twice_at_the_same_moment_works_once(own_app):
    with own_app.test_request_context(), transaction() as session:
        person = make.person(session, password=None)
        token, _until = secrets.make_link(session, person, SecretPurpose.INVITE, actor_id=None, now=NOW)

    def use(session):
        secrets.redeem_link(session, token, "river stone lantern", now=NOW)

    assert at_once(own_app, use, use, use) == ["done", "refused", "refused"]


def test_two_administrators_who_end_each_other_leave_one(own_app):
    with own_app.test_request_context(), transaction() as session:
        both = [make.person(session, None, Role.ADMINISTRATOR).id for _ in range(2)]

    def ender(actor_id, target_id):
        viewer = Viewer(actor_id, "", "", None, None, 0, grants=(Grant(Role.ADMINISTRATOR),))

        def end(session):
            [row] = queries.roles_held(session, target_id)
            rights.end_role(session, session.get_one(Person, target_id), row, by=viewer, now=NOW)

        return end

    assert at_once(own_app, ender(*both), ender(*reversed(both))) == ["done", "refused"]
