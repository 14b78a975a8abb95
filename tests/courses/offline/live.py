"""A running site with the shipped course, and officers who read it in a real browser on a line that breaks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, abort, request
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from config import Testing as Settings
from courses.catalogue.course_folder.bundle import read_bundle
from courses.catalogue.services.loading import load_course
from courses.learning import services
from courses.learning.models import Enrolment, LessonRead
from lms import clock, schema
from lms.access import Role
from lms.app import create_app
from lms.db import Database, transaction
from lms.offline.models import OfflineReceipt
from lms.people.authentication.login_session import cookie_name
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from tests.builders import people

ROOT = Path(__file__).resolve().parents[3]
CONTENT = ROOT / "courses" / "content"
SLUG = "identifying-wildlife-products"
SHIPPED = (SLUG, "legal-instruments", "risk-management")
COURSE = f"/courses/{SLUG}"
LATEST = 15_000  # ms
FIRST = "why-goods-pass"


class Site:
    """The site with these courses."""

    def __init__(self, folder: Path, url: str, slugs: tuple[str, ...] = (SLUG,)) -> None:
        self.database = Database(url)
        schema.upgrade(self.database.engine, url)
        settings = Settings(INSTANCE_PATH=str(folder / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
        self.app: Flask = create_app(settings, database=self.database)
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.app.before_request(self._hear)
        with self.app.app_context(), transaction() as session:
            self.versions = {
                slug: load_course(session, read_bundle(CONTENT / slug), actor_id=None, now=clock.now()).version.id
                for slug in slugs
            }
            self.version_id = self.versions[slugs[0]]
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def _hear(self) -> None:
        self.asked.append(f"{request.method} {request.path}")
        if request.path in self.refused:
            abort(503)

    @contextmanager
    def refusing(self, path: str) -> Iterator[None]:
        """Nothing that is sent here arrives: a page cannot be kept from it, since its worker asks behind its back."""
        self.refused.add(path)
        try:
            yield
        finally:
            self.refused.discard(path)

    def close(self) -> None:
        """Stop for good."""
        self._server.shutdown()
        self._server.server_close()
        self.database.close()

    def officer(self, name: str, *, takes: bool = True) -> Officer:
        """A new officer, who takes the courses."""
        with self.app.app_context(), transaction() as session:
            row = people.person(session, name, Role.OFFICER)
            for version_id in self.versions.values() if takes else ():
                services.enrol(session, row.id, version_id, now=clock.now())
            return Officer(self, row.id, row.uuid, row.username)


@dataclass
class Officer:
    """A person with this course, and what the database knows of them."""

    site: Site
    id: int
    uuid: str
    key: str
    pages: list[Page] = field(default_factory=list)

    def sign_in(self, context: BrowserContext) -> None:
        """Let this browser carry a session of the person."""
        with self.site.app.app_context(), transaction() as session:
            row = session.get_one(Person, self.id)
            token = begin_session(session, row, device="Chromium", now=clock.now())
            name = cookie_name()
        context.add_cookies([{"name": name, "value": token, "url": self.site.url}])

    def read(self) -> list[str]:
        """Every row that says they read a lesson."""
        with self.site.app.app_context(), transaction() as session:
            runs = select(Enrolment.id).where(Enrolment.person_id == self.id)
            wanted = select(LessonRead.lesson).where(LessonRead.enrolment_id.in_(runs)).order_by(LessonRead.id)
            return list(session.scalars(wanted))

    def receipts(self) -> list[tuple[str, str]]:
        """The lessons and verdicts of every receipt."""
        with self.site.app.app_context(), transaction() as session:
            rows = session.execute(
                select(OfflineReceipt.receipt, OfflineReceipt.state)
                .where(OfflineReceipt.person_id == self.id)
                .order_by(OfflineReceipt.id)
            )
            return [(receipt["lesson"], state) for receipt, state in rows]


def open_course(page: Page, site: Site) -> None:
    """The course page with every module unfolded, once its script has said how each stands."""
    page.goto(site.url + COURSE)
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
    page.evaluate("document.querySelectorAll('details.module').forEach((one) => { one.open = true; })")


def module(page: Page, number: int):
    """The row of a module that keeps it."""
    return page.locator(f"[data-plan='{COURSE}/modules/{number}/plan']")


def keep(page: Page, site: Site, number: int = 1) -> None:
    """Keep a module and wait until the page says that it is there."""
    open_course(page, site)
    module(page, number).locator("[data-part=keep]").click()
    expect(module(page, number).locator("[data-part=state]")).to_be_visible(timeout=LATEST)


def lesson(page: Page, site: Site, slug: str = FIRST) -> None:
    """Open a lesson."""
    page.goto(f"{site.url}{COURSE}/lessons/{slug}", wait_until="load")


def on_phone(page: Page, site: Site) -> None:
    """The page of what is on this phone."""
    page.goto(f"{site.url}/offline")
    expect(page.locator("html[data-shown]")).to_be_attached(timeout=LATEST)
