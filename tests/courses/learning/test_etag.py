"""The ETag of a lesson covers the texts, the languages and the name of the site, so that none of them stays old."""

from contextlib import contextmanager

import pytest

from config import Testing as Settings
from courses.learning.pages.etag import program_version
from lms.app import create_app
from lms.db import Database
from lms.web.languages import catalogues
from tests.builders.languages import add_language, catalogue

FIRST = "/courses/tiny-course/lessons/first"


OF_BOTH = ("Sign in", "Sign out")


@contextmanager
def installation(folder):
    """Starts an installation on this folder, and answers the short name of what is the same on all its pages."""
    database = Database(f"sqlite:///{folder / 'none.db'}")

    def start(**settings):
        app = create_app(Settings(INSTANCE_PATH=str(folder / "instance"), **settings), database=database)
        with app.app_context():
            return program_version()

    yield start
    database.close()


@pytest.fixture
def version_of(tmp_path):
    with installation(tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The version of an installation to which nobody added anything."""
    with installation(tmp_path_factory.mktemp("untouched")) as start:
        return start()


def test_an_installation_that_is_started_again_has_the_same_version(before, version_of):
    assert version_of() == before


def test_a_language_that_is_added_and_a_text_that_is_corrected_make_another_version(before, version_of, tmp_path):
    file = add_language(tmp_path / "instance", catalogue(only=OF_BOTH[:1]))
    added = version_of()
    file.write_bytes(catalogue(only=OF_BOTH))
    corrected = version_of()
    assert len({before, added, corrected}) == 3


def test_a_shipped_text_that_is_corrected_makes_another_version(before, version_of, tmp_path, monkeypatch):
    for path in catalogues.SHIPPED.glob(f"*/{catalogues.INSIDE}.mo"):
        copy = tmp_path / "shipped" / path.relative_to(catalogues.SHIPPED)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(catalogues, "SHIPPED", tmp_path / "shipped")
    assert version_of() == before
    copy.write_bytes(copy.read_bytes().replace(b"Bonjour", b"Bonsoir"))
    assert version_of() != before


def test_another_name_of_the_site_makes_another_version(before, version_of):
    assert version_of(SITE_NAME="Harbour school") != before


def test_a_lesson_that_was_read_is_sent_again_once_a_text_was_corrected(
    signed_in, enrolled, shared_app, tmp_path, monkeypatch
):
    own = signed_in(enrolled)
    own.get(FIRST)
    held = {"If-None-Match": own.get(FIRST).headers["ETag"]}
    assert own.get(FIRST, headers=held).status_code == 304
    add_language(tmp_path, catalogue(only=OF_BOTH), "fr")
    monkeypatch.setitem(shared_app.extensions, "spoor-languages", catalogues.find(tmp_path))
    monkeypatch.delitem(shared_app.extensions, "courses-program-version")  # as after a start
    assert own.get(FIRST, headers=held).status_code == 200
