"""What rubrics say has happened."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class RubricVersionLoaded(Event):
    """A rubric has a new version; the subject is the rubric."""

    name = "rubric.version-loaded"
    said = N_("Version of a rubric loaded")
    version_id: int
    no: int
    digest: str
