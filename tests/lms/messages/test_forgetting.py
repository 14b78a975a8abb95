"""How long messages are kept, and what goes with an account."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.messages.models import Message, MessageChoice, MessageDigest, QuietHours
from lms.messages.rules.delivery import Channel
from lms.messages.rules.retention import READ_KEPT, UNREAD_KEPT
from lms.messages.tasks import clean_up
from lms.people.services import accounts
from tests.builders import people
from tests.builders.messages import choose, message

SECOND = timedelta(seconds=1)


def left(session, model=Message):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    ("read_before", "sent_before", "kept"),
    [
        (READ_KEPT, READ_KEPT, 1),
        (READ_KEPT + SECOND, READ_KEPT + SECOND, 0),
        (None, UNREAD_KEPT, 1),
        (None, UNREAD_KEPT + SECOND, 0),
        (SECOND, UNREAD_KEPT + SECOND, 1),  # old, and read of late
    ],
)
def test_a_message_is_kept_a_year_after_it_was_read_and_two_if_nobody_did(
    session, ana, now, read_before, sent_before, kept
):
    message(session, ana.id, now - sent_before, read_at=now - read_before if read_before else None)
    session.commit()
    clean_up(now)
    assert left(session) == kept


def test_a_digest_goes_with_its_last_message(session, ana, now):
    digest = MessageDigest(uuid="d", person_id=ana.id, asked_at=now, made_at=now)
    session.add(digest)
    session.flush()
    message(session, ana.id, now, read_at=now, due_at=now, digest_id=digest.id)
    session.commit()
    clean_up(now + READ_KEPT)
    assert left(session, MessageDigest) == 1
    clean_up(now + READ_KEPT + SECOND)
    assert left(session, MessageDigest) == 0


def test_closing_an_account_removes_its_messages_and_choices_and_nobody_elses(session, ana, bo, now):
    chief = people.person(session, "Chief", "administrator")
    for person in (ana, bo):
        session.add(MessageDigest(uuid=person.uuid, person_id=person.id, asked_at=now, made_at=None))
        session.add(QuietHours(person_id=person.id, begins=1, ends=2))
        message(session, person.id, now, by_id=ana.id)
        choose(session, person.id, Channel.DAILY)
    accounts.close_person(session, ana, by=people.viewer(session, chief), now=now)
    for model in (Message, MessageDigest, MessageChoice, QuietHours):
        session.expire_all()
        assert session.scalars(select(model.person_id)).all() == [bo.id]
