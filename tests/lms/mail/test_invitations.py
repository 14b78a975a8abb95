"""A letter carries an invitation where mail programs look for it, and as a file."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from lms import clock
from lms.calendars import CalendarAddress, CalendarEvent, invitation
from lms.db import transaction
from lms.mail import services, tasks
from lms.mail.composing import compose
from lms.queue.models import Job
from tests.builders.calendars import read_apart

EVENT = CalendarEvent(
    uid="meeting-1@spoor.example", starts=datetime.fromisoformat("2026-12-01T09:00"), zone="Asia/Bangkok",
    lasts=timedelta(hours=2), title="Ouverture à Bangkok", changed_at=datetime(2026, 11, 25, tzinfo=UTC),
)  # fmt: skip
INVITED = invitation(
    EVENT, organizer=CalendarAddress("Spoor", "no-reply@a.org"), guest=CalendarAddress("Malee", "m@a.org")
)


def test_the_invitation_stands_beside_the_text_and_as_a_file(app):
    letter = compose(to="m@a.org", subject="Meeting", text="Good day.", number="1", invitation=INVITED)
    beside, attached = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert beside.get_param("method") == "REQUEST"
    assert attached.get_filename() == "invitation.ics"
    assert letter.get_body(("plain",)).get_content() == "Good day.\n"
    for part in (beside, attached):
        (found,) = read_apart(part.get_content()).events
        assert found.summary == EVENT.title


def test_a_letter_without_an_invitation_is_plain_text(app):
    assert compose(to="m@a.org", subject="Hello", text="Good day.", number="1").get_content_type() == "text/plain"


def test_an_invitation_waits_with_its_letter_and_goes_out_with_it(app, session, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "hand_over", lambda to, make: sent.append(make()))
    with transaction() as writing:
        services.send_letter(
            writing, to="m@a.org", subject="Meeting", text="Good day.", now=clock.now(), invitation=INVITED
        )
    job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
    tasks.deliver.work(job.payload, None)
    (letter,) = sent
    calendars = [part.get_content() for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert len(calendars) == 2
    assert all("METHOD:REQUEST" in text for text in calendars)
