"""Numbers in addresses that no table holds are not found; they are no fault of ours."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import IntegerConverter

from lms.people.models import Person
from tests.builders import access as world
from tests.builders import people


def addresses(app: Flask, arguments: object) -> list[str]:
    """Every address with a whole number in it, with one that is far too large."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            numbers = [name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)]
            if numbers:
                given = dict(arguments[rule.endpoint]) | dict.fromkeys(numbers, 1)  # type: ignore[index]
                method = "POST" if "POST" in rule.methods else "GET"
                path = adapter.build(rule.endpoint, given, method=method)
                found.append((method, re.sub(r"(?<=/)1(?=/|$)", "9" * 30, path)))
    return found


def test_a_number_beyond_every_table_is_not_found(app, session, tmp_path, now, monkeypatch):
    monkeypatch.setattr("lms.clock.now", lambda: now)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    things = world.build(session, tmp_path, now)
    browser = people.browser(app)
    people.sign_in(browser, session, session.get_one(Person, things.people["officer"]), at=now)
    session.commit()
    asked = addresses(app, things.arguments)
    assert len(asked) >= 2
    assert all("9" * 30 in path for _method, path in asked)
    assert [(path, browser.open(path, method=method).status_code) for method, path in asked] == [
        (path, 404) for _method, path in asked
    ]
