"""How certificates are hung into the application."""

from pathlib import Path

import click
from flask import Flask

from assessments.events import ExamPassed
from certificates.credentials import checks, commands, demo, jobs  # noqa: F401  # jobs and duties register themselves
from certificates.credentials.services.claims import exam_passed
from certificates.credentials.setting import KEYS
from certificates.documents import views as documents
from certificates.documents.coverage import unprintable
from certificates.register import guessing, waiting  # noqa: F401  # guessing forgets old tries
from certificates.register.views import blueprints, checking, holder, managing, published  # noqa: F401  # pages
from courses.public import card_pages
from lms import audit, ports
from lms.access import Permission
from lms.ports import MenuEntry
from lms.web.public import add_folder
from lms.words import lazy as _l

COMMANDS: list[click.Command] = commands.COMMANDS


def wire(app: Flask) -> None:
    """Register pages, listeners, jobs and ports."""
    add_folder("certificates", Path(__file__).parent / "register" / "static")
    for blueprint in (blueprints.holder, blueprints.manager, blueprints.verifier, documents.bp):
        app.register_blueprint(blueprint)
    audit.listen(ExamPassed, exam_passed)
    ports.menu.add(
        "certificates", MenuEntry(_l("My certificates"), "certificates.mine", Permission.CREDENTIAL_HOLD, 30)
    )
    ports.menu.add(
        "credentials", MenuEntry(_l("Certificates"), "credentials.all_of_them", Permission.CREDENTIAL_MANAGE, 70)
    )
    card_pages.add("card", documents.address)
    ports.unprintable.add("papers", unprintable)
    ports.what_next.add("certificates", waiting.what_next)
    ports.start_checks.add("issuer", checks.check_start)
    ports.doctor.add("certificates", checks.examine)
    ports.backup_folders.add("keys", KEYS)
    ports.restore_checks.add("keys", checks.check_restored_keys)
    ports.health_figures.add("certificates", checks.figures)
    ports.site_notice.add("demonstration", waiting.demonstration_notice)
    ports.demo_parts.add("certificates", demo.load)
