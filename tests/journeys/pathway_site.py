"""A new and empty installation for the journey along the pathway: served, with its worker, filled by commands alone."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from config import Settings
from lms.app import create_app
from lms.cli import main
from lms.db import Database
from lms.operating import serving
from tests.journeys.site import free_port

ISSUER = "did:web:field.example"


class PathwaySite:
    """The installation; commands and pages are the only ways in."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.environment = {
            "INSTANCE_PATH": str(folder), "DATABASE_URL": database_url, "PORT": str(self.port), "ISSUER": ISSUER,
            "SPOOR_ENV": "embedded",
        }  # fmt: skip

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def lms(self, *words: str) -> str:
        """A command, as who runs the installation types it; answers what it printed."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            done = CliRunner().invoke(main, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def add_admin(self, name: str) -> tuple[str, str]:
        """The first administrator: user name and one-time code."""
        printed: dict[str, Any] = json.loads(self.lms("people", "add-admin", "--name", name, "--json"))
        return printed["user_name"], printed["code"]

    @contextmanager
    def served(self) -> Iterator[None]:
        """Served by the server of the house, with a worker beside it."""
        settings = Settings(
            INSTANCE_PATH=str(self.folder), DATABASE_URL=self.environment["DATABASE_URL"], PORT=self.port,
            ISSUER=ISSUER,
        )  # fmt: skip
        database = Database(settings.DATABASE_URL)
        app: Flask = create_app(settings, database=database)
        server = serving.bind(app, "127.0.0.1", self.port)
        with ExitStack() as stack:
            stack.callback(database.close)
            stack.callback(server.close)
            stack.enter_context(serving.worker_inside(app, 2))
            threading.Thread(target=server.run, daemon=True).start()
            yield

    def letters(self, to: str) -> list[str]:
        """The texts of the letters to an address, the oldest first."""
        found = [message_from_bytes(one.read_bytes(), policy=default) for one in self._files()]
        return [one.get_body(("plain",)).get_content() for one in found if to in str(one["To"])]  # type: ignore[union-attr]

    def _files(self) -> list[Path]:
        return sorted(self.folder.rglob("*.eml"), key=lambda one: one.stat().st_mtime)
