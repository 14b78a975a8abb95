"""The composition of a test: what a package brings, replaced by what the test brings."""

from dataclasses import replace
from typing import Any, TypeVar

import pytest
from flask import Flask

from lms.manifest import EXTENSION, Port

T = TypeVar("T")


def fill(app: Flask, monkeypatch: pytest.MonkeyPatch, port: Port[T], thing: T) -> None:
    """Have `thing` answer at this port until the end of the test."""
    found = app.extensions[EXTENSION]
    others = tuple(one for one in found.provides if one.port != port)
    monkeypatch.setitem(app.extensions, EXTENSION, replace(found, provides=(*others, port.filled_by(thing))))


def change(app: Flask, monkeypatch: pytest.MonkeyPatch, port: Port[T], **values: Any) -> None:
    """Replace parts of what answers at this port, a dataclass, until the end of the test."""
    with app.app_context():
        fill(app, monkeypatch, port, replace(port.provider(), **values))  # type: ignore[type-var]  # a dataclass
