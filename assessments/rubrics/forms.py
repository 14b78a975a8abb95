"""Files that load rubrics."""

from flask_wtf.file import FileField, FileRequired

from lms.i18n import lazy as _l
from lms.web.api import PageForm


class RubricFileForm(PageForm):
    """A rubric as YAML."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l("YAML in UTF-8, such as teach-back.yaml. The same rubric again makes no new version."),
    )


class CriteriaFileForm(PageForm):
    """The criteria of a rubric as a table."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l("CSV or XLSX with the columns of the export: one row for each criterion and level."),
    )
