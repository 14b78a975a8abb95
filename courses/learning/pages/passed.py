"""That a course is passed, in the words that home and its own page share."""

from datetime import datetime

from flask_babel import format_date

from lms.i18n import _


def passed_words(percent: str, until: datetime | None) -> str:
    """That a course is passed, how well if that is known, and until when its certificate is valid."""
    if until is None:
        return (
            _("Passed with %(percent)s, certificate valid without end", percent=percent)
            if percent
            else _("Passed, certificate valid without end")
        )
    day = format_date(until, "long")
    if not percent:
        return _("Passed, certificate valid until %(day)s", day=day)
    return _("Passed with %(percent)s, certificate valid until %(day)s", percent=percent, day=day)
