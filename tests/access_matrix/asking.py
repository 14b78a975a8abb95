"""Asking an address as a person, and comparing what came of it with its row."""

from __future__ import annotations

import functools
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask import Flask
from sqlalchemy import Connection, event, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from lms.db import Base, Database
from lms.people.authentication.login_session import cookie_name
from lms.people.services.sessions import begin_session
from tests.access_matrix import persons
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders import people
from tests.suite.selection import Drawn

WRITING = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")
TOKEN = "csrf_token"

Body = Mapping[str, Any]
Contents = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Signed:
    """A browser of a person: its cookies, and a form token that belongs to them."""

    cookies: Mapping[str, str]
    token: str


@dataclass
class Matrix:
    """The site with everything in it, as every person meets it; each request leaves it as it was."""

    app: Flask
    database: Database
    connection: Connection
    things: Things
    signed: Mapping[str, Signed]
    before: Contents
    bodies: dict[str, Body]

    def browser(self, who: str) -> people.Browser:
        """A browser as the person's was when they had just signed in."""
        made = people.browser(self.app)
        for name, value in self.signed[who].cookies.items():
            made.set_cookie(name, value)
        return made

    def address(self, endpoint: str, row: Row, method: str) -> str:
        """Where this is."""
        with self.app.test_request_context():
            adapter = self.app.create_url_adapter(None) or self.app.url_map.bind("localhost")
            path = adapter.build(endpoint, dict(row.at(self.things)), method=method)
        return f"{path}?{row.asks}" if row.asks else path

    def note(self) -> None:
        """From now on what changes is what differs from what stands now."""
        self.before = contents(self.connection)

    @contextmanager
    def undone(self) -> Iterator[list[str]]:
        """What is written inside is taken back; gathers the statements that could write."""
        written: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if not statement.lstrip().upper().startswith(READING):
                written.append(statement)

        before = self.connection.begin_nested()
        event.listen(self.connection, "before_cursor_execute", note)
        try:
            yield written
        finally:
            event.remove(self.connection, "before_cursor_execute", note)
            before.rollback()

    def changed(self, written: list[str]) -> frozenset[str]:
        """The tables of which a row is not what it was; only those are read that a statement could have written."""
        now = contents(self.connection, tables_of(written))
        return frozenset(name for name, rows in now.items() if self.before[name] != rows)


@dataclass(frozen=True)
class Asked:
    """What came of a request."""

    status: int
    text: str
    changed: frozenset[str]
    goes_to: str

    @property
    def signs_in(self) -> bool:
        """Whether the person was sent to sign in."""
        return self.status == 401 or (self.status == 303 and self.goes_to.startswith("/sign-in"))


def tables_of(written: list[str]) -> frozenset[str]:
    """The tables that these statements name as what they write; every table where one of them is of another shape.

    No trigger and no foreign key writes elsewhere: a test holds that.
    """
    found = [WRITING.match(statement) for statement in written]
    if not all(found):
        return frozenset(Base.metadata.tables)
    return frozenset(one[1] for one in found if one) & Base.metadata.tables.keys()


def contents(connection: Connection, names: frozenset[str] | None = None) -> Contents:
    """Every row of every table, or of those that are named, as the database gives it: our types cost time here."""
    return {
        name: connection.exec_driver_sql(all_of(name)).all()
        for name in Base.metadata.tables
        if names is None or name in names
    }


@functools.cache
def all_of(name: str) -> str:
    """The statement that reads a table in an order of its own."""
    table = Base.metadata.tables[name]
    return str(select(table).order_by(*table.primary_key))


def sign_in(app: Flask, database: Database, things: Things, who: str, now: Any) -> Signed:
    """A browser of this person, and a form token of it as a page of theirs holds it."""
    made = people.browser(app)
    if who not in things.people:
        page = made.get("/sign-in").text
    else:
        with database.session(write=True) as session:
            made.set_cookie(cookie_name(), begin_session(session, things.people[who], device="phone", now=now))
            session.commit()
        page = made.get("/sign-in" if who == persons.CLOSED else "/account").text
    token = lxml.html.fromstring(page).xpath(f"//input[@name='{TOKEN}']/@value")[0]
    kept = [made.get_cookie(name) for name in (cookie_name(), app.config["SESSION_COOKIE_NAME"])]
    return Signed({one.key: one.value for one in kept if one is not None}, token)


def ask(matrix: Matrix, key: str, row: Row, who: str, *, token: bool = True, as_script: bool = False) -> Asked:
    """Send what somebody who may would send, in the browser of this person with a form token of theirs.

    A script is told of a refusal in one sentence; a person gets a page, which takes longer to make than to refuse.
    """
    method, endpoint = key.split()[:2]
    address, browser = matrix.address(endpoint, row, method), matrix.browser(who)
    options: dict[str, Any] = {"headers": {"Accept": "application/json"} if as_script else {}}
    if row.json is not None:
        options["headers"] |= {"X-CSRFToken": matrix.signed[who].token} if token else {}
        options["json"] = row.json(matrix.things, who)
    elif method == "POST":
        options["data"] = fields_of(matrix, key, row, who if token else None)
    with matrix.undone() as written:
        response = browser.open(address, method=method, **options)
        return Asked(
            response.status_code, text_of(response), matrix.changed(written), response.headers.get("Location", "")
        )


def fields_of(matrix: Matrix, key: str, row: Row, who: str | None) -> MultiDict[str, Any]:
    """What the browser of this person sends of a form; without its token where nobody is named."""
    fields = MultiDict({name: as_sent(value) for name, value in body_of(matrix, key, row).items()})
    if who is not None:
        fields[TOKEN] = matrix.signed[who].token
    return fields


def as_sent(value: Any) -> Any:
    """A file where bytes are sent, else the value, or the values of a field that has several."""
    return [(io.BytesIO(value), "file")] if isinstance(value, bytes) else value


def text_of(response: TestResponse) -> str:
    """What a person could read of an answer; a picture and a PDF hold their texts in a form of their own."""
    return response.get_data().decode("utf-8", errors="replace")


def body_of(matrix: Matrix, key: str, row: Row) -> Body:
    """The fields of a form as somebody who may sends it: what the page holds, and what is typed."""
    if key not in matrix.bodies:
        method, endpoint = key.split()[:2]
        typed = dict(row.send(matrix.things)) if row.send else {}
        held = form_of(matrix, matrix.address(endpoint, row, method), row) if row.form else {}
        unknown = typed.keys() - held.keys()
        assert not (row.form and unknown), f"The form of {key} has no field {sorted(unknown)}: correct its row."
        filled = {name: value for name, value in held.items() if value is not None and name != TOKEN}
        matrix.bodies[key] = filled | typed
    return matrix.bodies[key]


def form_of(matrix: Matrix, address: str, row: Row) -> dict[str, Any]:
    """The fields of the form that leads to this address, on the page that the row names, as who may sees it."""
    who = first_who_may(row)
    page = matrix.address(row.form or "", row, "GET")
    with matrix.undone():
        text = matrix.browser(who).get(page).text
    for form in lxml.html.fromstring(text).forms:
        actions = [form.get("action") or urlsplit(page).path, *form.xpath(".//button/@formaction")]
        if form.method == "POST" and urlsplit(address).path in {urlsplit(action).path for action in actions}:
            names = dict.fromkeys(form.xpath(".//*[@name]/@name"))
            return names | dict(form.form_values())
    raise AssertionError(f"No form on {page} leads to {address}: correct the row.")


def first_who_may(row: Row) -> str:
    """One of those who may."""
    return next(who for who in persons.PERSONS if who in row.may)


@dataclass(frozen=True)
class Who:
    """Which persons ask: one of each group by this lot, and of the others one of so many; 1 is everybody, 0 is none."""

    lot: str = ""
    others: int = 1
    by_words: bool = True  # whether those make groups of their own who may read other words


def who_asks(key: str, row: Row, who: Who) -> list[str]:
    """Those who ask at this address."""
    groups, drawn = one_of_each_answer(key, row, who.lot, by_words=who.by_words), Drawn(who.lot, who.others or 1)
    return groups + [one for one in persons.PERSONS if who.others and one not in groups and drawn.holds(f"{key} {one}")]


def one_of_each_answer(key: str, row: Row, lot: str = "", *, by_words: bool = True) -> list[str]:
    """One person of each group of whom the row expects the same and, by words, who may read the same words there.

    Where nothing is found there are three groups: without an account, with a closed one, and all others.
    """
    groups: dict[Any, list[str]] = {}
    for who in persons.PERSONS:
        found = row.expected(who, method=key.split(maxsplit=1)[0])
        is_told = found[0] != 404
        may = (persons.readable(who), who in row.names and persons.reached(who)) if is_told and by_words else ()
        alone = who if who in (persons.NOBODY, persons.CLOSED) else ""
        groups.setdefault((found, may, alone), []).append(who)
    chance = zlib.crc32(f"{key}{lot}".encode())  # another of the group at each address, the same one in each run
    return [group[chance % len(group)] for group in groups.values()]


def reads_page(key: str, who: str) -> bool:
    """Of those who find nothing every eighth reads the page that says so; what it shows is the same for all."""
    return Drawn("page", 8).holds(f"{key} {who}")


def faults(matrix: Matrix, key: str, row: Row, who: str) -> list[str]:
    """What is not as the row says when this person asks, each in a sentence."""
    method, endpoint = key.split()[:2]
    status, tables = row.expected(who, method=method)
    signed_in = who not in (persons.NOBODY, persons.CLOSED)
    asked = ask(matrix, key, row, who, as_script=status == 404 and signed_in and not reads_page(key, who))
    found = []
    is_public = matrix.app.view_functions[endpoint].access is None  # type: ignore[attr-defined]
    to_sign_in = status == 404 and not signed_in and not is_public
    if not (asked.signs_in if to_sign_in else asked.status == status):
        wanted = "be sent to sign in" if to_sign_in else f"see {status}"
        found.append(f"{key} as {who}: should {wanted}, saw {asked.status} {asked.goes_to}".rstrip())
    if asked.changed != tables:
        found.append(f"{key} as {who}: changed {sorted(asked.changed)}, should change {sorted(tables)}")
    return found + readings(matrix, key, row, who, asked)


def readings(matrix: Matrix, key: str, row: Row, who: str, asked: Asked) -> list[str]:
    """What a person read that is not theirs to read, and what is missing in a list."""
    if row.is_open:
        return []
    seen, may = words_in(matrix.things, asked.text), persons.readable(who)
    may |= persons.reached(who) if who in row.names else frozenset()
    if row.expected(who, method="GET")[0] != 404:
        may |= row.shows
    if asked.status == 422:  # whoever is refused beside a field sees again what they typed
        may |= words_in(matrix.things, " ".join(map(str, row.send(matrix.things).values())) if row.send else "")
    found = [f"{key} as {who}: read of {word}, which is not theirs to read" for word in sorted(seen - may)]
    if row.lists and who in row.may - persons.LEADERS:  # a cohort holds some of a place, whom its own rows name
        found += [f"{key} as {who}: the list leaves out {word}" for word in sorted((row.lists & may) - seen)]
    return found


def words_in(things: Things, text: str) -> frozenset[str]:
    """Whose things an answer tells of: by their words in any case, and by the numbers of certificates."""
    folded = text.casefold()
    named = {word for word in persons.WORDS if word.casefold() in folded}
    return frozenset(named | {word for number, word in things.numbers.items() if number.casefold() in folded})
