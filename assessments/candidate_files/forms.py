"""The form with which a candidate gives a photograph."""

from wtforms import BooleanField

from lms.i18n import lazy as _l
from lms.web.api import PageForm, needed


class PhotographForm(PageForm):
    """One photograph, and that its person agrees."""

    agrees = BooleanField(
        _l("I agree that my photograph is shown beside my code to the assessors, the coordinator and the moderator."),
        needed(_l("Tick the box if you agree. Without a photograph you are assessed all the same.")),
    )
