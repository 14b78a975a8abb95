"""A running site with a database of its own, and people who sit its exam in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select, update
from werkzeug.serving import BaseWSGIServer, make_server

from assessments.exams.models import AnswerRevision, Attempt
from assessments.exams.queries import attempts as queries
from config import Testing as Settings
from courses.catalogue.models import CourseVersion
from lms import clock
from lms.app import create_app
from lms.db import Database, transaction
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person, UserSession
from lms.people.services.sessions import begin_session
from tests import worlds
from tests.builders import assessments as make
from tests.builders.kind_names import KindName
from tests.builders.people import PASSWORD


class Site:
    """The site: it can go down and come up again on the same port."""

    def __init__(
        self,
        folder: Path,
        endings: Mapping[KindName, str] = make.ENDINGS,
        course: Path | None = None,
    ) -> None:
        url = worlds.new_file(folder / "live.db")
        self.database = Database(url)
        settings = Settings(INSTANCE_PATH=str(folder / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
        self.app: Flask = create_app(settings, database=self.database)
        self.port = 0
        self._server: BaseWSGIServer | None = None
        with self.app.app_context(), transaction() as session:
            root = course or make.write_exam_course(folder, endings=endings)
            self.version_id = make.load_folder(session, root, clock.now()).id

    def start(self) -> None:
        """Answer requests."""
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._server.port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self.database.close()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Sitting:
    """A person with an attempt under way, and what the database knows of it."""

    site: Site
    person_id: int
    key: str
    attempt_id: int
    uuid: str
    kinds: dict[int, KindName]

    @property
    def address(self) -> str:
        """The page of the paper."""
        return f"{self.site.url}/attempts/{self.uuid}"

    def at(self, kind: KindName) -> int:
        """The position of the question of this kind."""
        return next(position for position, one in self.kinds.items() if one is kind)

    def sign_in(self, context: BrowserContext) -> None:
        """Let this browser carry a session of the person."""
        with self.site.app.app_context(), transaction() as session:
            row = session.get_one(Person, self.person_id)
            token = begin_session(session, row, device="Chromium", now=clock.now())
        context.add_cookies([{"name": cookie_name_of(self.site), "value": token, "url": self.site.url}])

    def open(self, context: BrowserContext, kind: KindName | None = None) -> Page:
        """The paper in a new tab, at a question."""
        page = context.new_page()
        page.goto(self.address + (f"#q{self.at(kind)}" if kind else ""))
        return page

    def value(self, kind: KindName) -> Any:
        """The answer that counts."""
        with self.site.app.app_context(), transaction() as session:
            return queries.questions(session, self.attempt_id)[self.at(kind) - 1].value

    def steps(self) -> list[str]:
        """The kinds of all steps, in order."""
        with self.site.app.app_context(), transaction() as session:
            return list(
                session.scalars(
                    select(AnswerRevision.kind)
                    .where(AnswerRevision.actor_id == self.person_id)
                    .order_by(AnswerRevision.id)
                )
            )

    def state(self) -> str:
        """How the attempt stands."""
        with self.site.app.app_context(), transaction() as session:
            return session.get_one(Attempt, self.attempt_id).state

    def end_sessions(self) -> None:
        """End every sign-in of the person."""
        with self.site.app.app_context(), transaction() as session:
            session.execute(
                update(UserSession).where(UserSession.person_id == self.person_id).values(ended_at=clock.now())
            )

    def leave(self, seconds: float) -> None:
        """Let the attempt end in this many seconds."""
        with self.site.app.app_context(), transaction() as session:
            row = session.get_one(Attempt, self.attempt_id)
            row.deadline_at = clock.now() + timedelta(seconds=seconds)


def cookie_name_of(site: Site) -> str:
    """The name of the cookie that carries a session."""
    with site.app.app_context():
        return cookie_name()


def begin(site: Site, slug: str = make.EXAM) -> Sitting:
    """A new officer, whose attempt has just begun."""
    with site.app.app_context(), transaction() as session:
        version = session.get_one(CourseVersion, site.version_id)
        row = make.learner(session, version, clock.now(), password=PASSWORD)
        attempt = make.start(session, make.exam_of(session, version, slug), row, clock.now(), seed=row.id)
        return Sitting(site, row.id, row.username, attempt.id, attempt.uuid, make.kinds(session, attempt))
