"""Previews of the small course: one temporary installation for all tests, a folder and an officer for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from config import PreviewSettings as Settings
from courses.preview.site import PreviewSite
from courses.preview.views import NAME, add_to
from lms import clock
from lms.app import create_app
from lms.operating import serving, single_user
from tests.builders.assessments import write_exam_course
from tests.builders.courses import write_french


class Composer:
    """Makes the application as the `lms` command does; `folder` is where its last one lay."""

    folder: Path

    @contextmanager
    def apart(self, folder: Path, port: int) -> Iterator[Flask]:
        self.folder = folder
        made = create_app(Settings(INSTANCE_PATH=str(folder), PORT=port))
        try:
            yield made
        finally:
            made.extensions["spoor-database"].close()


@dataclass
class Author:
    """The folder, its preview, and a browser without scripts."""

    root: Path
    preview: PreviewSite

    def __post_init__(self) -> None:
        self.browser = self.preview.alone.app.test_client()

    def get(self, address: str, **headers: str):
        return self.browser.get(address, headers=headers, base_url=self.preview.alone.url)

    def post(self, address: str, **form: str):
        return self.browser.post(address, data=form, base_url=self.preview.alone.url)

    def change(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


def write_both(folder: Path) -> Path:
    """The small course with questions, quizzes and an exam, in English and French."""
    root = write_french(write_exam_course(folder))
    shutil.copytree(root / "questions", root / "fr" / "questions", dirs_exist_ok=True)
    shutil.copy(root / "exams.yaml", root / "fr" / "exams.yaml")
    return root


@pytest.fixture(autouse=True)
def fakes():
    """Here the packages above answer themselves."""


@pytest.fixture(scope="session")
def here() -> Iterator[single_user.Alone]:
    """An installation in which a preview was hung up already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "stop_on_terminate", lambda *_signals: None)
        with single_user.installation(Composer(), None) as made:
            made.app.config["WTF_CSRF_ENABLED"] = False
            add_to(made.app, PreviewSite(Path("nowhere"), made))
            yield made


@pytest.fixture
def author(here, tmp_path) -> Author:
    made = PreviewSite(write_both(tmp_path), here)
    here.app.extensions[NAME] = made
    with here.app.app_context():
        made.begin_anew(clock.now())
    return Author(made.root, made)
