"""What commands of every package share: the application round them, and one JSON document as an answer."""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click
from flask import current_app

from lms import schema
from lms.db import database

HELP = {"help_option_names": ["-h", "--help"]}  # of every command, also one that is run apart
PORT_OF_NONE = 8000  # of an application that serves nobody
F = TypeVar("F", bound=Callable[..., Any])


def in_app(*, current: bool = True) -> Callable[[F], Callable[..., Any]]:
    """Run a command inside the application; unless told otherwise the database must be of this version."""

    def wrap(command: F) -> Callable[..., Any]:
        @click.pass_obj
        @wraps(command)
        def run(obj: Any, *args: Any, **options: Any) -> Any:
            with obj.get().app_context():
                if current:
                    schema.demand_current(database().engine, current_app.config["DATABASE_URL"])
                return command(*args, **options)

        return run

    return wrap


def in_app_apart(command: F) -> Callable[..., Any]:
    """Run a command that keeps nothing in an application of its own: it reads no settings, makes no keys, no folder."""

    @click.pass_obj
    @wraps(command)
    def run(obj: Any, *args: Any, **options: Any) -> Any:
        with (
            TemporaryDirectory(prefix="spoor-") as folder,
            obj.apart(Path(folder), PORT_OF_NONE) as app,
            app.app_context(),
        ):
            return command(*args, **options)

    return run


def as_json(document: Any) -> None:
    """Print the one JSON document of a `--json` answer."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


class Failed(click.exceptions.Exit):
    """What was asked did not hold: exit code 1, after the command has said why."""

    def __init__(self) -> None:
        super().__init__(1)
