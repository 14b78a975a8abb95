"""The application: settings in, every package wired, nothing left open."""

import importlib
import logging
from types import ModuleType
from typing import Any

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import access, db, ports, schema, waking
from lms.db import Database
from lms.people.authentication import login_session
from lms.web import assets, errors, headers, language, shell

PACKAGES = ("lms.people", "lms.web", "lms.operating", "courses", "assessments", "certificates")
LARGEST_FORM = 2 * 1024 * 1024  # bytes; views that take files raise it for themselves


def wirings() -> list[ModuleType]:
    """The wiring of every package, lowest first."""
    return [importlib.import_module(f"{package}.wiring") for package in PACKAGES]


def load_models() -> None:
    """Import every table, for Alembic."""
    wirings()


def set_up_logs(*, quiet: bool) -> None:
    """One line of JSON a happening; tests hear only what is wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if quiet else logging.INFO),
    )


def create_app(settings: Any, *, queue: bool = False, database: Database | None = None) -> Flask:
    """Compose the application; `queue` gives it the means to wake workers."""
    app = Flask("lms", static_folder=None, template_folder="web/templates")
    app.config.from_object(settings)
    app.config["SETTINGS"] = settings
    secure = settings.SITE_URL.startswith("https://")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        SESSION_COOKIE_NAME="__Host-spoor-form" if secure else "spoor-form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
    set_up_logs(quiet=settings.TESTING)
    app.extensions["spoor-database"] = database or Database(settings.DATABASE_URL)
    app.teardown_appcontext(db.end_read_session)
    if queue:
        waking.init(app)
    login_session.init(app)
    language.init(app)
    for part in (errors, headers, shell):
        part.init(app)
    for package in wirings():
        package.wire(app)
    assets.init(app)
    app.before_request(headers.refuse_nul)
    app.before_request(access.gate)
    if settings.TRUSTED_PROXIES:
        hops = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    open_doors = access.undeclared(app)
    if open_doors:
        raise RuntimeError(f"These views do not say who may use them: {', '.join(open_doors)}")
    return app


def demand_ready(app: Flask) -> None:
    """Refuse to serve on a database of another version, or where a package finds a reason not to."""
    with app.app_context():
        schema.demand_current(db.database().engine, app.config["DATABASE_URL"])
        for check in ports.start_checks.all():
            check(db.read_session())
        db.end_read_session()
