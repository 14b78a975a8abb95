"""What is not there is not found: each part of each address, and each name of a thing in a form, is asked for in vain.

Who may asks, with everything else as it should be. A refusal is 404, or 422 beside the field; nothing is changed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.routing import AnyConverter

from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import Asked, Matrix, ask, body_of, first_who_may, reads_page
from tests.access_matrix.table import Row, nothing

pytestmark = [pytest.mark.once, pytest.mark.sampled]  # what is looked for is not there on either database
ADDRESSED = [key for key in ROWS if ROWS[key].may and ROWS[key].at is not nothing]
SENT = [key for key in ROWS if key.startswith("POST") and ROWS[key].may and ROWS[key].json is None]
TRIES = frozenset({"rate_limit_try"})  # of whoever guesses
OTHERWISE = {  # what else is answered than that nothing is found, each with the reason
    "GET learning.answers keys": (409, "the lesson is another one by now, and its page says so"),
    "GET cohorts.join_by code": (422, "a code is typed by hand: the form says that it is not right"),
    "POST cohorts.join_by code": (422, "a code is typed by hand: the form says that it is not right"),
    "POST evidence.withdraw_request request_uuid": (409, "whoever was asked has answered meanwhile"),
    "POST cohorts.write who": (200, "to whom it would go is other than what was shown, and is shown again"),
    "POST cohorts.extend who": (200, "whose days would change is other than what was shown, and is shown again"),
    "POST workshops.recordings performance": (303, "a tick at what is no more is none"),
}


def absent(value: Any) -> Any:
    """Of the same shape, and the name of nothing."""
    if isinstance(value, int):
        return value + 1_000_000
    return str(uuid.uuid4()) if is_name(value) else "nothing-of-this-name"


def is_name(value: Any) -> bool:
    """Whether this is the name of a thing, as addresses and forms say it."""
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def without(matrix: Matrix, row: Row, part: str) -> Row:
    """The same row, with another thing in this part of its address."""
    parts = dict(row.at(matrix.things))
    return replace(row, at=lambda _things: parts | {part: absent(parts[part])})


def free_parts(matrix: Matrix, key: str) -> list[str]:
    """The parts of an address that name a thing; one of a few words is refused before its view is asked."""
    method, endpoint = key.split()[:2]
    rule = next(one for one in matrix.app.url_map.iter_rules(endpoint) if method in (one.methods or ()))
    made = ROWS[key].at(matrix.things).keys() & rule.arguments
    return sorted(part for part in made if not isinstance(rule._converters[part], AnyConverter))


def replace_body(matrix: Matrix, key: str, body: Mapping[str, Any]) -> Matrix:
    """The same site, on which this form is filled in so."""
    return replace(matrix, bodies={**matrix.bodies, key: body})


def names_in(fields: Mapping[str, Any]) -> list[str]:
    """The fields that name a thing; `key` is a word that a browser draws, so that what is sent twice is done once."""
    return [name for name, value in fields.items() if is_name(value) and name != "key"]


def fault(key: str, part: str, asked: Asked, answers: frozenset[int]) -> str:
    """What is wrong with an answer to somebody who asked for nothing; empty where it says so and changed nothing."""
    wanted = frozenset({OTHERWISE[f"{key} {part}"][0]}) if f"{key} {part}" in OTHERWISE else answers
    if asked.status in wanted and asked.changed <= TRIES:
        return ""
    return f"{key}, {part}: {asked.status}, changed {sorted(asked.changed)}"


@pytest.mark.parametrize("key", ADDRESSED)
def test_an_address_of_nothing_is_not_found(matrix, key):
    row, who = ROWS[key], first_who_may(ROWS[key])
    body_of(matrix, key, row)  # from the page as it is
    for part in free_parts(matrix, key):
        asked = ask(matrix, key, without(matrix, row, part), who, as_script=not reads_page(key, who))
        assert not fault(key, part, asked, frozenset({404}))


@pytest.mark.parametrize("key", SENT)
def test_a_form_that_names_nothing_is_refused(matrix, key):
    row, body = ROWS[key], body_of(matrix, key, ROWS[key])
    for name in names_in(body):
        asked = ask(replace_body(matrix, key, {**body, name: absent(body[name])}), key, row, first_who_may(row))
        assert not fault(key, name, asked, frozenset({404, 409, 422}))


def test_what_is_answered_otherwise_is_a_part_of_an_address_or_of_a_form(matrix):
    parts = {f"{key} {part}" for key in ADDRESSED for part in ROWS[key].at(matrix.things)}
    fields = {f"{key} {name}" for key in SENT for name in body_of(matrix, key, ROWS[key])}
    assert OTHERWISE.keys() <= parts | fields
