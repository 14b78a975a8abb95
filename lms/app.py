"""The application: settings in, every package composed, nothing left open."""

import importlib
import logging
from collections.abc import Sequence
from typing import Any

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import access, access_model, db, schema
from lms.db import Database
from lms.events import bus_of
from lms.manifest import EXTENSION, Package, combined, composition
from lms.people.authentication import login_session, step_up
from lms.people.consents import gate as consent_gate
from lms.web import assets
from lms.web.security import headers

PACKAGES = (
    "lms.queue",
    "lms.audit",
    "lms.mail",
    "lms.people",
    "lms.web",
    "lms.messages",
    "lms.offline",
    "lms.uploads",
    "lms.calendar_feeds",
    "lms.operating",
    "courses",
    "assessments",
    "certificates",
)
LARGEST_FORM = 2 * 1024 * 1024  # bytes; views that take files raise it for themselves


def manifests() -> tuple[Package, ...]:
    """The manifest of every package, lowest first."""
    return tuple(importlib.import_module(f"{package}.manifest").PACKAGE for package in PACKAGES)


def load_models() -> None:
    """Import every table, for Alembic: the manifests name them."""
    manifests()


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


def create_app(settings: Any, *, database: Database | None = None, packages: Sequence[Package] | None = None) -> Flask:
    """Compose the application of these packages, else of all."""
    app = Flask("lms", static_folder=None, template_folder="web/templates")
    app.config.from_object(settings)
    app.config["SETTINGS"] = settings
    secure = settings.SITE_URL.startswith("https://")
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # lms.web.security.same_origin asks more than the Referer
        SESSION_COOKIE_NAME="__Host-spoor-form" if secure else "spoor-form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
    set_up_logs(quiet=settings.TESTING)
    app.extensions["spoor-database"] = database or Database(settings.DATABASE_URL)
    app.teardown_appcontext(db.end_read_session)
    found = combined(manifests() if packages is None else packages)
    app.extensions[EXTENSION] = found
    access_model.init(app, found.access)
    login_session.init(app)
    for set_up in found.set_up:
        set_up(app)
    for blueprint in found.blueprints:
        app.register_blueprint(blueprint)
    bus = bus_of(app)
    for kind, listener in found.listeners:
        bus.listen(kind, listener)
    assets.init(app, found.static_folders, found.composed_assets)
    app.before_request(headers.refuse_nul)
    app.before_request(access.gate)
    consent_gate.init(app)
    step_up.init(app)
    if settings.TRUSTED_PROXIES:
        hops = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    open_doors = access.undeclared(app)
    if open_doors:
        raise RuntimeError(f"These views do not say who may use them: {', '.join(open_doors)}")
    known = access_model.model_of(app).permissions
    unknown = access.unknown_permissions(app, known)
    unknown += [f"menu {one.endpoint} ({one.permission})" for one in found.menu if one.permission not in known]
    if unknown:
        raise RuntimeError(f"These need a permission that no package names: {', '.join(unknown)}")
    return app


def demand_ready(app: Flask) -> None:
    """Refuse to serve on a database of another version, or where a package finds a reason not to."""
    with app.app_context():
        schema.demand_current(db.database().engine, app.config["DATABASE_URL"])
        for check in composition().start_checks:
            check(db.read_session())
        db.end_read_session()
