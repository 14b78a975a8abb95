"""Every address, asked by every person of every role and scope, with what who may would send.

To extend it: a new address is a row in `rows/`, a new thing that it leads to is a field of `things.Things`, a new role
with power a line of `persons.POWERS`. `all_rows.HOW_TO_ADD` says how a row is written. Whoever a row does not name must
find nothing (404, or be sent to sign in), change no table and read no word of another's things. Of those who find
nothing every eighth is told by a page, the others as a script is, which is quicker.

Who may is decided by the same code on both databases, so everybody asks on SQLite alone, in a whole run and wherever
what decides it changed. Else one of each group with the same answer asks, another one at each commit, and an eighth of
the others by lot. On PostgreSQL, which could differ in whether a statement runs and in what it finds and writes, one
of each group asks. In a newcomer's run it is one of each group with the same status and the same tables changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from lms.access_model import model_of
from lms.db import Base
from lms.people.models import UserSession
from tests.access_matrix.all_rows import CHANGES_NOTHING, HOW_TO_ADD, ROWS, WITHOUT_STEP_UP, WITHOUT_TOKEN
from tests.access_matrix.asking import Matrix, ask, body_of, faults, first_who_may, who_asks
from tests.builders.people import NOW

SENT = [key for key in ROWS if key.startswith("POST") and ROWS[key].may]
LONG_AGO = NOW - timedelta(hours=1)


def endpoint_of(key: str) -> str:
    """The endpoint of which a row speaks."""
    return key.split()[1]


def decides(matrix: Matrix, key: str) -> bool:
    """Whether whoever does this needs a right over others."""
    permission = vars(matrix.app.view_functions[endpoint_of(key)])["access"]
    return permission is not None and not model_of(matrix.app).permissions[permission].personal


def asks_again(matrix: Matrix, key: str) -> bool:
    """Whether this asks for the password where it was not typed lately."""
    return getattr(matrix.app.view_functions[endpoint_of(key)], "step_up", False)


@contextmanager
def password_typed_long_ago(matrix: Matrix) -> Iterator[None]:
    """Inside, nobody has typed their password lately; what they would send was filled in before."""
    for key in SENT:
        body_of(matrix, key, ROWS[key])
    with matrix.undone():
        matrix.connection.execute(update(UserSession).values(authenticated_at=LONG_AGO))
        matrix.note()
        yield
    matrix.note()


def differing(matrix: Matrix, keys: Iterable[str]) -> tuple[set[str], set[str]]:
    """The addresses without a row, and the rows without an address."""
    there = {
        f"{method} {rule.endpoint}"
        for rule in matrix.app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    named = {" ".join(key.split()[:2]) for key in keys}
    return there - named, named - there


def test_every_address_has_a_row_and_every_row_an_address(matrix):
    missing, over = differing(matrix, ROWS)
    assert not missing, HOW_TO_ADD.format(missing=", ".join(sorted(missing)))
    assert not over, f"These rows speak of an address that is no more: take them away: {sorted(over)}."


def test_an_address_without_a_row_is_missed(matrix):
    missing, over = differing(matrix, ["POST people.close of somebody else", "POST nothing.there"])
    assert ("POST people.reopen" in missing, "POST people.close" in missing, over) == (
        True,
        False,
        {"POST nothing.there"},
    )


@pytest.mark.parametrize("key", ROWS)
def test_who_reaches_it_what_it_changes_and_what_they_read(matrix, key, asking):
    asked = who_asks(key, ROWS[key], asking)
    found = [fault for who in asked for fault in faults(matrix, key, ROWS[key], who)]
    assert not found, "\n".join(found)


def test_no_table_is_written_but_by_a_statement_that_names_it(matrix):
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_keys]
    assert [key for key in keys if key.ondelete or key.onupdate] == []
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[matrix.connection.dialect.name]
    assert matrix.connection.execute(text(triggers)).all() == []


def test_what_is_sent_does_something(matrix):
    without = {key for key in SENT if not ROWS[key].changes}
    assert without == set(CHANGES_NOTHING), "Send what changes something, or say in CHANGES_NOTHING why nothing does."


@pytest.mark.once  # a form without its token is refused before its view asks for anything
@pytest.mark.parametrize("key", SENT)
def test_without_a_form_token_nothing_is_done(matrix, key):
    asked = ask(matrix, key, ROWS[key], first_who_may(ROWS[key]), token=False)
    assert (asked.status == 400 and not asked.changed) == (key not in WITHOUT_TOKEN)


def test_what_takes_a_form_from_anywhere_is_what_needs_no_token(matrix):
    views = {key: matrix.app.view_functions[endpoint_of(key)] for key in SENT}
    assert {key for key, view in views.items() if getattr(view, "from_anywhere", False)} == set(WITHOUT_TOKEN)


def test_what_decides_about_others_asks_for_the_password_again(matrix):
    deciding = {endpoint_of(key) for key in SENT if decides(matrix, key) and not asks_again(matrix, key)}
    assert deciding == set(WITHOUT_STEP_UP), "Declare it @step_up, or say in WITHOUT_STEP_UP why not."


def test_a_password_typed_long_ago_is_asked_for_again_and_nothing_is_done(matrix):
    guarded = [key for key in ROWS if asks_again(matrix, key)]
    assert len(guarded) > 12
    with password_typed_long_ago(matrix):
        for key in guarded:
            who = first_who_may(ROWS[key])
            asked = ask(matrix, key, ROWS[key], who)
            asks = "/account/step-up" in asked.goes_to or 'name="step_up_password"' in asked.text
            assert (asks, asked.changed) == (True, frozenset()), f"{key} as {who} did not ask for the password"


@pytest.mark.parametrize("who", ["nobody", "owner", "former", "trainer home"])
def test_who_may_not_is_not_even_asked_for_the_password(matrix, who):
    with password_typed_long_ago(matrix):
        for key in (key for key in ROWS if asks_again(matrix, key) and who not in ROWS[key].may):
            asked = ask(matrix, key, ROWS[key], who)
            assert (asked.status == 404 or asked.signs_in, asked.changed) == (True, frozenset()), key
