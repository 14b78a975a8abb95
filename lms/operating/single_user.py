"""Single-user mode: a temporary installation for one person at their own computer, without a password.

Whoever reaches it is signed in. So it exists in an application that was made for this (`config.Preview`) and nowhere
else, answers this computer alone, and refuses what a browser asks under another name.
"""

import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from flask import Flask, Request

from lms import clock, schema
from lms.access import Grant, Role, Viewer
from lms.db import Session, after_commit, database, transaction
from lms.errors import RuleBroken
from lms.operating import serving
from lms.people.api import PersonDraft, make_person
from lms.people.authentication.login_session import viewer_of_token
from lms.people.models import Person
from lms.people.services.sessions import begin_session
from lms.web.languages.language import show_besides

ENVIRONMENT = "preview"
HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
PORTS = range(8010, 8030)  # tried one after the other where none is named
DEVICE = "Preview"
WRONG_NAME = "This preview answers only to http://{host}:{port}/ on this computer.\n"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Maker(Protocol):
    """Composes an application in a folder of its own; the `lms` command does."""

    def apart(self, folder: Path, port: int) -> AbstractContextManager[Flask]:
        """The application, closed at the end."""
        ...


def hold_port(wish: int | None) -> socket.socket:
    """The port that was asked for, or the first of ours that is free."""
    if wish is not None:
        return serving.hold(HOST, wish, "--port ")
    for port in PORTS:
        try:
            return serving.hold(HOST, port, "--port ")
        except RuleBroken:  # in use: another preview, perhaps
            continue
    raise RuleBroken(f"The ports {PORTS[0]} to {PORTS[-1]} are all in use. Name another one with --port.")


@contextmanager
def installation(maker: Maker, port: int | None) -> Iterator["Alone"]:
    """A new installation with an empty database and one officer; nothing of it is left at the end."""
    serving.stop_on_terminate(*([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))  # a terminal that is closed
    with ExitStack() as things:
        held = things.enter_context(hold_port(port))  # first, so that a port in use is told at once
        folder = Path(things.enter_context(TemporaryDirectory(prefix="spoor-preview-")))
        app = things.enter_context(maker.apart(folder, held.getsockname()[1]))
        with app.app_context():
            schema.upgrade(database().engine, database().url)
            alone = Alone(app, held)
            with transaction() as session:
                alone.become_new(session, clock.now())
        yield alone


class Alone:
    """An application whose every visitor is one and the same officer."""

    def __init__(self, app: Flask, held: socket.socket) -> None:
        if app.config["ENVIRONMENT"] != ENVIRONMENT:
            raise RuntimeError("Only an application that was made for a preview lets people in without a password.")
        self.app = app
        self.held = held
        self.person_id = 0
        self._token = ""
        port = held.getsockname()[1]
        self.url = f"http://{HOST}:{port}"
        app.config["SESSION_COOKIE_NAME"] = f"spoor-form-{port}"  # a browser sends cookies to every port of a host
        app.login_manager.request_loader(self._viewer)  # type: ignore[attr-defined]  # Flask-Login puts it there
        app.wsgi_app = near_only(app.wsgi_app, port)  # type: ignore[method-assign, assignment]  # the way to wrap an application

    def become_new(self, session: Session, now: datetime) -> int:
        """Make another officer, who has done nothing yet; from the commit on the browser is that one."""
        draft = PersonDraft(name="Author")
        person_id = make_person(session, draft, [Grant(Role.OFFICER)], now=now, demonstration=True).id
        token = self._begin(session, person_id, now)

        def take() -> None:
            self.person_id, self._token = person_id, token

        after_commit(session, take)
        return person_id

    def speak(self, codes: Iterable[str]) -> tuple[list[str], list[str]]:
        """Offer these languages on every page; answers those without a catalogue, and those that cannot be offered."""
        return show_besides(self.app, codes)

    def serve(self) -> None:
        """Answer until told to stop, with a worker inside."""
        server = serving.server_on(self.app, self.held)
        with serving.worker_inside(self.app):
            server.run()

    def _viewer(self, _asked: Request) -> Viewer | None:
        """The officer; whoever signed out is signed in again."""
        now = clock.now()
        found = viewer_of_token(self._token, now)
        if found is None:
            with transaction() as session:
                self._token = self._begin(session, self.person_id, now)
            found = viewer_of_token(self._token, now)
        return found

    @staticmethod
    def _begin(session: Session, person_id: int, now: datetime) -> str:
        return begin_session(session, session.get_one(Person, person_id), device=DEVICE, now=now)


def near_only(inner: Wsgi, port: int) -> Wsgi:
    """Refuse what was asked under another name: a page elsewhere may have its own name lead to this computer."""
    names = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("HTTP_HOST", "")).lower() in names:
            return inner(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [WRONG_NAME.format(host=HOST, port=port).encode()]

    return answer
