"""Package manifests: what each package brings, as one frozen value that the composition reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

import click
from flask import Blueprint, Flask, current_app

from lms.access_model import AccessDefinitions
from lms.events import Event, Listener
from lms.legacy import FollowUp, LegacyTable
from lms.messages.kinds import MessageKind
from lms.offline.kinds import OfflineKind
from lms.ports import (
    ApplicationKind,
    AuditedRecords,
    CalendarSource,
    ComposedAssets,
    DemoPart,
    HealthCheck,
    HealthFigures,
    HomeSource,
    MenuEntry,
    Notice,
    RestoreCheck,
    StartCheck,
    StoredFiles,
    TakeOver,
    Unprintable,
)
from lms.queue.kinds import JobKind, Lane, PeriodicTask
from lms.uploads.purposes import UploadPurpose

T = TypeVar("T")
EXTENSION = "spoor-composition"


@dataclass(frozen=True)
class Provided(Generic[T]):
    """A port and the one thing that fills it."""

    port: "Port[T]"
    thing: T


@dataclass(frozen=True)
class Port(Generic[T]):
    """Port: a lower package names what it needs, manifests fill it; one of them, unless it says that many may."""

    name: str

    def filled_by(self, thing: T) -> Provided[T]:
        """For a manifest: the thing that answers at this port."""
        return Provided(self, thing)

    def provider(self) -> T:
        """What fills this port in the running application; an application without it is put together wrongly."""
        found = self.provider_if_any()
        if found is None:
            raise LookupError(f"No package of this application fills the port {self.name}.")
        return found

    def provider_if_any(self) -> T | None:
        """The same where an application may do without."""
        for one in composition().provides:
            if one.port == self:
                found: T = one.thing
                return found
        return None

    def providers(self) -> tuple[T, ...]:
        """Everything that fills this port, for one that many may fill, lowest package first."""
        return tuple(one.thing for one in composition().provides if one.port == self)


@dataclass(frozen=True)
class LaterDemo:
    """A part of the demonstration that follows all parts of `demo`; those of a smaller turn come first."""

    turn: int
    part: DemoPart


@dataclass(frozen=True, kw_only=True)
class Package:
    """Manifest of one package. Nothing registers itself on import: what is not named here is not there."""

    name: str = ""
    access: tuple[AccessDefinitions, ...] = ()  # permissions, roles and kinds of scopes
    models: tuple[ModuleType, ...] = ()  # modules with tables, which Alembic must know
    blueprints: tuple[Blueprint, ...] = ()
    views: tuple[ModuleType, ...] = ()  # modules whose views are registered on those blueprints
    static_folders: tuple[Path, ...] = ()
    composed_assets: tuple[ComposedAssets, ...] = ()
    page_scripts: tuple[str, ...] = ()  # assets that every page of a signed-in person carries
    never_kept: tuple[str, ...] = ()  # beginnings of addresses that the service worker leaves alone
    menu: tuple[MenuEntry, ...] = ()
    notices: tuple[Notice, ...] = ()  # what stands above every page
    home: tuple[HomeSource, ...] = ()  # what waits for a person, and what else home shows
    calendar_sources: tuple[CalendarSource, ...] = ()  # what stands in people's calendars
    listeners: tuple[tuple[type[Event], Listener], ...] = ()
    offline_kinds: tuple[OfflineKind[Any], ...] = ()  # what phones keep and send, judged and applied
    upload_purposes: tuple[UploadPurpose, ...] = ()  # what people send files for, and who reads them
    message_kinds: tuple[MessageKind, ...] = ()  # what people are told, in their inbox and by letter
    lanes: tuple[Lane, ...] = ()  # of the queue, beside the ordinary one
    jobs: tuple[JobKind, ...] = ()
    periodic: tuple[PeriodicTask, ...] = ()
    commands: tuple[click.Command, ...] = ()
    start_checks: tuple[StartCheck, ...] = ()
    health_checks: tuple[HealthCheck, ...] = ()  # findings of `lms doctor`
    health_figures: tuple[HealthFigures, ...] = ()  # figures of /metrics
    stored_files: tuple[StoredFiles, ...] = ()  # which files of the storage its tables name
    backup_folders: tuple[str, ...] = ()  # folders inside the instance folder that a backup takes along
    restore_checks: tuple[RestoreCheck, ...] = ()
    take_overs: tuple[TakeOver, ...] = ()  # of newer published documents, after a restore
    audited: tuple[AuditedRecords, ...] = ()  # what the audit trail is compared with
    legacy_tables: tuple[LegacyTable, ...] = ()  # its tables of 0.1, and how their rows come across
    legacy_follow_ups: tuple[FollowUp, ...] = ()  # what is done once they did
    unprintable: tuple[Unprintable, ...] = ()
    application_kinds: tuple[ApplicationKind, ...] = ()  # what coordinators decide on one page
    demo: tuple[DemoPart, ...] = ()
    later_demo: tuple[LaterDemo, ...] = ()  # parts that stand on what parts of upper packages made
    provides: tuple[Provided[Any], ...] = ()
    set_up: tuple[Callable[[Flask], None], ...] = ()  # hooks of requests and templates


def combined(packages: Iterable[Package]) -> Package:
    """Everything that these packages bring, lowest first, as one."""
    every = tuple(packages)
    named = [one for one in fields(Package) if one.name != "name"]
    return Package(
        name="+".join(one.name for one in every),
        **{one.name: tuple(thing for package in every for thing in getattr(package, one.name)) for one in named},
    )


def demo_parts(package: Package) -> tuple[DemoPart, ...]:
    """Every part of the demonstration in its order: lowest package first, then the later ones by their turn."""
    return (*package.demo, *(one.part for one in sorted(package.later_demo, key=lambda one: one.turn)))


def composition() -> Package:
    """What the running application is put together from."""
    found: Package = current_app.extensions[EXTENSION]
    return found
