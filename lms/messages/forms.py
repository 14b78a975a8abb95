"""The form on which people choose what comes by letter; its fields are the kinds of messages of the application."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from lms.i18n import lazy
from lms.messages.kinds import MessageKind
from lms.messages.rules.delivery import HOURS, QUIET, Channel, Quiet
from lms.web.api import Choice, PageForm, needed, options, typed

CHANNELS = {
    Channel.AT_ONCE: lazy("By e-mail, at once"),
    Channel.DAILY: lazy("In one e-mail a day"),
    Channel.WEEKLY: lazy("In one e-mail a week, on Monday"),
    Channel.INBOX: lazy("Only as a message here"),
}
CHOSEN = needed(lazy("Choose from the list."))
CLOCK = options((str(hour), f"{hour:02}:00") for hour in HOURS)


class MessageChoicesForm(PageForm):
    """Quiet hours; a field for each kind of message is added for the person who chooses."""

    quiet = BooleanField(lazy("Send no e-mails in quiet hours"))
    quiet_begins = Choice(lazy("Quiet from"), CHOSEN, choices=CLOCK)
    quiet_ends = Choice(lazy("Quiet until"), CHOSEN, choices=CLOCK)

    def validate_quiet_ends(self, field: Field) -> None:
        """Refuse hours of which nobody could say whether they are all day or never."""
        if self.quiet.data and field.data == self.quiet_begins.data:
            raise ValidationError(lazy("The end of quiet hours must be different from their start."))


def form_for(kinds: Sequence[MessageKind], chosen: Mapping[str, Channel], quiet: Quiet) -> MessageChoicesForm:
    """The form of one person, filled with what holds now."""
    fields: dict[str, Any] = {
        kind.name: Choice(kind.title, CHOSEN, choices=options((one, CHANNELS[one]) for one in kind.channels))
        for kind in kinds
    }
    shown = QUIET if quiet.is_none else quiet
    values = {kind.name: chosen.get(kind.name, kind.channel).value for kind in kinds}
    made: type[MessageChoicesForm] = type("MessageChoicesForm", (MessageChoicesForm,), fields)
    return made(quiet=not quiet.is_none, quiet_begins=str(shown.begins), quiet_ends=str(shown.ends), data=values)


def channels_of(form: MessageChoicesForm, kinds: Sequence[MessageKind]) -> list[tuple[MessageKind, Channel]]:
    """What was chosen for each kind."""
    return [(kind, Channel(typed(form[kind.name]))) for kind in kinds]


def quiet_of(form: MessageChoicesForm) -> Quiet:
    """The quiet hours that were chosen; without the tick there are none."""
    if not form.quiet.data:
        return Quiet(0, 0)
    return Quiet(int(typed(form.quiet_begins)), int(typed(form.quiet_ends)))
