"""Whom the people of an administration call about a find: entered, changed, taken away."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms import events
from lms.errors import BadInput
from lms.i18n import _
from lms.manifest import composition
from lms.people.events import ContactsChanged
from lms.people.models import Administration, Contact
from lms.people.queries.contacts import contact_rows
from lms.people.rules import ContactKind, is_telephone, normal_name

MOST = {"name": 80, "telephone": 30, "email": 80, "hours": 60}  # letters; the card has room for so many
NOTHING = dict.fromkeys(MOST, "")


@dataclass(frozen=True)
class ContactDraft:
    """What a contact is to say; all four empty: there is no such contact."""

    kind: ContactKind
    name: str = ""
    telephone: str = ""
    email: str = ""
    hours: str = ""

    def values(self) -> dict[str, str]:
        """As the table keeps it."""
        return {name: normal_name(value) for name, value in asdict(self).items() if name in MOST}


def change_contacts(
    session: Session, administration_id: int, drafts: Sequence[ContactDraft], *, actor_id: int | None, now: datetime
) -> None:
    """Keep these contacts; what is emptied goes, the same again changes nothing, a kind that is not named stays."""
    session.execute(select(Administration.id).where(Administration.id == administration_id).with_for_update())
    rows, changed = contact_rows(session, administration_id), []
    for draft in drafts:
        after = draft.values()
        _demand_useful(draft.kind, after)
        row = rows.get(draft.kind)
        before = {name: getattr(row, name) for name in MOST} if row else NOTHING
        changed += [f"{draft.kind}.{name}" for name in MOST if before[name] != after[name]]
        if row is None and after != NOTHING:
            session.add(Contact(administration_id=administration_id, kind=str(draft.kind), **after))
        elif row is not None and after == NOTHING:
            session.delete(row)
        elif row is not None:
            for name, value in after.items():
                setattr(row, name, value)
    if not changed:
        return
    session.flush()
    subject = f"administration:{administration_id}"
    events.publish(session, ContactsChanged(subject=subject, actor_id=actor_id, at=now, fields=changed))


def _demand_useful(kind: ContactKind, values: dict[str, str]) -> None:
    """Refuse a contact that nobody could call, and what the card could not print or has no room for."""
    if values == NOTHING:
        return
    if not values["name"]:
        raise BadInput(f"{kind}_name", _("Type a name, such as that of the office."))
    if not values["telephone"] and not values["email"]:
        raise BadInput(f"{kind}_telephone", _("Type a telephone number or an e-mail address."))
    if values["telephone"] and not is_telephone(values["telephone"]):
        raise BadInput(f"{kind}_telephone", _("This is not a telephone number. It looks like +66 2 555 0100."))
    for name, value in values.items():
        if len(value) > MOST[name]:
            raise BadInput(f"{kind}_{name}", _("Use at most %(most)s characters.", most=MOST[name]))
        signs = [sign for find in composition().unprintable for sign in find(value)]
        if signs:
            words = _("The card cannot print %(signs)s. Write it with other letters.", signs=" ".join(signs))
            raise BadInput(f"{kind}_{name}", words)
