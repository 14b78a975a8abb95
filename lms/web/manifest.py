"""Manifest of the shell: the front door, languages, headers, and what a browser may keep."""

from pathlib import Path

from lms.manifest import Package
from lms.web import errors, shell, views
from lms.web.languages import language
from lms.web.offline import insecure, service_worker, shared_device
from lms.web.security import headers

PACKAGE = Package(
    name="web",
    blueprints=(views.bp,),
    views=(insecure,),
    static_folders=(Path(__file__).parent / "static",),
    page_scripts=("outbox.js",),
    health_checks=(language.check_languages,),
    set_up=(language.init, errors.init, headers.init, shell.init, service_worker.init, shared_device.init),
)
