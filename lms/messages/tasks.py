"""What comes round for messages: digests that are due, and what is forgotten, as with the account of its reader."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from lms.db import transaction
from lms.messages.services.digests import ask_for_digests, give_up_old
from lms.messages.services.forgetting import forget_old, forget_person
from lms.people.events import PersonClosed
from lms.queue.kinds import periodic


@periodic("message-digests", every=timedelta(minutes=5))
def gather_digests(now: datetime) -> None:
    """Have a letter sent to everybody to whom something is due, some hundreds of people in one transaction."""
    more = True
    while more:
        with transaction() as session:
            more = ask_for_digests(session, now=now)


@periodic("messages-cleanup", every=timedelta(days=1))
def clean_up(now: datetime) -> None:
    """Delete messages whose time is over, and give up digests whose letters were given up."""
    with transaction() as session:
        give_up_old(session, now=now)
        forget_old(session, now=now)


def account_closed(session: Session, happened: PersonClosed) -> None:
    """Listener: delete the messages of somebody whose account was closed."""
    forget_person(session, int(happened.subject.removeprefix("person:")))
