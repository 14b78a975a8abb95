"""What schemes say has happened; the subject of each is the scheme."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class SchemeLoaded(Event):
    """A new version of a scheme was loaded; nobody applies under it yet."""

    name = "scheme.loaded"
    said = N_("Scheme loaded")
    version_id: int
    no: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class SchemePutInUse(Event):
    """A second person put a version of a scheme in use: who applies from now on is on it."""

    name = "scheme.put-in-use"
    said = N_("Scheme activated")
    version_id: int
    no: int
