"""How certificates are hung into the application."""

from pathlib import Path

import click
from flask import Flask

from assessments.events import ExamPassed
from certificates.credentials import commands, demo, health_checks, tasks  # noqa: F401  # jobs and duties register themselves
from certificates.credentials.issuing.issuing_config import KEYS
from certificates.credentials.services.claims import exam_passed
from certificates.documents import views as documents
from certificates.documents.font_coverage import unprintable
from certificates.register.pages import start_page  # guessing forgets old tries
from certificates.register.views import blueprints, checking, holder, managing, published  # noqa: F401  # pages
from courses.api import card_pages
from lms import audit, ports
from lms.access import Permission
from lms.i18n import lazy as _l
from lms.ports import MenuEntry
from lms.web.api import add_folder

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
    ports.what_next.add("certificates", start_page.what_next)
    ports.start_checks.add("issuer", health_checks.check_start)
    ports.doctor.add("certificates", health_checks.examine)
    ports.backup_folders.add("keys", KEYS)
    ports.restore_checks.add("keys", health_checks.check_restored_keys)
    ports.health_figures.add("certificates", health_checks.figures)
    ports.site_notice.add("demonstration", start_page.demonstration_notice)
    ports.demo_parts.add("certificates", demo.load)
