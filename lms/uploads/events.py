"""What uploads say has happened. Names of files stand in no event: people write names of people into them."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class FileKept(Event):
    """A whole file was checked and kept; the subject is who sent it, the digest that of what is kept."""

    name = "uploads.kept"
    said = N_("File sent")
    file: str
    purpose: str
    kind: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """A file became part of something."""

    name = "uploads.attached"
    said = N_("File added")
    file: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FileDeleted(Event):
    """A file was deleted, and why: by its person, unused, its time was over, a virus, the account was closed."""

    name = "uploads.deleted"
    said = N_("File deleted")
    file: str
    why: str


@dataclass(frozen=True, kw_only=True)
class KeepingSet(Event):
    """Until when a file is kept was set."""

    name = "uploads.keep-until-set"
    said = N_("Date until which a file is kept")
    file: str
    until: str | None
