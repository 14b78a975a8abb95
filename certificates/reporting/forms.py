"""What is chosen when a report is frozen."""

from wtforms import HiddenField

from lms.i18n import lazy as _l
from lms.web.api import PageForm, Radio, needed


class FreezeForm(PageForm):
    """The length of the first period, in quarters; of later ones the first report says it."""

    begins = HiddenField()  # the first quarter that is shown, so that a form sent twice freezes once
    length = Radio(_l("How long is each period?"), needed(_l("Choose a quarter, half a year or a year.")))
