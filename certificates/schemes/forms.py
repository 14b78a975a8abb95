"""The shape of what people send about schemes."""

from flask_wtf.file import FileField, FileRequired

from lms.i18n import lazy as _l
from lms.web.api import PageForm


class SchemeFileForm(PageForm):
    """The folder of a scheme as a ZIP file."""

    file = FileField(
        _l("Folder of the scheme as a ZIP file"),
        [FileRequired(_l("Choose the file."))],
        description=_l("It contains scheme.yaml and the folder rubrics, up to 2 MB."),
    )


class PutInUseForm(PageForm):
    """A button alone."""
