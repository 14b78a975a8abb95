"""Somebody who sends files for the purpose of the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from lms.manifest import EXTENSION
from lms.uploads.rules.pieces import PIECE
from tests.builders import people
from tests.builders import uploads as make
from tests.builders.people import Browser, browser, sign_in


@dataclass
class Sender:
    """A browser of somebody, and what a script does in it."""

    person_id: int
    browser: Browser

    def begin(self, content: bytes, name: str, media_type: str = "", **more: Any) -> Any:
        return self.browser.post("/uploads", json=make.told(content, name, media_type) | more)

    def piece(self, uuid: str, content: bytes, number: int, *, sha256: str | None = None, whole: bytes = b"") -> Any:
        part = whole or content[number * PIECE : (number + 1) * PIECE]
        said = sha256 or hashlib.sha256(part).hexdigest()
        address = f"/uploads/{uuid}/pieces?offset={number * PIECE}&sha256={said}"
        headers = {"Accept": "application/json"}
        return self.browser.post(address, data=part, content_type="application/octet-stream", headers=headers)

    def finish(self, uuid: str) -> Any:
        return self.browser.post(f"/uploads/{uuid}/finish", json={})

    def send(self, content: bytes, name: str, media_type: str = "", **more: Any) -> str:
        """A whole file, from its announcement to its check."""
        told = self.begin(content, name, media_type, **more)
        assert told.status_code == 200, told.text
        uuid: str = told.json["uuid"]
        for begin, _end in told.json["missing"]:
            for number in range(begin // PIECE, -(-_end // PIECE)):
                assert self.piece(uuid, content, number).status_code == 200
        done = self.finish(uuid)
        assert done.status_code == 200, done.text
        return uuid


@pytest.fixture(autouse=True)
def purposes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    others = (make.purpose(), make.purpose(name="other", keeps_originals=True))
    monkeypatch.setitem(app.extensions, EXTENSION, replace(app.extensions[EXTENSION], upload_purposes=others))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    yield
    make.READERS.clear()


def sender_of(app: Flask, session: Session, name: str) -> Sender:
    row = people.person(session, name)
    one = browser(app)
    sign_in(one, session, row)
    session.commit()
    return Sender(row.id, one)


@pytest.fixture
def ann(app: Flask, session: Session) -> Sender:
    return sender_of(app, session, "Ann")


@pytest.fixture
def other(app: Flask, session: Session) -> Sender:
    return sender_of(app, session, "Other")
