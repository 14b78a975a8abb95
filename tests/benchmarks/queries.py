"""Statements that the database gets for one page, counted in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from lms.db import database
from tests.benchmarks.figures import Report, at_most
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.rates import LESSON


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements while this lasts; beginning a transaction is none."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    with app.app_context():
        engine = database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def browser(app: Flask, learner: Learner) -> FlaskClient:
    """A browser in this process with the learner's cookies."""
    client = app.test_client()
    client.set_cookie("spoor", learner.token)
    client.set_cookie("spoor-form", learner.form_cookie)
    return client


def count(app: Flask, course: Taught, learner: Learner, others: dict[str, tuple[str, bool]], report: Report) -> None:
    """Each page twice, as a process that has served it before answers it; the second time counts."""
    client = browser(app, learner)
    named = {
        "account page": "/account",
        "lesson page": f"/courses/{course.slug}/lessons/{LESSON}",
        "course page": f"/courses/{course.slug}",
        "start page": "/",
        "exam page": f"/courses/{course.slug}/exams/final-exam",
    } | {name: path for name, (path, _signed_in) in others.items()}
    for name, path in named.items():
        client.get(path)
        with counted(app) as found:
            assert client.get(path).status_code == 200
        aim = {"lesson page": at_most(3), "start page": at_most(8)}.get(name)
        report.add(f"{name}, queries", len(found), "statements", aim=aim)
