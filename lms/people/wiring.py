"""How people are hung into the application."""

from pathlib import Path

from flask import Flask

from lms import audit, ports  # noqa: F401  # Alembic finds the tables through the wirings
from lms.access import Permission
from lms.i18n import lazy
from lms.people import demo, letters, models, tasks  # noqa: F401  # duties and jobs register themselves
from lms.people.commands import COMMANDS
from lms.people.views import account, administrations, auth, blueprints, contacts, people, rights, slips  # noqa: F401  # pages
from lms.web.api import add_folder

__all__ = ["COMMANDS", "wire"]


def wire(app: Flask) -> None:
    """Register pages, menu entries and the people of the demonstration."""
    add_folder("people", Path(__file__).parent / "static")
    for blueprint in (blueprints.people, blueprints.account, blueprints.administrations):
        app.register_blueprint(blueprint)
    ports.menu.add("people", ports.MenuEntry(lazy("People"), "people.all_of_them", Permission.PEOPLE_MANAGE, order=80))
    ports.menu.add(
        "administrations",
        ports.MenuEntry(
            lazy("Administrations"), "administrations.all_of_them", Permission.ADMINISTRATION_MANAGE, order=90
        ),
    )
    ports.demo_parts.add("people", demo.load)
