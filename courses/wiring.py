"""How courses are hung into the application."""

from pathlib import Path

import click
from flask import Flask

from courses import demo
from courses.catalogue import tasks  # noqa: F401  # registers what the worker does
from courses.catalogue.commands import courses_commands
from courses.learning.pages import overview
from courses.learning.views import learner, offline  # noqa: F401  # phone registers its addresses
from courses.preview import commands as previewing  # noqa: F401  # its command registers itself
from courses.preview.views import notice
from lms import ports
from lms.access import Permission
from lms.i18n import lazy as _l
from lms.ports import MenuEntry
from lms.web.api import add_folder

COMMANDS: list[click.Command] = [courses_commands]


def wire(app: Flask) -> None:
    """Register pages, duties and ports."""
    add_folder("courses", Path(__file__).parent / "learning" / "static")
    app.register_blueprint(learner.bp)
    ports.menu.add("learn", MenuEntry(_l("Learn"), "learning.learn", Permission.COURSE_TAKE, 10))
    ports.what_next.add("courses", overview.what_next)
    ports.site_notice.add("preview", notice)
    ports.demo_parts.add("courses", demo.load)
