"""How courses are hung into the application."""

import click
from flask import Flask

from courses.catalogue import models as catalogue_models  # noqa: F401  # Alembic finds the tables through the wirings
from courses.learning import models as learning_models  # noqa: F401  # as above

COMMANDS: list[click.Command] = []


def wire(app: Flask) -> None:
    """Register pages, duties and ports."""
