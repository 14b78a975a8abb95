"""The shape of what administrators send."""

from flask_wtf.file import FileField, FileRequired
from wtforms.validators import Optional

from courses.impact.official_lists.appendices_file import MEGABYTE, MOST_BYTES
from lms.i18n import lazy
from lms.web.api import Day, PageForm


class AppendicesForm(PageForm):
    """The download of the Checklist, and the day that it speaks of."""

    file = FileField(
        lazy("File"),
        [FileRequired(lazy("Choose the file."))],
        description=lazy("CSV, up to %(most)s MB.", most=MOST_BYTES // MEGABYTE),
    )
    valid_on = Day(
        lazy("Day of the list"),
        [Optional()],
        description=lazy("The day on which it was downloaded. May stay empty where the name of the file has a date."),
    )
