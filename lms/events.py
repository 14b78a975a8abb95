"""Event bus: what happened is told, in the same transaction, to whoever listens.

The audit trail is one listener among others. Whoever publishes waits for nobody but the listeners themselves.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from flask import Flask, current_app
from sqlalchemy.orm import Session

_named: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; each kind is a class with its own `name`, which is never used again for another."""

    name: ClassVar[str]
    said: ClassVar[str] = ""  # what the record calls it, a text that pages translate
    subject: str
    actor_id: int | None
    at: datetime

    def __init_subclass__(cls, **options: Any) -> None:
        """Refuse a name that another kind of event has, as soon as the class is read."""
        super().__init_subclass__(**options)
        first = _named.setdefault(cls.name, cls)
        if (first.__module__, first.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"The event name {cls.name} belongs to {first.__name__}.")

    def data(self) -> dict[str, Any]:
        """What this kind of event adds to subject, actor and moment."""
        own = {f.name for f in fields(Event)}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in own}


def known_events() -> dict[str, type[Event]]:
    """Every kind of event that the program knows, by name."""
    return dict(_named)


Listener = Callable[[Session, Any], None]


class EventBus:
    """Who listens to which kind of event, in one application."""

    def __init__(self) -> None:
        self._listeners: dict[type[Event], list[Listener]] = defaultdict(list)
        self.used = False  # whether anything was published here

    def listen(self, kind: type[Event], listener: Listener) -> None:
        """Have `listener` called whenever this kind of event, or a kind of this kind, is published."""
        if listener not in self._listeners[kind]:
            self._listeners[kind].append(listener)

    def publish(self, session: Session, event: Event) -> None:
        """Tell who listens: those to every event first, then those to this kind alone, each in its order."""
        self.used = True
        for kind in reversed(type(event).__mro__):
            for listener in self._listeners.get(kind, ()):
                listener(session, event)


def bus_of(app: Flask) -> EventBus:
    """The event bus of an application, for what listens; made when it is first asked for."""
    bus: EventBus = app.extensions.setdefault("spoor-events", EventBus())
    return bus


def publish(session: Session, event: Event) -> None:
    """Say that something has happened: whoever listens is told in this transaction, the audit trail before others."""
    bus_of(current_app).publish(session, event)
