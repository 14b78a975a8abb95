"""Ports: the shapes of what the ground floor asks of the packages above; their manifests fill them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from lms.access import Viewer


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the main menu, shown to those who hold the permission anywhere."""

    label: Any  # a lazy text
    endpoint: str
    permission: str
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


HealthCheck = Callable[[Session, datetime], list[Finding]]
HealthFigures = Callable[[Session], dict[str, float]]
StoredFiles = Callable[[Session], Iterable[str]]  # keys of `lms.storage`
StartCheck = Callable[[Session], None]  # raises RuleBroken where the application must not start
RestoreCheck = Callable[[Path], None]  # handed the unpacked folder of a backup; raises RuleBroken to refuse
ComposedAssets = Callable[[], Mapping[str, bytes]]  # files put together at the start, by plain name
Notice = Callable[[], str | None]
Unprintable = Callable[[str], list[str]]  # the signs of a text that our papers cannot print


class DemoPart(Protocol):
    """One area's part of the demonstration; `world` carries what earlier parts made."""

    def __call__(self, world: dict[str, Any], now: datetime) -> None:
        """Load the part, once."""
        ...
