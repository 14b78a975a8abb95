"""What was there before paper was checked and before gain tests keeps what it was."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lms import schema

MOMENT = "2026-01-01 00:00:00+00:00"
PERSON = (
    "INSERT INTO person (id, uuid, username, name, demonstration, created_at, has_signed_in, local_name)"
    f" VALUES (1, 'u', 'ana', 'Ana Silva', FALSE, '{MOMENT}', FALSE, '')"
)
CODE = (
    "INSERT INTO survey_form (id, uuid, slug, purpose) VALUES (1, 'f', 'reaction', 'reaction')",
    (
        "INSERT INTO survey_form_version (id, form_id, no, content, hash, published_at)"
        f" VALUES (1, 1, 1, '{{}}', 'h', '{MOMENT}')"
    ),
    (
        "INSERT INTO survey_code (id, uuid, code, form_version_id, title, most, opens_at, closes_at, made_at,"
        f" made_by_id) VALUES (1, 'c', 'ABCDEFGH', 1, 't', 9, '{MOMENT}', '2026-02-01 00:00:00+00:00', '{MOMENT}', 1)"
    ),
)
ANSWER = (
    "INSERT INTO survey_answer (id, uuid, code_id, form_version_id, answers, language, answered_on, paper, keyed_by_id)"
    " VALUES (%s, 'a%s', 1, 1, '{}', 'en', '2026-01-05', %s, %s)"
)


def test_paper_of_before_counts_and_stands_as_compared_by_nobody(of_version):
    fresh = of_version("courses_0007")
    rows = (PERSON, *CODE, ANSWER % (1, 1, "TRUE", 1), ANSWER % (2, 2, "FALSE", "NULL"), ANSWER % (3, 3, "TRUE", 1))
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in rows:
            connection.execute(text(row))
    schema.upgrade(fresh.engine, fresh.url)
    with fresh.engine.connect() as connection:
        kept = connection.execute(text("SELECT uuid, no, outcome, keyed_by_id, ended_by_id FROM survey_paper"))
        assert kept.all() == [("a1", 1, "uncompared", 1, None), ("a3", 2, "uncompared", 1, None)]
        assert connection.execute(text("SELECT count(*) FROM survey_answer")).scalar() == 3


def test_a_sheet_is_never_checked_by_who_keyed_it_in(of_version):
    fresh = of_version("head")
    sheet = (
        "INSERT INTO survey_paper (uuid, code_id, no, answers, language, keyed_on, keyed_by_id, ended_on, ended_by_id,"
        " outcome) VALUES ('s', 1, 1, '{}', 'en', '2026-01-05', 1, '2026-01-05', 1, :outcome)"
    )
    with fresh.engine.execution_options(write=True).begin() as connection:
        for row in (PERSON, *CODE):
            connection.execute(text(row))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text(sheet), {"outcome": "checked"})
        connection.execute(text(sheet), {"outcome": "set-aside"})


def test_the_index_of_open_attempts_stays_one_of_open_attempts_alone(of_version):
    fresh = of_version("head")
    asked = (
        "SELECT sql FROM sqlite_master WHERE name = 'uq_attempt_one_open'"
        if fresh.engine.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_attempt_one_open'"
    )
    with fresh.engine.connect() as connection:
        assert "in_progress" in connection.execute(text(asked)).scalar_one()
