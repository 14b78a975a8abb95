"""What was typed as a day and a time, as a moment where the room is."""

from datetime import datetime

from assessments.exams.sittings.forms import Moment
from assessments.exams.sittings.rules.local_times import moment_of
from lms.errors import BadInput
from lms.i18n import _


def moment_typed(field: Moment, zone: str) -> datetime:
    """The moment at which clocks of the zone show this; the form has seen that something is there."""
    assert field.data is not None
    found = moment_of(field.data.date(), field.data.time(), zone)
    if found is None:
        raise BadInput(field.name, _("Clocks skip this time on that day. Choose another time."))
    return found
