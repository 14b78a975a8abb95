"""The shape of a report of a mistake, and of what is said of one."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from courses.mistakes.labels import SORTS
from courses.mistakes.rules import REASON_MOST, SENTENCE_MOST, TEXT_MOST
from lms.i18n import lazy as _l
from lms.web.api import Choice, PageForm, Radio, at_most, needed, options, without_nul

CHOOSE = ("", _l("Choose"))
CHOSEN = [InputRequired(_l("Choose from the list."))]


class ReportForm(PageForm):
    """What somebody found."""

    sort = Choice(_l("What kind of mistake is it?"), CHOSEN, choices=options(SORTS.items()))
    sentence = TextAreaField(_l("Which sentence?"), [at_most(SENTENCE_MOST)], filters=[without_nul])
    text = TextAreaField(
        _l("What is wrong?"),
        [*needed(_l("Write what is wrong.")), at_most(TEXT_MOST)],
        filters=[without_nul],
        description=_l("At most %(most)s characters.", most=TEXT_MOST),
    )


class MistakeJudgeForm(PageForm):
    """What becomes of a report; what can be chosen is filled in by the page."""

    seen = HiddenField()
    state = Radio(_l("What becomes of it?"), CHOSEN)
    version = Choice(_l("Corrected in version"), default="", description=_l("Only if it is corrected."))
    before = Choice(_l("Reported before as"), default="", description=_l("Only if somebody reported it before."))
    reason = TextAreaField(
        _l("Reason"),
        [at_most(REASON_MOST)],
        filters=[without_nul],
        description=_l("The person who reported it can read this. Needed if it is not a mistake."),
    )

    def offer(self, states: Any, versions: Any, before: Any) -> None:
        """What can be chosen."""
        self.state.choices = options(states)
        self.version.choices = options([CHOOSE, *versions])
        self.before.choices = options([CHOOSE, *before])
