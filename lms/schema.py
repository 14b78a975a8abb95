"""Database schema: whether it is of this version, and how it is migrated to it."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, text

from lms.errors import RuleBroken

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"
BEFORE_BASELINE = frozenset(f"{n:04}" for n in range(1, 13))  # revisions of 0.1, which have no scripts any more


class SchemaState(StrEnum):
    """How the database stands to the code."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"
    BEFORE_BASELINE = "before-baseline"


def alembic_config(url: str) -> Config:
    """Alembic's settings, made here so that no file repeats them."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def known_revisions(url: str) -> set[str]:
    """The versions of the database that this program knows."""
    scripts = ScriptDirectory.from_config(alembic_config(url))
    return {script.revision for script in scripts.walk_revisions()}


def state(engine: Engine, url: str) -> SchemaState:
    """Compare the version written in the database with the scripts at hand."""
    scripts = ScriptDirectory.from_config(alembic_config(url))
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        return SchemaState.EMPTY
    if found == scripts.get_current_head():
        return SchemaState.CURRENT
    if found in BEFORE_BASELINE:
        return SchemaState.BEFORE_BASELINE
    return SchemaState.BEHIND if found in known_revisions(url) else SchemaState.AHEAD


def is_read_only(engine: Engine) -> bool:
    """Whether a PostgreSQL takes no writes: a standby, or a server that was told so. SQLite is asked by its folder."""
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        return bool(connection.execute(text("SHOW default_transaction_read_only")).scalar_one() == "on") or bool(
            connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one()
        )


WORDS = {
    SchemaState.EMPTY: "The database is empty. Run “lms db upgrade” first.",
    SchemaState.BEHIND: "The database is older than this program. Make a backup, then run “lms db upgrade”.",
    SchemaState.AHEAD: "The database is newer than this program. Install the newer program; nothing was changed.",
    SchemaState.BEFORE_BASELINE: (
        "The database is of Spoor 0.1, which this program does not change in place. Run “lms backup” with the program "
        "of before, then “lms restore” with this one into a new database: see docs/upgrade.md. Nothing was changed."
    ),
}


def demand_current(engine: Engine, url: str) -> None:
    """Refuse to go on with a database of another version."""
    found = state(engine, url)
    if found is not SchemaState.CURRENT:
        raise RuleBroken(WORDS[found])


def upgrade(engine: Engine, url: str, to: str = "head") -> None:
    """Bring the database to this version, or to one before it; one that no script can change is left alone."""
    found = state(engine, url)
    if found in {SchemaState.AHEAD, SchemaState.BEFORE_BASELINE}:
        raise RuleBroken(WORDS[found])
    command.upgrade(alembic_config(url), to)


def clear(engine: Engine) -> None:
    """Take away every table of ours, with what is in it, so that an upgrade begins from nothing."""
    found = MetaData()
    with engine.execution_options(write=True).begin() as connection:
        found.reflect(connection)
        found.drop_all(connection)
