"""What the ground floor asks of the floors above: each port is a registry that an upper package fills in its wiring."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from lms.access import Permission, Viewer

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things in the order in which they were registered; the same name again replaces."""

    def __init__(self) -> None:
        self._things: dict[str, T] = {}

    def add(self, name: str, thing: T) -> None:
        """Register under this name."""
        self._things[name] = thing

    def get(self, name: str) -> T | None:
        """The thing of this name, if anybody registered it."""
        return self._things.get(name)

    def all(self) -> list[T]:
        """Everything registered."""
        return list(self._things.values())


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the main menu, shown to those who hold the permission anywhere."""

    label: Any  # a lazy text
    endpoint: str
    permission: Permission
    order: int


@dataclass(frozen=True)
class NextStep:
    """Something that waits for a person: what, why, and the one button that starts it."""

    title: str
    text: str
    action: str
    url: str
    order: int  # the lowest is shown first
    progress: tuple[int, int] | None = None  # done of all


class WhatNext(Protocol):
    """Answers what a person should do next in one area."""

    def __call__(self, session: Session, person: Viewer, now: datetime) -> list[NextStep]:
        """The steps that wait, most urgent first; none is a good answer."""
        ...


class Health(StrEnum):
    """How a check of this installation came out."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One answer of `lms doctor`: what was looked at, how it is, and how to mend it."""

    name: str
    health: Health
    detail: str


DoctorCheck = Callable[[Session, datetime], list[Finding]]
StartCheck = Callable[[Session], None]  # raises RuleBroken where the application must not start
Notice = Callable[[], str | None]


class DemoPart(Protocol):
    """One area's part of the demonstration; `world` carries what earlier parts made."""

    def __call__(self, world: dict[str, Any], now: datetime) -> None:
        """Load the part, once."""
        ...


what_next: Registry[WhatNext] = Registry()
menu: Registry[MenuEntry] = Registry()
doctor: Registry[DoctorCheck] = Registry()
start_checks: Registry[StartCheck] = Registry()
demo_parts: Registry[DemoPart] = Registry()
page_scripts: Registry[str] = Registry()  # assets that every page of a signed-in person carries
never_kept: Registry[str] = Registry()  # beginnings of addresses that the worker of the browser leaves alone
site_notice: Registry[Notice] = Registry()
backup_folders: Registry[str] = Registry()  # folders inside the instance folder that a backup takes along
restore_checks: Registry[Callable[[Path], None]] = Registry()  # handed the unpacked folder; raise RuleBroken to refuse
unprintable: Registry[Callable[[str], list[str]]] = Registry()  # the signs of a text that our papers cannot print
health_figures: Registry[Callable[[Session], dict[str, float]]] = Registry()  # figures for /metrics
