"""A running site with a workshop of one exercise, and assessors with tablets."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from assessments.permissions import PracticalRole
from assessments.sheets.models import Sheet
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.standing import SheetStanding
from assessments.workshops.scope_kind import WORKSHOP
from config import Testing as Settings
from lms import clock, schema
from lms.access import Grant
from lms.app import create_app
from lms.db import Database, transaction
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.builders import candidate_files, evidence, people, sealed_sheets
from tests.builders.sheets import Bench


class Site:
    """The site, and by number who is who at its workshop."""

    def __init__(self, folder: Path, url: str) -> None:
        self.database = Database(url)
        schema.upgrade(self.database.engine, url)
        settings = Settings(INSTANCE_PATH=str(folder / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
        self.app: Flask = create_app(
            settings,
            database=self.database,
        )
        with self.app.app_context(), transaction() as session:
            bench = Bench(session)
            sealed_sheets.key(session, clock.now())
            runs = people.person(session, "Coordinator", place=people.administration(session))
            people.give_anywhere(
                session, runs, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(bench.workshop.id))
            )
            self.one, self.two, self.coordinator = bench.one.id, bench.two.id, runs.id
            self.first, self.second = bench.first.id, bench.second.id
            row = candidate_files.candidacy(session, bench.workshop.id, bench.candidate.id)
            picture = candidate_files.photograph(session, row, clock.now(), candidate_files.portrait())
            evidence.item(session, bench.candidate.id, clock.now(), title="Two days with Boupha Keo", text="I taught.")
            self.performance, self.picture = bench.performance.uuid, f"/files/{picture.uuid}/content"
            self.candidate, self.dossier = bench.candidate.id, f"/workshops/candidates/{row.uuid}/dossier.pdf"
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        """Stop for good."""
        self._server.shutdown()
        self._server.server_close()
        self.database.close()

    def sign_in(self, context: BrowserContext, person_id: int) -> None:
        """Let this browser carry a session of the person."""
        with self.app.app_context(), transaction() as session:
            token = begin_session(session, session.get_one(Person, person_id), device="Chromium", now=clock.now())
            name = cookie_name()
        context.add_cookies([{"name": name, "value": token, "url": self.url}])

    def standing(self, sheet_id: int) -> SheetStanding:
        """How a sheet stands in the database."""
        with self.app.app_context(), transaction() as session:
            return sheet_standing(session, session.get_one(Sheet, sheet_id)).standing
