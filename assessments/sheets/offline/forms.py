"""Forms of sheets without a network."""

from flask_wtf.file import FileField, FileRequired

from lms.i18n import lazy as _l
from lms.web.api import PageForm


class SealedFileForm(PageForm):
    """A file that a tablet handed over."""

    file = FileField(
        _l("File of sealed sheets"),
        [FileRequired(_l("Choose the file that the tablet made."))],
        description=_l("The file that “Hand over as a file” made on the tablet, up to 2 MB."),
    )
