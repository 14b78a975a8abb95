"""The shape of what an administrator types about whom to call."""

from typing import Any

from wtforms import EmailField, StringField, TelField
from wtforms.validators import Email, Length, Optional

from lms.i18n import lazy
from lms.people.queries.contacts import ContactInfo
from lms.people.rules import ContactKind
from lms.people.services.contacts import MOST, ContactDraft
from lms.web.forms import PageForm, typed


class ContactsForm(PageForm):
    """Name, telephone, e-mail and hours of each kind of contact; any of them may stay empty."""


def _room(name: str) -> Length:
    return Length(max=MOST[name], message=lazy("Use at most %(most)s characters.", most=MOST[name]))


def _fields() -> dict[str, Any]:
    """The fields of one contact."""
    return {
        "name": StringField(lazy("Name"), [_room("name")]),
        "telephone": TelField(lazy("Telephone"), [_room("telephone")]),
        "email": EmailField(
            lazy("E-mail"),
            [Optional(), Email(lazy("This is not an e-mail address. It looks like name@example.org.")), _room("email")],
        ),
        "hours": StringField(lazy("Hours"), [_room("hours")]),
    }


for _kind in ContactKind:
    for _name, _field in _fields().items():
        setattr(ContactsForm, f"{_kind}_{_name}", _field)


def form_of(contacts: list[ContactInfo]) -> ContactsForm:
    """The form, filled from what is known."""
    known = {f"{one.kind}_{name}": getattr(one, name) for one in contacts for name in MOST}
    return ContactsForm(**known)


def drafts_of(form: ContactsForm) -> list[ContactDraft]:
    """What the form asks for."""
    return [ContactDraft(kind, **{name: typed(form[f"{kind}_{name}"]) for name in MOST}) for kind in ContactKind]
