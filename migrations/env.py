"""How Alembic reaches the database: the address it is given, or the one of the settings."""

from alembic import context
from sqlalchemy import Connection

import config as settings
from lms.app import load_models
from lms.db import Base, is_sqlite, make_engine

INDEXES = "_fts"  # in the names of SQLite's tables of words, which a script makes


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether a table is one of this program."""
    return not (kind == "table" and name is not None and INDEXES in name)


def let_tables_be_rebuilt(connection: Connection) -> None:
    """Let SQLite drop a table that others point at, since its copy takes its name; only outside a transaction."""
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")


def demand_whole(connection: Connection) -> None:
    """Refuse, before anything is kept, a change after which a row points at nothing."""
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"After this change rows point at nothing: {lost[:5]}. Nothing was changed.")


def run() -> None:
    """Run the scripts in one transaction: all of them or none."""
    url = context.config.attributes.get("url") or settings.from_environment().DATABASE_URL
    load_models()
    engine = make_engine(url)
    with engine.execution_options(write=True).connect() as connection:
        if is_sqlite(url):
            let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=ours,
            render_as_batch=is_sqlite(url),
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite(url):
                demand_whole(connection)
        connection.commit()
    engine.dispose()


run()
