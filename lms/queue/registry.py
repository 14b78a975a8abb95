"""What the running application can do: the kinds of jobs, lanes and periodic tasks that its manifests name."""

from lms.manifest import composition
from lms.queue.kinds import MAIN, JobKind, Lane, PeriodicTask


def kind_named(name: str) -> JobKind | None:
    """The kind of this name, if anybody does it."""
    return next((kind for kind in kinds() if kind.name == name), None)


def kinds() -> tuple[JobKind, ...]:
    """Every kind of job."""
    return composition().jobs


def lanes() -> tuple[Lane, ...]:
    """Every lane, the ordinary one first."""
    return (MAIN, *composition().lanes)


def tasks() -> tuple[PeriodicTask, ...]:
    """Every periodic task."""
    return composition().periodic
