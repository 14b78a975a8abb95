"""The letter to who manages a person that said no to what is kept."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from lms.i18n import _
from lms.mail.services import send_letter
from lms.people.consents.queries import keepers_of
from lms.people.models import Person

MOST = 5  # of those who could see to it


def tell_keepers(session: Session, person_id: int, *, now: datetime) -> None:
    """Tell them that this account is shut; who has no address finds it on the person's page."""
    person = session.get_one(Person, person_id)
    url = f"{current_app.config['SITE_URL']}/people/{person.uuid}"
    for keeper in [one for one in keepers_of(session, person_id) if one.email][:MOST]:
        with force_locale(keeper.language or "en"):
            subject = _("%(name)s does not agree to the use of data", name=person.name)
            paragraphs = [
                _("Hello %(name)s,", name=keeper.name),
                _("%(name)s read which data is saved and said no.", name=person.name),
                _("The account stays locked. Talk to the person; close the account if they wish it."),
                url,
            ]
        send_letter(session, to=keeper.email or "", subject=subject, text="\n\n".join(paragraphs), now=now)
