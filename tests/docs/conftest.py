"""The worked examples of the developers' page: their blocks as files, and applications with one package more."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

import config
from lms.app import create_app, manifests
from lms.db import Base

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "developing" / "worked-examples.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NAME = re.compile(r"^(?:\{# |# |--- )([\w./-]+)(?: #\})?\n")
EXAMPLE = "logbook"


def blocks():
    """The blocks of the page, by the file that their first line names."""
    found = {}
    for _language, text in BLOCK.findall(PAGE.read_text()):
        name = NAME.match(text)
        assert name, f"A block of {PAGE.name} names no file: {text[:60]}"
        found[name[1]] = text[name.end() :]
    return found


def written(folder):
    """The files of the page, below this folder."""
    for name, text in blocks().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory):
    """The package of the page, where Python finds it; its table is taken out of those that scripts must make."""
    folder = written(tmp_path_factory.mktemp("example"))
    (folder / EXAMPLE / "__init__.py").write_text('"""The logbook."""\n')
    sys.path.insert(0, str(folder))
    Base.metadata.remove(importlib.import_module(f"{EXAMPLE}.models").LogbookLine.__table__)
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def example(example_folder):
    """Answers a module of the package."""
    return lambda name: importlib.import_module(f"{EXAMPLE}.{name}")


@pytest.fixture(scope="session")
def composed(shared_database, tmp_path_factory):
    """Composes an application with this package more."""

    def compose(package, instance=None):
        settings = config.Testing(
            INSTANCE_PATH=str(instance or tmp_path_factory.mktemp("instance")),
            DATABASE_URL=shared_database.url,
            SITE_URL="http://127.0.0.1:8000",
        )
        return create_app(settings, database=shared_database, packages=[*manifests(), package])

    return compose


@pytest.fixture(scope="module")
def shared_app(composed, example):
    """The application of this module: with the whole example."""
    return composed(example("manifest").PACKAGE)


@pytest.fixture
def table(session, example):
    """The table of the example, gone after the test."""
    line = example("models").LogbookLine
    line.__table__.create(session.connection())
    return line
