"""The scripts build what the models say, on both databases, forward only."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from lms import schema
from lms.app import create_app, demand_ready, load_models
from lms.db import Base, Database
from lms.errors import RuleBroken
from lms.search import SUFFIX


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
                "include_object": lambda _o, n, k, _r, _c: not (k == "table" and ("huey" in n or SUFFIX in n)),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgrade_of_a_current_database_changes_nothing(fresh):
    schema.upgrade(fresh.engine, fresh.url)
    schema.upgrade(fresh.engine, fresh.url)
    assert schema.state(fresh.engine, fresh.url) is schema.SchemaState.CURRENT


@pytest.mark.parametrize(
    ("revision", "words"),
    [(None, "empty"), ("0001", "older than this program"), ("9999", "newer than this program")],
)
def test_a_database_of_another_version_stops_the_start(fresh, tmp_path, revision, words):
    from config import Testing

    if revision is not None:
        schema.upgrade(fresh.engine, fresh.url, to="0001")
        with fresh.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    app = create_app(Testing(INSTANCE_PATH=str(tmp_path), DATABASE_URL=fresh.url), database=fresh)
    with pytest.raises(RuleBroken, match=words):
        demand_ready(app)
    if revision == "9999":
        with pytest.raises(RuleBroken, match=words):
            schema.upgrade(fresh.engine, fresh.url)
