"""The part of a form that takes files, as a view reads it: files that a script sent before, and files in the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.datastructures import FileStorage

from lms import clock
from lms.access import viewer
from lms.db import read_session
from lms.errors import RuleBroken
from lms.manifest import composition
from lms.uploads import receiving
from lms.uploads.pages import WaitingFile, named_files

View = TypeVar("View", bound=Callable[..., object])
ROUND_THE_FILES = 512 * 1024  # bytes of a form beside its files


def take_sent(purpose: str, file: FileStorage) -> str:
    """A file of a form in one request, by the same checks as in pieces; answers its uuid."""
    return receiving.take_whole(
        viewer(), purpose, file.filename or "", file.mimetype or "", file.stream, now=clock.now()
    )


@dataclass(frozen=True)
class SentFiles:
    """The files of a form that are whole and unused, by uuid, and what is wrong with the others, each by its name."""

    uuids: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def sent_files(purpose: str) -> SentFiles:
    """The files of a form that holds the part `add_files`; call it outside of a transaction.

    What is whole stays with its person whatever becomes of the form; `held_files` shows it in the form again.
    """
    uuids = [one.uuid for one in held_files()]
    faults = []
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        try:
            uuids.append(take_sent(purpose, file))
        except RuleBroken as fault:
            faults.append(fault.message)
    return SentFiles(tuple(dict.fromkeys(uuids)), tuple(faults))


def held_files(sent: SentFiles | None = None) -> list[WaitingFile]:
    """The files that this form names, or brought along, and that are whole and unused: a form shows them again."""
    return named_files(read_session(), viewer().id, [*request.form.getlist("upload"), *(sent.uuids if sent else ())])


def takes_files(view: View) -> View:
    """Declare that this view takes files in its form, so that a larger one is read."""
    view.takes_files = True  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def largest_file() -> int:
    """The most bytes that any purpose takes."""
    return max((most for one in composition().upload_purposes for most in one.most.values()), default=0)


def init(app: Flask) -> None:
    """Let forms that take files be as large as the largest file that any purpose takes; set before a form is read."""

    @app.url_value_preprocessor
    def allow_large_files(endpoint: str | None, _values: object) -> None:
        view = current_app.view_functions.get(endpoint or "")
        if getattr(view, "takes_files", False):
            request.max_content_length = largest_file() + ROUND_THE_FILES
