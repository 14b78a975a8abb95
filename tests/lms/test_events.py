"""What happened is told to whoever listens, in the same transaction, in each application for itself."""

import pytest
from flask import Flask

from lms import events
from lms.events import Event, EventBus, bus_of
from tests.builders.audit import NOW, ThingChanged


class ThingGone(Event):
    """A thing of a test is gone."""

    name = "test.thing-gone"


CHANGED = ThingChanged(subject="thing:1", actor_id=None, at=NOW, after=5)


@pytest.fixture
def bus():
    return EventBus()


def test_who_listens_is_told_what_happened_and_in_which_transaction(bus):
    heard = []
    bus.listen(ThingChanged, lambda session, event: heard.append((session, event.after)))
    bus.publish("the session", CHANGED)
    assert heard == [("the session", 5)]


def test_of_other_kinds_nothing_is_heard(bus):
    heard = []
    bus.listen(ThingChanged, lambda _session, event: heard.append(event))
    bus.publish(None, ThingGone(subject="thing:1", actor_id=None, at=NOW))
    assert heard == []


def test_who_listens_to_every_event_is_told_first(bus):
    heard = []
    bus.listen(ThingChanged, lambda *_: heard.append("one kind"))
    bus.listen(Event, lambda *_: heard.append("every kind"))
    bus.publish(None, CHANGED)
    assert heard == ["every kind", "one kind"]


def test_who_is_hung_in_twice_is_told_once(bus):
    heard = []

    def listener(_session, event):
        heard.append(event)

    bus.listen(ThingChanged, listener)
    bus.listen(ThingChanged, listener)
    bus.publish(None, CHANGED)
    assert heard == [CHANGED]


def test_each_application_has_its_own_listeners():
    one, other = Flask("one"), Flask("other")
    heard = []
    bus_of(one).listen(ThingChanged, lambda *_: heard.append("one"))
    with other.app_context():
        events.publish(None, CHANGED)
    assert (heard, bus_of(one).used, bus_of(other).used) == ([], False, True)
    with one.app_context():
        events.publish(None, CHANGED)
    assert heard == ["one"]


def test_a_name_belongs_to_one_kind_of_event():
    with pytest.raises(ValueError, match=r"test\.thing-gone belongs to ThingGone"):

        class OtherOfTheSameName(Event):
            name = "test.thing-gone"


def test_a_kind_of_event_without_a_name_of_its_own_is_refused():
    with pytest.raises(ValueError, match="belongs to ThingGone"):

        class Unnamed(ThingGone):
            pass
