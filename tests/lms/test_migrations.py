"""The scripts build what the models say, on both databases, forward only."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lms import schema
from lms.app import create_app, demand_ready, load_models
from lms.db import Base, Database
from lms.errors import RuleBroken
from lms.text.search import SUFFIX


@pytest.fixture
def fresh(new_database, request):
    url = new_database("migrations_" + str(abs(hash(request.node.name)) % 10**6))
    made = Database(url)
    yield made
    made.close()


def test_the_scripts_build_exactly_what_the_models_say(fresh):
    load_models()
    schema.upgrade(fresh.engine, fresh.url)
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, n, k, _r, _c: not (k == "table" and SUFFIX in n),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgrade_of_a_current_database_changes_nothing(of_version):
    fresh = of_version("head")
    schema.upgrade(fresh.engine, fresh.url)
    assert schema.state(fresh.engine, fresh.url) is schema.SchemaState.CURRENT


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        (None, "empty"),
        ("lms_0001", "older than this program"),
        ("0012", "of Spoor 0.1"),
        ("9999", "newer than this program"),
    ],
)
def test_a_database_of_another_version_stops_the_start(fresh, tmp_path, revision, words):
    from config import Testing

    if revision is not None:
        schema.upgrade(fresh.engine, fresh.url, to="lms_0001")
        with fresh.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    app = create_app(Testing(INSTANCE_PATH=str(tmp_path), DATABASE_URL=fresh.url), database=fresh)
    with pytest.raises(RuleBroken, match=words):
        demand_ready(app)
    if revision in {"0012", "9999"}:
        with pytest.raises(RuleBroken, match=words):
            schema.upgrade(fresh.engine, fresh.url)


ROWS = (
    "INSERT INTO course (id, uuid, slug) VALUES (1, 'u', 's')",
    (
        "INSERT INTO course_version (id, uuid, course_id, no, label, title, summary, language, licence, words, hash,"
        " loaded_at) VALUES (1, 'u', 1, 1, '1', 't', 's', 'en', 'l', '{}', 'h', '2026-01-01 00:00:00+00:00')"
    ),
    "INSERT INTO item (id, course_id, key, use) VALUES (1, 1, 'k', 'exam')",
)
ITEM_VERSION = (
    "INSERT INTO item_version (id, item_id, no, kind, topic, lesson, stem, body, answer_key, explain, points, hash,"
    " published_at, translations) VALUES (:id, 1, :id, :kind, 't', 'l', 's', '{}', :key, 'e', 1, :kind,"
    " '2026-01-01 00:00:00+00:00', '{}')"
)


def test_an_item_stays_while_something_points_at_it(of_version):
    fresh = of_version("head")
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
        connection.execute(text(ITEM_VERSION), {"id": 7, "kind": "number", "key": '{"value": "0.10"}'})
        connection.execute(
            text("INSERT INTO course_item (course_version_id, item_version_id, use, module) VALUES (1, 7, 'exam', 'm')")
        )
        assert connection.execute(text("SELECT id, kind, answer_key ->> 'value' FROM item_version")).all() == [
            (7, "number", "0.10")
        ]
    with pytest.raises(IntegrityError), fresh.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("DELETE FROM item_version WHERE id = 7"))


def test_an_item_lives_without_a_course_or_a_lesson_and_its_kind_is_not_listed_in_the_table(of_version):
    fresh = of_version("head")
    with fresh.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("INSERT INTO item (id, course_id, key, use) VALUES (8, NULL, 'of-a-bank', 'exam')"))
        connection.execute(text("INSERT INTO item (id, course_id, key, use) VALUES (9, NULL, 'of-a-bank', 'exam')"))
        moment = "2026-11-26 12:00:00+00:00"
        connection.execute(
            text(
                "INSERT INTO item_version (id, item_id, no, kind, topic, lesson, stem, body, answer_key, explain,"
                " points, hash, published_at)"
                " VALUES (8, 8, 1, 'added-later', 't', NULL, 's', '{}', '{}', 'e', 1, 'h', :moment)"
            ),
            {"moment": moment},
        )
        assert connection.execute(text("SELECT kind, lesson FROM item_version")).all() == [("added-later", None)]


def test_people_of_before_come_with_names_that_nobody_checked(of_version):
    fresh = of_version("certificates_0001")
    with fresh.engine.execution_options(write=True).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, uuid, username, name, demonstration, created_at)"
                " VALUES (1, 'u', 'ana', 'Ana Silva', FALSE, '2026-01-01 00:00:00+00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO role_grant (id, uuid, person_id, role, granted_at)"
                " VALUES (1, 'r', 1, 'officer', '2026-01-01 00:00:00+00:00')"
            )
        )
    schema.upgrade(fresh.engine, fresh.url)
    with fresh.engine.connect() as connection:
        row = connection.execute(text("SELECT name, local_name, name_checked_at, name_checked_by_id FROM person")).one()
        assert tuple(row) == ("Ana Silva", "", None, None)
        assert connection.execute(text("SELECT person_id FROM role_grant")).scalars().all() == [1]


def test_people_of_before_are_placed_where_they_work_and_who_was_ever_in_is_known(of_version):
    fresh = of_version("certificates_0004")
    moment = "2026-01-01 00:00:00+00:00"
    person = (
        "INSERT INTO person (id, uuid, username, name, demonstration, created_at, administration_id, password_hash,"
        f" closed_at) VALUES (%s, '%s', 'p%s', 'N', FALSE, '{moment}', %s, %s, %s)"
    )
    rows = (
        (
            "INSERT INTO administration (id, uuid, name, kind, country, created_at)"
            f" VALUES (4, 'a', 'Harbour', 'customs', 'TH', '{moment}')"
        ),
        person % (1, 1, 1, 4, "'hash'", "NULL"),
        person % (2, 2, 2, 4, "NULL", "NULL"),
        person % (3, 3, 3, "NULL", "NULL", "NULL"),
        person % (5, 5, 5, 4, "NULL", f"'{moment}'"),
        (
            "INSERT INTO audit_entry (at, name, subject, data)"
            f" VALUES ('{moment}', 'people.password-set', 'person:3', '{{}}')"
        ),
    )
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in rows:
            connection.execute(text(row))
    schema.upgrade(fresh.engine, fresh.url)
    with fresh.engine.connect() as connection:
        been_in = connection.execute(text("SELECT id FROM person WHERE has_signed_in ORDER BY id")).scalars().all()
        assert been_in == [1, 3, 5]
        placed = connection.execute(text("SELECT person_id, administration_id, ended_at FROM placement ORDER BY id"))
        assert placed.all() == [(1, 4, None), (2, 4, None), (5, 4, None)]


def test_runs_that_other_rows_point_at_learn_that_they_can_end_annulled(of_version):
    fresh = of_version("lms_0003")
    moment = "2026-01-01 00:00:00+00:00"
    rows = (
        ROWS[0],
        ROWS[1],
        (
            "INSERT INTO person (id, uuid, username, name, demonstration, created_at)"
            f" VALUES (1, 'u', 'ana', 'Ana Silva', FALSE, '{moment}')"
        ),
        (
            "INSERT INTO enrolment (id, uuid, person_id, course_id, course_version_id, begun_at)"
            f" VALUES (1, 'e', 1, 1, 1, '{moment}')"
        ),
        f"INSERT INTO lesson_read (id, enrolment_id, lesson, at) VALUES (1, 1, 'first', '{moment}')",
    )
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in rows:
            connection.execute(text(row))
    schema.upgrade(fresh.engine, fresh.url)
    end = text("UPDATE enrolment SET ended_at = :moment, ended_reason = :reason")
    with fresh.engine.execution_options(write=True).begin() as connection:
        connection.execute(end, {"moment": moment, "reason": "annulled"})
        assert connection.execute(text("SELECT enrolment_id FROM lesson_read")).scalars().all() == [1]
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(end, {"moment": moment, "reason": "whatever"})


def test_a_version_of_before_has_an_open_exam_corrects_nothing_and_opens_no_cohorts(of_version):
    fresh = of_version("certificates_0004")
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in ROWS[:2]:
            connection.execute(text(row))
        module = "INSERT INTO course_module (id, course_version_id, no, slug, title, aim)"
        connection.execute(text(f"{module} VALUES (1, 1, 1, 'm', 't', 'a')"))
    schema.upgrade(fresh.engine, fresh.url)
    asked = "SELECT final_opens, renewal_window_months, correction, holders_open_cohorts FROM course_version"
    with fresh.engine.execution_options(write=True).begin() as connection:
        opens, months, correction, cohorts = connection.execute(text(asked)).one()
        assert (opens, months, correction, bool(cohorts)) == ("always", None, None, False)
        assert connection.execute(text("SELECT course_version_id FROM course_module")).scalars().all() == [1]
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text("UPDATE course_version SET final_opens = 'whenever'"))


def test_a_cut_score_by_which_people_sat_gets_its_proposal_and_loses_no_attempt(of_version):
    fresh = of_version("certificates_0001")
    moment = "2026-01-01 00:00:00+00:00"
    rows = (
        ROWS[0],
        ROWS[1],
        (
            "INSERT INTO person (id, uuid, username, name, demonstration, created_at)"
            f" VALUES (1, 'u', 'ana', 'Ana Silva', FALSE, '{moment}')"
        ),
        (
            "INSERT INTO enrolment (id, uuid, person_id, course_id, course_version_id, begun_at)"
            f" VALUES (1, 'e', 1, 1, 1, '{moment}')"
        ),
        "INSERT INTO exam (id, uuid, course_id, slug) VALUES (1, 'x', 1, 'final')",
        (
            "INSERT INTO exam_version (id, exam_id, no, course_version_id, title, use, blueprint, published_at)"
            f" VALUES (1, 1, 1, 1, 'Final', 'exam', '{{}}', '{moment}')"
        ),
        (
            "INSERT INTO cut_score (id, exam_id, percent, set_by, method, provisional, at)"
            f" VALUES (1, 1, '70', 'A panel', 'Angoff', FALSE, '{moment}')"
        ),
        (
            "INSERT INTO attempt (id, uuid, exam_id, exam_version_id, cut_score_id, person_id, enrolment_id, no, seed,"
            f" state, started_at, supervised) VALUES (1, 'a', 1, 1, 1, 1, 1, 1, 7, 'published', '{moment}', FALSE)"
        ),
    )
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in rows:
            connection.execute(text(row))
    schema.upgrade(fresh.engine, fresh.url)
    with fresh.engine.connect() as connection:
        assert connection.execute(text("SELECT percent, proposal_id FROM cut_score")).all() == [("70", None)]
        assert connection.execute(text("SELECT cut_score_id, submit_page FROM attempt")).all() == [(1, None)]
