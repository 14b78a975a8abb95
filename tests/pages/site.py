"""A running site in this process: the demonstration with more beside it, a new installation, or another world."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from flask import Flask, abort
from playwright.sync_api import BrowserContext
from sqlalchemy import update
from werkzeug.serving import make_server

from assessments.exams.models import Attempt, AttemptItem
from assessments.exams.queries import attempts as attempt_queries
from config import Testing as Settings
from courses.learning.pages.lesson import keys_path
from courses.learning.pages.lesson_view import demand
from lms import clock
from lms.access import public
from lms.app import create_app
from lms.db import Database, transaction
from lms.operating import demonstration
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person, UserSession
from lms.people.services.sessions import begin_session
from tests import worlds
from tests.builders import assessments
from tests.builders.people import viewer
from tests.pages import world

WITHOUT_VIEW = ("oops",)  # what these tests add: it answers every kind of fault


class Site:
    """A site with its own database; `people` are the ids of those who look at it, `values` fill the addresses."""

    def __init__(self, folder: Path, *, loaded: bool, build: Callable[[], world.World] | None = None) -> None:
        database_url = worlds.new_file(folder / "pages.db")
        settings = Settings(
            INSTANCE_PATH=str(folder), DATABASE_URL=database_url, SITE_URL="http://127.0.0.1:8000",
            ISSUER="did:web:demo.spoor.example", DEMO=True,
        )  # fmt: skip
        self.database = Database(database_url)
        self.app: Flask = create_app(settings, database=self.database)
        self.app.add_url_rule("/oops/<int:code>", "oops", public(abort))
        self.loaded = loaded
        with self.app.app_context():
            if build is None:
                build = (lambda: world.full(demonstration.load)) if loaded else world.empty
            made = build()
        self.people: Mapping[str, int] = made.people
        self.values: Mapping[str, str] = made.values
        self.files: Mapping[str, bytes] = made.files
        if loaded:
            self.values = {**made.values, "answers": self.answers_of("officer")}
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def answers_of(self, who: str) -> str:
        """Where what is right in the checks of a lesson is told to a person."""
        with self.app.test_request_context(), self.database.session(write=False) as session:
            person = viewer(session, session.get_one(Person, self.people[who]))
            lesson = demand(session, person, str(self.values["course"]), "rhino-horn")
            return keys_path(lesson.taken, lesson.page)

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.database.close()

    def sign_in(self, context: BrowserContext, who: str) -> None:
        """Let this browser carry a session of the person."""
        with self.app.app_context(), transaction() as session:
            row = session.get_one(Person, self.people[who])
            device = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
            token = begin_session(session, row, device=device, now=clock.now())
            name = cookie_name()
        context.add_cookies([{"name": name, "value": token, "url": self.url}])

    def endpoint_at(self, path: str) -> str:
        """The view that answers at this address."""
        endpoint, _values = self.app.url_map.bind("127.0.0.1").match(path)
        return str(endpoint)

    def end_sessions(self, who: str) -> None:
        """End every sign-in of the person."""
        with self.app.app_context(), transaction() as session:
            ended = update(UserSession).where(UserSession.person_id == self.people[who])
            session.execute(ended.values(ended_at=clock.now()))

    def leave(self, attempt: str, seconds: float) -> None:
        """Let the attempt of this name end in this many seconds."""
        with self.app.app_context(), transaction() as session:
            row = session.get_one(Attempt, int(self.values[f"{attempt}-id"]))
            row.deadline_at = clock.now() + timedelta(seconds=seconds)

    def answer_elsewhere(self, attempt: str, position: int, value: str) -> None:
        """Answer a question of the attempt from another device."""
        with self.app.app_context(), transaction() as session:
            row = session.get_one(Attempt, int(self.values[f"{attempt}-id"]))
            asked: AttemptItem = attempt_queries.questions(session, row.id)[position - 1]
            assessments.save(
                session, row, position, value, clock.now(), page=f"elsewhere-{asked.seq}", base_seq=asked.seq
            )
