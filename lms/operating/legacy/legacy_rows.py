"""Data migration: the rows of a backup of 0.1, read from SQLite's own file or laid into PostgreSQL by PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, create_engine, select
from sqlalchemy.pool import NullPool

from lms.legacy import Row
from lms.operating import snapshot

BATCH = 1000  # rows in memory at once


class OldDatabase(ABC):
    """The tables of a backup, beside the database that they come into."""

    def __init__(self, target: Connection, tables: Mapping[str, Table], work: Path, at_end: ExitStack) -> None:
        self.target, self.tables, self.work, self.at_end = target, tables, work, at_end

    @abstractmethod
    def readable(self, name: str) -> tuple[Connection, Table]:
        """Where the rows of a table can be read."""

    @abstractmethod
    def copy(self, name: str) -> None:
        """Bring a table across as it is: no value is read and written anew."""

    def rows(self, name: str) -> Iterator[Row]:
        """Every row of a table, in the order of their ids."""
        connection, table = self.readable(name)
        asked = select(table).order_by(*[column for column in table.columns if column.name == "id"])
        answer = connection.execute(asked, execution_options={"yield_per": BATCH})
        self.at_end.callback(answer.close)  # nobody may have read it to its end
        return (dict(row) for row in answer.mappings())


class OldFile(OldDatabase):
    """SQLite: a file of its own."""

    def __init__(self, target: Connection, tables: Mapping[str, Table], work: Path, at_end: ExitStack) -> None:
        super().__init__(target, tables, work, at_end)
        engine = create_engine(f"sqlite:///{work / snapshot.SQLITE_FILE}", poolclass=NullPool)
        self.connection = at_end.enter_context(engine.connect())

    def readable(self, name: str) -> tuple[Connection, Table]:
        """The table in the file."""
        return self.connection, self.tables[name]

    def copy(self, name: str) -> None:
        """Values go over as SQLite gives them, whatever their type says."""
        columns = [column.name for column in self.tables[name].columns]
        named = snapshot.listed(columns)
        signs = ", ".join("?" for _ in columns)
        found = self.connection.exec_driver_sql(f'SELECT {named} FROM "{name}"')  # noqa: S608  # names of our own tables
        for rows in found.partitions(BATCH):
            into = f'INSERT INTO "{name}" ({named}) VALUES ({signs})'  # noqa: S608  # likewise
            self.target.exec_driver_sql(into, [tuple(row) for row in rows])


class OldCopies(OldDatabase):
    """PostgreSQL: a text file for each table, which PostgreSQL itself reads."""

    def __init__(self, target: Connection, tables: Mapping[str, Table], work: Path, at_end: ExitStack) -> None:
        super().__init__(target, tables, work, at_end)
        self.laid: dict[str, Table] = {}

    def readable(self, name: str) -> tuple[Connection, Table]:
        """A temporary table with the rows of the file."""
        if name not in self.laid:
            columns = [Column(column.name, column.type) for column in self.tables[name].columns]
            made = Table(f"legacy_{name}", MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")
            made.create(self.target)
            self._fill(name, made.name)
            self.laid[name] = made
        return self.target, self.laid[name]

    def copy(self, name: str) -> None:
        """The text goes over as it was written."""
        self._fill(name, name)

    def _fill(self, name: str, target: str) -> None:
        columns = [column.name for column in self.tables[name].columns]
        snapshot.copy_in(self.target, target, columns, self.work / snapshot.TABLES / f"{name}.copy")


@contextmanager
def old_database(target: Connection, work: Path, tables: Mapping[str, Table]) -> Iterator[OldDatabase]:
    """The rows of the unpacked backup, for as long as they are asked for."""
    kind = OldFile if target.dialect.name == "sqlite" else OldCopies
    with ExitStack() as at_end:
        yield kind(target, tables, work, at_end)
