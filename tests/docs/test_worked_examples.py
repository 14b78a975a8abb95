"""What the worked examples say is done: each is made from the page, and tried in an application."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import uuid
from datetime import timedelta

import pytest
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from courses.api import ASSESSMENTS, GroupRef, enrol_many, record_read
from lms import schema
from lms.access import Grant, Role
from lms.access_model import AccessDefinitions, model_of
from lms.audit.models import AuditEntry
from lms.db import Database
from lms.manifest import Package
from lms.queue import jobs, periodic
from lms.queue.models import Job
from tests.builders import composition
from tests.builders import people as make
from tests.builders.courses import FakeQuestions, load, write_course
from tests.docs.conftest import EXAMPLE, ROOT, blocks

OLD_PERSON = (
    "INSERT INTO person (id, uuid, username, name, demonstration, created_at) VALUES (1, 'u', 'u', 'n', false, :now)"
)
OLD_LINE = "INSERT INTO logbook_line (id, person_id, harbour, text, written_at) VALUES (1, 1, 'North', 'old', :now)"


@pytest.fixture
def signed_in(app, client, session):
    """A browser of somebody who holds this role."""

    def enter(grant):
        row = make.person(session)
        make.give_anywhere(session, row, grant)
        made = make.browser(app)
        make.sign_in(made, session, row)
        session.commit()
        return row, made

    return enter


def lines(session, line):
    session.expire_all()
    return list(session.scalars(select(line).order_by(line.id)))


def test_the_page_is_in_the_menu_shows_its_form_and_writes_a_line(session, table, signed_in):
    officer, browser = signed_in(Grant(Role.OFFICER))
    assert 'href="/logbook"' in browser.get("/learn").text
    assert "<h1>Logbook</h1>" in browser.get("/logbook").text
    answer = browser.post("/logbook", data={"harbour": "North", "text": "Two crates of horn"})
    assert (answer.status_code, answer.location) == (303, "/logbook")
    assert "North: Two crates of horn" in browser.get("/logbook").text
    [line] = lines(session, table)
    assert (line.person_id, line.harbour) == (officer.id, "North")


def test_what_the_service_refuses_stands_beside_its_field(table, signed_in):
    _officer, browser = signed_in(Grant(Role.OFFICER))
    answer = browser.post("/logbook", data={"harbour": "North", "text": " "})
    assert answer.status_code == 422
    assert "Write down what you found." in answer.text


def test_the_page_is_found_by_whose_role_holds_its_permission_alone(app, table, signed_in):
    assert signed_in(Grant(Role.ADMINISTRATOR))[1].get("/logbook").status_code == 404
    assert signed_in(Grant("harbour-master", "harbour", "North"))[1].get("/logbook").status_code == 200
    assert signed_in(Grant("harbour-master"))[1].get("/logbook").status_code == 404  # it is for harbours alone


def test_a_harbour_that_is_too_long_is_refused_beside_its_field(table, signed_in):
    _officer, browser = signed_in(Grant(Role.OFFICER))
    answer = browser.post("/logbook", data={"harbour": "N" * 25, "text": "Two crates"})
    assert answer.status_code == 422
    assert "in at most 24 signs" in answer.text


def test_a_country_is_opened_where_the_permission_is_held_and_not_wherever_the_gate_lets_in(shared_app, example):
    may_open = example("policy").may_open
    master = make.a_viewer(1, Grant("harbour-master", "country", "TH"))
    with shared_app.app_context():
        assert master.may("logbook.read")
        assert [may_open(master, country) for country in ("TH", "GA")] == [True, False]


def test_the_table_of_many_people_needs_four_statements(
    session, example, now, tmp_path, shared_app, monkeypatch, counting
):
    composition.change(shared_app, monkeypatch, ASSESSMENTS, questions=FakeQuestions())
    course, group = load(session, write_course(tmp_path), now), GroupRef("cohort", 7)
    asked = []
    for names in (["Ana"], ["Bo", "Cy", "Di"]):
        people = [make.person(session, name).id for name in names]
        enrol_many(session, people, course.id, by=None, group=group, now=now)
        record_read(session, people[0], course.course_id, "first", now=now)
        session.flush()
        with counting() as statements:
            board = example("pages").board(session, group)
        asked.append(len(statements))
    assert asked == [4, 4]
    assert [(line.name, line.done, line.passed) for line in board] == [
        (name, done, frozenset()) for name, done in (("Ana", 1), ("Bo", 1), ("Cy", 0), ("Di", 0))
    ]


def test_a_role_for_a_harbour_reads_the_lines_of_whoever_wrote_there(session, table, signed_in, example, now):
    write = example("services").write_line
    here, there = make.person(session), make.person(session)
    write(session, here.id, "North", "ivory in the hold", now=now)
    write(session, there.id, "South", "nothing at all", now=now)
    _master, browser = signed_in(Grant("harbour-master", "harbour", "North"))
    page = browser.get("/logbook").text
    assert "ivory in the hold" in page
    assert "nothing at all" not in page


def test_the_kind_of_scope_names_its_things_and_who_is_in_them(session, table, example, now):
    write, kind = example("services").write_line, example("scopes").HarbourScope()
    officer = make.person(session)
    write(session, officer.id, "North", "one", now=now)
    write(session, officer.id, "South", "two", now=now)
    master = make.a_viewer(1, Grant("harbour-master", "harbour", "North"))
    scopes = master.scopes("logbook.read")
    assert kind.titles(session, ["North", "Nowhere"]) == {"North": "North"}
    assert [one.id for one in kind.inside(session, scopes)] == ["North"]
    assert set(session.scalars(kind.people(["North"]))) == {officer.id}
    assert set(session.scalars(kind.around(officer.id))) == {"North", "South"}


def test_the_event_is_kept_by_the_audit_trail_and_its_listener_asks_for_the_job(session, table, example, now):
    line = example("services").write_line(session, make.person(session).id, "North", "two crates of horn", now=now)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.name == "logbook.line-written"))
    assert entry.data == {"line_id": line.id}
    assert [one.payload for one in session.scalars(select(Job).where(Job.kind == "logbook-count"))] == [
        {"line_id": line.id}
    ]
    session.commit()
    jobs.run_due(now)
    assert [one.words for one in lines(session, table)] == [4]


def test_the_periodic_task_runs_when_its_period_has_passed(session, table, example, now):
    write = example("services").write_line
    officer = make.person(session)
    write(session, officer.id, "North", "old", now=now - timedelta(days=366))
    write(session, officer.id, "North", "new", now=now)
    session.commit()
    assert "logbook-cleanup" in periodic.run_due(now)
    assert "logbook-cleanup" not in periodic.run_due(now + timedelta(hours=23))
    assert "logbook-cleanup" in periodic.run_due(now + timedelta(hours=24))
    assert [one.text for one in lines(session, table)] == ["new"]


def test_an_entry_of_the_outbox_is_taken_once_and_refused_where_its_body_says_nothing(session, table, signed_in):
    officer, browser = signed_in(Grant(Role.OFFICER))
    entries = [
        {"id": str(uuid.uuid4()), "kind": "logbook.line", "subject": "logbook", "device": "phone", "seq": seq,
         "made_at": None, "body": body}
        for seq, body in (
            (1, {"harbour": "São João", "text": "a tusk"}), (2, {"harbour": "North", "text": ""}),
            (3, {"harbour": "N" * 25, "text": "a tusk"}),
        )
    ]  # fmt: skip
    sent = {"person": officer.uuid, "sent_at": None, "entries": entries}
    states = [
        [one["state"] for one in browser.post("/offline/sync", json=sent).get_json()["results"]] for _twice in range(2)
    ]
    assert states == [["taken", "refused", "refused"], ["already", "refused", "refused"]]
    assert [(one.harbour, one.text) for one in lines(session, table)] == [("São João", "a tusk")]


def test_the_migrations_follow_the_newest_script_and_make_the_table_of_the_model_round_rows_that_are_there(
    example, new_database, tmp_path, monkeypatch, now
):
    url = new_database("example")
    scripts = shutil.copytree(schema.SCRIPTS, tmp_path / "migrations")
    for name in ("logbook_0001.py", "logbook_0002.py"):
        (scripts / "versions" / name).write_text(blocks()[f"migrations/versions/{name}"])
    monkeypatch.setattr(schema, "SCRIPTS", scripts)
    database = Database(url)
    schema.upgrade(database.engine, url, to="logbook_0001")
    with database.engine.execution_options(write=True).begin() as connection:
        moment = {"now": now.isoformat(" ")}
        connection.execute(text(OLD_PERSON), moment)
        connection.execute(text(OLD_LINE), moment)
    schema.upgrade(database.engine, url)
    model = example("models").LogbookLine.__table__
    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "logbook_0002"
        assert connection.execute(text("SELECT harbour, vessel FROM logbook_line")).one() == ("North", "")
        found = inspect(connection)
        assert {one["name"]: one["nullable"] for one in found.get_columns("logbook_line")} == {
            column.name: column.nullable for column in model.columns
        }
        assert {one["name"] for one in found.get_indexes("logbook_line")} == {one.name for one in model.indexes}
        assert [one["name"] for one in found.get_foreign_keys("logbook_line")] == ["fk_logbook_line_person_id_person"]
    database.close()


def test_a_kind_of_question_is_the_folder_that_the_tests_add():
    shown = {name: text for name, text in blocks().items() if name.startswith("tests/")}
    assert len(shown) == 2
    assert {name: (ROOT / name).read_text() for name in shown} == shown


def test_the_setting_is_read_from_the_environment(tmp_path, monkeypatch):
    text = (ROOT / "config.py").read_text()
    for hunk in blocks()["config.py"].split("@@\n"):
        before, after = (
            "".join(f"{line[1:]}\n" for line in hunk.splitlines() if line[0] in kept) for kept in (" -", " +")
        )
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    changed = tmp_path / "changed_config.py"
    changed.write_text(text)
    spec = importlib.util.spec_from_file_location("changed_config", changed)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "changed_config", module)
    spec.loader.exec_module(module)
    monkeypatch.chdir(tmp_path)
    for name in module.TEXTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGBOOK_KEEPER", "Ana Silva")
    assert module.from_environment().LOGBOOK_KEEPER == "Ana Silva"


def test_the_language_is_found_at_the_start_and_spoken_in_the_menu(
    composed, example, example_folder, connection, shared_database, tmp_path
):
    shutil.copytree(example_folder / "translations", tmp_path / "translations")
    app = composed(example("manifest").PACKAGE, tmp_path)
    with app.app_context(), shared_database.session(write=True) as session:
        example("models").LogbookLine.__table__.create(session.connection())
        row = make.person(session, "Officer", Role.OFFICER)
        browser = make.browser(app)
        make.sign_in(browser, session, row)
        session.commit()
        page = browser.get("/logbook", headers={"Accept-Language": "it"}).text
    assert '<html lang="it"' in page
    assert "Diario di bordo" in page
    assert "Annota" in page


@pytest.mark.parametrize("room", ["jobs", "periodic", "menu", "blueprints", "offline_kinds", "listeners"])
def test_one_entry_of_a_manifest_is_enough_and_without_it_the_thing_is_not_there(composed, example, room):
    whole = example("manifest").PACKAGE
    needed = Package(name=EXAMPLE, access=whole.access, blueprints=whole.blueprints)
    entry = getattr(whole, room)
    with_it = composed(Package(name=EXAMPLE, **{"access": whole.access, "blueprints": whole.blueprints, room: entry}))
    without = composed(Package(name=EXAMPLE, access=whole.access) if room == "blueprints" else needed)
    found = [set(getattr(app.extensions["spoor-composition"], room)) for app in (with_it, without)]
    assert found[0] - found[1] == set(entry)


@pytest.mark.parametrize("part", ["permissions", "scope_kinds"])
def test_a_permission_and_a_kind_of_scope_are_one_entry_each(composed, example, part):
    brought = getattr(example("permissions").ACCESS, part)
    if part == "permissions":  # of those of the page, the one that names no role of the page
        brought = tuple(one for one in brought if not one.roles)
    app = composed(Package(name=EXAMPLE, access=(AccessDefinitions(**{part: brought}),)))
    plain = composed(Package(name=EXAMPLE))
    added = set(getattr(model_of(app), part)) - set(getattr(model_of(plain), part))
    assert added == {one.name for one in brought}


def test_a_job_alone_is_done_by_an_application_that_has_nothing_else_of_the_package(
    composed, example, connection, shared_database, now
):
    tasks, line = example("tasks"), example("models").LogbookLine
    app = composed(Package(name=EXAMPLE, jobs=(tasks.count_words,), periodic=(tasks.forget_old_lines,)))
    with app.app_context(), shared_database.session(write=True) as session:
        line.__table__.create(session.connection())
        kept = line(person_id=make.person(session).id, harbour="North", text="three little words", written_at=now)
        session.add(kept)
        session.flush()
        jobs.enqueue(session, tasks.count_words.name, {"line_id": kept.id}, now=now)
        session.commit()
        jobs.run_due(now)
        session.expire_all()
        assert kept.words == 3
        assert "logbook-cleanup" in periodic.run_due(now)
