"""ETags: short names for everything that a page depends on, so that an unchanged page is not sent again."""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version

from flask import current_app
from flask import session as cookie
from flask_babel import get_locale

from courses.learning.outline import (
    LessonPage,
)
from courses.learning.pages.lesson_view import LessonView
from lms.access import Viewer
from lms.web.api import text_only, texts_version


def etag_of(person: Viewer, lesson: LessonView) -> str | None:
    """A short name for everything that the page depends on; none where it also carries what is shown once.

    The zone of the reader is not among it: no moment stands on a lesson, and a device names its zone late.
    """
    token = cookie.get("csrf_token")
    if token is None or cookie.get("_flashes"):
        return None
    parts: Sequence[object] = (
        program_version(), person, str(get_locale()), token, lesson.taken.version_uuid, lesson.page.content_hash,
        sorted(lesson.done), lesson.has_changed, lesson.is_counted, text_only(),
        lesson.taken.run.group if lesson.taken.run and lesson.taken.run.is_open else None,
        lesson.taken.run.uuid if lesson.taken.run else None, lesson.taken.review_no,
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def keys_version(page: LessonPage) -> str:
    """A short name for the checks of a page in the language of this request."""
    whole = repr((page.content_hash, str(get_locale()), program_version()))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def program_version() -> str:
    """A short name for what is the same on every page: templates, styles, scripts, texts, languages; found once."""
    found: str | None = current_app.extensions.get("courses-program-version")
    if found is None:
        whole = hashlib.sha256(version("spoor").encode())
        environment = current_app.jinja_env
        if environment.loader is not None:
            for name in sorted(environment.list_templates(extensions=["html"])):
                whole.update(environment.loader.get_source(environment, name)[0].encode())
        whole.update(repr(sorted(current_app.extensions["spoor-assets"].items())).encode())
        whole.update(repr((current_app.config["SITE_NAME"], texts_version())).encode())
        found = current_app.extensions["courses-program-version"] = whole.hexdigest()
    return found
