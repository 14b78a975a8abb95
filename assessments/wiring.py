"""How assessments are hung into the application."""

from pathlib import Path

import click
from flask import Blueprint, Flask

from assessments.exams import demo, tasks  # noqa: F401  # duties registers what the worker does every minute
from assessments.exams.pages.outline_steps import ExamSteps
from assessments.exams.pages.shortages import check_dates
from assessments.exams.pages.start_page import what_next
from assessments.exams.services.loading import Questions
from assessments.exams.views import bp, managing, revising, sitting  # noqa: F401  # the views register themselves
from assessments.items.lesson_checks import lesson_checks
from assessments.items.practice_keys import practice_keys
from courses.api import CoursePage, check_keys, course_pages, lesson_blocks, question_bundles, step_sources
from lms import ports
from lms.access import Permission
from lms.i18n import lazy as _l
from lms.ports import MenuEntry
from lms.web.api import add_folder

COMMANDS: list[click.Command] = []
HERE = Path(__file__).parent


def wire(app: Flask) -> None:
    """Register pages, assets and ports."""
    add_folder("items", HERE / "items" / "static")
    add_folder("exams", HERE / "exams" / "static")
    app.register_blueprint(Blueprint("items", __name__, template_folder="items/templates"))
    app.register_blueprint(bp)
    question_bundles.add("questions", Questions())
    lesson_blocks.add("checks", lesson_checks)
    check_keys.add("practice", practice_keys)
    step_sources.add("exams", ExamSteps())
    course_pages.add("revise", CoursePage(_l("What you got wrong"), "exams.revise"))
    ports.menu.add("exams", MenuEntry(_l("Exams"), "exams.manage", Permission.EXAM_MANAGE, 60))
    ports.what_next.add("exams", what_next)
    ports.doctor.add("exams", check_dates)
    ports.page_scripts.add("outbox", "outbox.js")
    ports.never_kept.add("attempts", "/attempts")
    ports.demo_parts.add("assessments", demo.load)
